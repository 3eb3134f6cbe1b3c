import type { Selectable } from 'kysely';
import type { Db } from '../kernel/database.ts';
import type { Validators } from './input/web-address.ts';
import { exchangeTables, type ExchangeTables } from './tables.ts';

/** What servers said of a source's files when it was last read whole in this way from this address. */
export const stateOf = (db: Db, source: string, address: string, reading: string): Promise<Selectable<ExchangeTables['source_state']> | undefined> =>
  exchangeTables(db).selectFrom('source_state').selectAll().where('source', '=', source).where('address', '=', address).where('reading', '=', reading).executeTakeFirst();

export async function rememberState(
  db: Db,
  state: { source: string; address: string; reading: string; validators: Record<string, Validators>; harvest_id: string; read_at: Date },
): Promise<void> {
  if (Object.keys(state.validators).length === 0) return;
  const values = { ...state, validators: JSON.stringify(state.validators) };
  await exchangeTables(db)
    .insertInto('source_state')
    .values(values)
    .onConflict((it) => it.column('source').doUpdateSet(values))
    .execute();
}
