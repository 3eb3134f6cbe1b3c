import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../kernel/database.ts';
import { conflict, forbidden, invalid } from '../kernel/errors.ts';
import { BEGINNING, inLedger } from './entry.ts';
import { endOfChain, record } from './ledger.ts';

export const SEAL_ACTION = 'ledger.seal';

/** What stands in the book for the entries that were exported and removed: it lets the chain be checked across the gap. */
export const Seal = z.object({
  first: z.int().positive(),
  last: z.int().positive(),
  entries: z.int().positive(),
  /** Digest of the entry before the first. */
  previous: z.string(),
  /** Digest of the last. */
  digest: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  /** SHA-256 in hex of the exported file that holds them. */
  file: z.string(),
});
export type Seal = z.infer<typeof Seal>;

/** The oldest entry that is still in the book. */
export const firstKept = (db: Db): Promise<{ sequence: number; previous: string } | undefined> =>
  inLedger(db).selectFrom('entry').select(['sequence', 'previous']).orderBy('sequence').limit(1).executeTakeFirst();

/** The seal whose last entry is this one. */
export async function sealUpTo(db: Db, last: number): Promise<Seal | undefined> {
  const rows = await inLedger(db).selectFrom('entry').select('detail').where('action', '=', SEAL_ACTION).orderBy('sequence', 'desc').execute();
  for (const { detail } of rows) {
    const seal = Seal.safeParse(detail);
    if (seal.success && seal.data.last === last) return seal.data;
  }
  return undefined;
}

export interface Sealable {
  first: number;
  last: number;
  /** Digest of the last. */
  digest: string;
}

/**
 * The oldest entries, as far as all of them were written before `before`; undefined where there are none. One younger
 * entry keeps what follows it.
 */
export async function sealable(db: Db, before: Date): Promise<Sealable | undefined> {
  const first = await firstKept(db);
  if (!first) return undefined;
  const young = await inLedger(db).selectFrom('entry').select('sequence').where('at', '>=', before).orderBy('sequence').limit(1).executeTakeFirst();
  const row = await inLedger(db)
    .selectFrom('entry')
    .select(['sequence', 'digest'])
    .where('sequence', '<', young?.sequence ?? Number.MAX_SAFE_INTEGER)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { first: first.sequence, last: row.sequence, digest: row.digest };
}

/** The end of what the retention rule lets go: entries older than so many years. */
export function retentionEnd(now: Date, years: number): Date {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() - years);
  return end;
}

export interface Sealing {
  last: number;
  digest: string;
  /** SHA-256 in hex of the exported file. */
  file: string;
  by: string;
  at: Date;
  /** Entries written before this may go; undefined: the node has no retention rule. */
  before: Date | undefined;
}

/**
 * Removes the oldest entries up to `last`, which lie in an exported file, and writes the seal that stands for them.
 * @throws `forbidden` without a retention rule or where an entry is too young; `conflict` where the file is not of this book.
 */
export async function sealLedger(db: Db, { last, digest, file, by, at, before }: Sealing): Promise<{ seal: Seal; entry: number }> {
  if (!before) throw forbidden('This node keeps every entry: no retention rule ("ledger.keep" in biotope.yaml) is set.');
  if (!/^[0-9a-f]{64}$/.test(file)) throw invalid('The digest of the exported file is no SHA-256 in hex.');
  return db.transaction().execute(async (trx) => {
    await endOfChain(trx);
    const allowed = await sealable(trx, before);
    if (!allowed || last < allowed.first) throw conflict(`The book holds no entry up to ${last} that could be sealed: it was sealed before, or never written.`);
    if (last > allowed.last) throw forbidden(`Entry ${allowed.last + 1} was written after ${before.toISOString()}; the retention rule keeps it, and all that follow.`);
    const { rows } = await sql<{ entries: number; from: Date; until: Date; digest: string; previous: string }>`
      select count(*) as entries, min(at) as "from", max(at) as until,
        max(digest) filter (where sequence = ${last}) as digest,
        max(previous) filter (where sequence = ${allowed.first}) as previous
      from ledger.entry where sequence <= ${last}`.execute(trx);
    const found = rows[0]!;
    if (found.digest !== digest) throw conflict(`The exported file is not of this book: its entry ${last} has another digest.`);
    const seal: Seal = {
      first: allowed.first,
      last,
      entries: found.entries,
      previous: found.previous ?? BEGINNING.digest,
      digest,
      from: found.from.toISOString(),
      until: found.until.toISOString(),
      file,
    };
    const entry = await record(trx, { at, actor: by, action: SEAL_ACTION, subject: 'ledger', detail: seal });
    // The database lets go exactly what a seal speaks of.
    await inLedger(trx).deleteFrom('entry').where('sequence', '<=', last).execute();
    return { seal, entry };
  });
}
