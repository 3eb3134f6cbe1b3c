import type { Format } from './format.ts';

/** Every standard in which resources leave this node, in the order in which they are offered. */
export const FORMATS: readonly Format[] = [];

export const formatNamed = (id: string): Format | undefined => FORMATS.find((format) => format.id === id);
