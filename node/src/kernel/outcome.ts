import type { Flaw } from './errors.ts';

/** What became of one record that was handed in. */
export type Outcome = { state: 'created' | 'updated' | 'unchanged' } | { state: 'rejected'; flaws: Flaw[] };
