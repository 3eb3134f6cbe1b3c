import type { Db } from '../kernel/database.ts';
import { BEGINNING, digestOfEntry, inLedger, type ChainEnd, type EntryRow } from './entry.ts';
import { firstKept, sealUpTo } from './seal.ts';

export interface Verification {
  /** Entries the book has had, sealed ones among them. */
  entries: number;
  /** The last sequence that was exported, sealed and removed. */
  sealed?: number;
  intact: boolean;
  /** The first entry that does not fit, and why. */
  broken?: { sequence: number; reason: string };
}

/** Why an entry does not follow the end of a chain; undefined where it does. */
export function flawOf(row: EntryRow, end: ChainEnd): string | undefined {
  if (row.sequence !== end.sequence + 1) return `entry ${end.sequence + 1} is missing`;
  if (row.previous !== end.digest) return 'does not follow the entry before it';
  return row.digest === digestOfEntry(row) ? undefined : 'was changed after it was written';
}

/** Walks the whole book in pages, from the last seal on, and checks every digest and link. */
export async function verifyLedger(db: Db, pageSize = 5_000): Promise<Verification> {
  const first = await firstKept(db);
  let end = BEGINNING;
  let sealed = {};
  if (first && first.sequence > 1) {
    const seal = await sealUpTo(db, first.sequence - 1);
    if (!seal) return { entries: 0, intact: false, broken: { sequence: first.sequence, reason: `entries 1 to ${first.sequence - 1} are missing and no seal speaks of them` } };
    end = { sequence: seal.last, digest: seal.digest };
    sealed = { sealed: seal.last };
  }
  for (;;) {
    const page = await inLedger(db).selectFrom('entry').selectAll().where('sequence', '>', end.sequence).orderBy('sequence').limit(pageSize).execute();
    for (const row of page) {
      const reason = flawOf(row, end);
      if (reason) return { entries: end.sequence, ...sealed, intact: false, broken: { sequence: row.sequence, reason } };
      end = row;
    }
    if (page.length < pageSize) return { entries: end.sequence, ...sealed, intact: true };
  }
}
