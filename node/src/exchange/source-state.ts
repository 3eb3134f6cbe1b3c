import type { Selectable } from 'kysely';
import type { Db } from '../kernel/database.ts';
import type { Validators } from '../kernel/web/open-web.ts';
import { exchangeTables, type ExchangeTables } from './tables.ts';

/** What servers said of a source's files when it was last read whole in this way from this address, and what its reader remembered. */
export const stateOf = (db: Db, source: string, address: string, reading: string): Promise<Selectable<ExchangeTables['source_state']> | undefined> =>
  exchangeTables(db).selectFrom('source_state').selectAll().where('source', '=', source).where('address', '=', address).where('reading', '=', reading).executeTakeFirst();

export interface SourceState {
  source: string;
  address: string;
  reading: string;
  validators: Record<string, Validators>;
  /** Undefined where the reader kept nothing in mind. */
  remembered: unknown;
  harvest_id: string;
  read_at: Date;
}

/**
 * Keeps how a source stood when it was read to its end. Where all its addresses bring the same collections, what was
 * known of another address no longer tells what is in the catalogue.
 */
export async function rememberState(db: Db, state: SourceState, { anyAddress }: { anyAddress: boolean }): Promise<void> {
  const values = { ...state, validators: JSON.stringify(state.validators), remembered: state.remembered === undefined ? null : JSON.stringify(state.remembered) };
  await db.transaction().execute(async (trx) => {
    const known = exchangeTables(trx).deleteFrom('source_state').where('source', '=', state.source);
    await (anyAddress ? known.where('address', '=', state.address) : known).execute();
    if (Object.keys(state.validators).length === 0 && state.remembered === undefined) return;
    await exchangeTables(trx).insertInto('source_state').values(values).execute();
  });
}
