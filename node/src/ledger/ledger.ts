import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { inRoom, type Db } from '../kernel/database.ts';
import { canonicalJson } from '../kernel/identifiers.ts';

/**
 * The append-only book of the node: who did what to what, when. Each entry carries the digest of the one before it, so
 * that an entry changed, removed or slipped in is found by `verifyLedger`.
 */
export interface Entry {
  at: Date;
  actor: string;
  /** Such as `harvest.done`, `resource.withdraw`. */
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

interface EntryRow extends Entry {
  sequence: number;
  previous: string;
  digest: string;
}
interface LedgerTables {
  entry: EntryRow;
}

const ORIGIN = '0'.repeat(64);
/** Any constant: it names the lock under which writers queue, so that the chain has one end. */
const WRITERS = 0x6c656467;

const digestOfEntry = (sequence: number, previous: string, entry: Entry): string =>
  createHash('sha256')
    .update(canonicalJson([sequence, previous, entry.at.toISOString(), entry.actor, entry.action, entry.subject, entry.detail]))
    .digest('hex');

/** Adds an entry, in the transaction of the deed it records. */
export async function record(trx: Db, entry: Entry): Promise<number> {
  await sql`select pg_advisory_xact_lock(${WRITERS})`.execute(trx);
  const book = inRoom<LedgerTables>(trx, 'ledger');
  const last = await book.selectFrom('entry').select(['sequence', 'digest']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  const sequence = (last?.sequence ?? 0) + 1;
  const previous = last?.digest ?? ORIGIN;
  // The detail as the database will give it back: through JSON once, so that the digest can be made again.
  const written: Entry = { ...entry, detail: JSON.parse(JSON.stringify(entry.detail)) as Record<string, unknown> };
  await book
    .insertInto('entry')
    .values({ ...written, sequence, previous, digest: digestOfEntry(sequence, previous, written) })
    .execute();
  return sequence;
}

export interface Verification {
  entries: number;
  intact: boolean;
  /** The first entry that does not fit, and why. */
  broken?: { sequence: number; reason: string };
}

/** Walks the whole book in pages and checks every digest and link. */
export async function verifyLedger(db: Db, pageSize = 5_000): Promise<Verification> {
  let previous = ORIGIN;
  let sequence = 0;
  for (;;) {
    const page = await inRoom<LedgerTables>(db, 'ledger').selectFrom('entry').selectAll().where('sequence', '>', sequence).orderBy('sequence').limit(pageSize).execute();
    for (const row of page) {
      const broken = (reason: string): Verification => ({ entries: sequence, intact: false, broken: { sequence: row.sequence, reason } });
      if (row.sequence !== sequence + 1) return broken(`entry ${sequence + 1} is missing`);
      if (row.previous !== previous) return broken('does not follow the entry before it');
      if (row.digest !== digestOfEntry(row.sequence, previous, row)) return broken('was changed after it was written');
      previous = row.digest;
      sequence = row.sequence;
    }
    if (page.length < pageSize) return { entries: sequence, intact: true };
  }
}
