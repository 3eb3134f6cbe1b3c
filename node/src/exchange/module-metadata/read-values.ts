import { isAddress } from '../text.ts';

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text or number as text; anything else, and an empty text, as nothing. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

/** The texts of a list, or of one text alone. */
export const textsOf = (value: unknown): string[] => [...new Set((Array.isArray(value) ? value : [value]).flatMap((item) => textOf(item) ?? []))];

/** The web addresses of a list, or of one text alone. */
export const addressesOf = (value: unknown): string[] => textsOf(value).filter(isAddress);
