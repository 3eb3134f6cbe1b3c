import type { Words } from './en.ts';

/** 策略、红线、决定与账本。 */
export const policies: Words['policies'] = {};
