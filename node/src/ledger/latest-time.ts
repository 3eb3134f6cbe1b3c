import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';

/** Entries looked through for the latest time; entries of one time stand close together. */
const LOOKED_THROUGH = 10_000;
/** The entry by which an operator declares the machine's clock to be right although it ran ahead before. */
export const CLOCK_ACCEPTED = 'clock.accept';

/** The latest time the book knows of, among its newest entries since the clock was last declared right. */
export async function latestTime(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    with newest as (select sequence, at, action from ledger.entry order by sequence desc limit ${LOOKED_THROUGH})
    select max(at) as at from newest where sequence >= coalesce((select max(sequence) from newest where action = ${CLOCK_ACCEPTED}), 0)`.execute(db);
  return rows[0]?.at ?? undefined;
}
