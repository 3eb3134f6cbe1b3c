import { z } from 'zod';
import type { AnswerHead } from './parse-answer.ts';

/** What is kept of a harvest that came to its end, for the next one of the same address. */
const Remembered = z.object({
  metadataPrefix: z.string(),
  set: z.string().optional(),
  /** The instant from which the next harvest asks: when this one's list began, by the repository's clock. */
  began: z.iso.datetime(),
  /** When a list of everything was last read to its end, by our clock. */
  whole: z.iso.datetime(),
});
export type Remembered = z.infer<typeof Remembered>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Asked for once more at the next harvest: a repository stamps a change when it begins to write it, and shows it when
 * it is written.
 */
const OVERLAP = 15 * MINUTE;

/** Days after which everything is asked for again: where deletions are kept for good, for a time, or not at all. */
const WHOLE_AFTER: Record<string, number> = { persistent: 30, transient: 7 };

/** The beginning of the list to ask for, where only what changed is wanted; undefined: everything. */
export function changedSince(
  since: unknown,
  wanted: { metadataPrefix: string; set: string | undefined },
  { deletedRecord = 'no', granularity = '' }: AnswerHead['identify'],
  now: Date,
): { from: string; remembered: Remembered } | undefined {
  const known = Remembered.safeParse(since).data;
  if (!known || known.metadataPrefix !== wanted.metadataPrefix || known.set !== wanted.set) return undefined;
  const days = WHOLE_AFTER[deletedRecord] ?? 0;
  if (now.getTime() - Date.parse(known.whole) >= days * DAY) return undefined;
  return { from: stampOf(new Date(Date.parse(known.began) - OVERLAP), granularity), remembered: known };
}

/** An instant as this repository writes them: to the second, or to the day. */
export const stampOf = (at: Date, granularity: string | undefined): string =>
  granularity === 'YYYY-MM-DDThh:mm:ssZ' ? `${at.toISOString().slice(0, 19)}Z` : at.toISOString().slice(0, 10);

/** When a list began, by the repository's clock; by ours where it states none, or one that lies ahead. */
export function beganAt({ responseDate }: AnswerHead, now: Date): Date {
  const stated = responseDate && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(responseDate) ? Date.parse(responseDate) : Number.NaN;
  return Number.isNaN(stated) || stated > now.getTime() ? now : new Date(stated);
}
