import { z } from 'zod';
import type { Db } from '../kernel/database.ts';
import { inLedger, type ChainEnd, type EntryRow } from './entry.ts';
import { flawOf } from './verify-ledger.ts';

const PAGE = 1_000;

/** The book as JSON Lines, oldest first: each entry with its place and digests, so that others can check the chain. */
export async function* exportLedger(db: Db, { after = 0, until = Number.MAX_SAFE_INTEGER }: { after?: number; until?: number } = {}): AsyncGenerator<string> {
  for (let sequence = after; ;) {
    const page = await inLedger(db).selectFrom('entry').selectAll().where('sequence', '>', sequence).where('sequence', '<=', until).orderBy('sequence').limit(PAGE).execute();
    const last = page.at(-1);
    if (!last) return;
    yield page.map((row) => `${JSON.stringify(inOrder(row))}\n`).join('');
    sequence = last.sequence;
  }
}

const inOrder = ({ sequence, at, actor, action, subject, detail, previous, digest }: EntryRow) => ({ sequence, at, actor, action, subject, detail, previous, digest });

const Line = z.strictObject({
  sequence: z.int().positive(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previous: z.string(),
  digest: z.string(),
});

/** What a file of exported entries holds, as far as it was read. */
export interface Exported {
  first: number;
  last: number;
  /** Digest of the entry before the first: that of the last entry of the file before, or 64 zeros. */
  previous: string;
  /** Digest of the last. */
  digest: string;
  from: Date;
  until: Date;
  intact: boolean;
  broken?: { sequence: number; reason: string };
}

/**
 * Checks exported entries without the node: each line an entry that follows the one before. Calls `onEntry` for each
 * that holds; stops at the first that does not. Undefined where there is no line.
 */
export async function verifyExported(lines: AsyncIterable<string> | Iterable<string>, onEntry: (entry: EntryRow) => void = () => {}): Promise<Exported | undefined> {
  let read: Exported | undefined;
  let end: ChainEnd | undefined;
  for await (const line of lines) {
    const parsed = Line.safeParse(jsonOf(line));
    const row = parsed.data;
    const reason = row ? flawOf(row, end ?? { sequence: row.sequence - 1, digest: row.previous }) : 'is no entry of a ledger';
    if (!row || reason) {
      const sequence = row?.sequence ?? (end?.sequence ?? 0) + 1;
      const nothing = { first: sequence, last: sequence, previous: '', digest: '', from: new Date(0), until: new Date(0) };
      return { ...(read ?? nothing), intact: false, broken: { sequence, reason: reason ?? '' } };
    }
    read = read
      ? { ...read, last: row.sequence, digest: row.digest, from: row.at < read.from ? row.at : read.from, until: row.at > read.until ? row.at : read.until }
      : { first: row.sequence, last: row.sequence, previous: row.previous, digest: row.digest, from: row.at, until: row.at, intact: true };
    end = row;
    onEntry(row);
  }
  return read;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
