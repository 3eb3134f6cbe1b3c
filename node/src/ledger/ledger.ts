import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import { asKept, BEGINNING, chained, inLedger, type ChainEnd, type Entry, type EntryRow } from './entry.ts';

/** Any constant: it names the lock under which writers queue, so that the chain has one end. */
const WRITERS = 0x6c656467;

/** Adds an entry, in the transaction of the deed it records; returns its sequence. Other writers wait until that transaction ends. */
export async function record(trx: Db, entry: Entry): Promise<number> {
  const [row] = chained(await endOfChain(trx), [asKept(entry)]) as [EntryRow];
  await inLedger(trx).insertInto('entry').values(row).execute();
  return row.sequence;
}

/** The end of the chain, held until the transaction ends: nobody else writes meanwhile. */
export async function endOfChain(trx: Db): Promise<ChainEnd> {
  await sql`select pg_advisory_xact_lock(${WRITERS})`.execute(trx);
  return (await newestEntry(trx)) ?? BEGINNING;
}

/** The newest entry: its place, digest and time. */
export const newestEntry = (db: Db): Promise<(ChainEnd & { at: Date }) | undefined> =>
  inLedger(db).selectFrom('entry').select(['sequence', 'digest', 'at']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
