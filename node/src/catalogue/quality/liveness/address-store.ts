import { sql } from 'kysely';
import { run, type Db } from '../../../kernel/database.ts';
import { isPublicRow } from '../../seen.ts';
import type { AddressState } from '../report.ts';
import type { AddressRow } from './address-state.ts';

/** Every address that resources the public sees name, and that can be asked over HTTP (`addressesOf` names the same). */
const NAMED = `
  select distinct named.address from catalogue.resource r, lateral (
    select r.content ->> 'homepage'
    union all select r.content -> 'access' ->> 'url'
    union all select it ->> 'url' from jsonb_array_elements(r.content -> 'endpoints') it
    union all select it ->> 'url' from jsonb_array_elements(r.content -> 'distributions') it
    union all select it ->> 'url' from jsonb_array_elements(r.content -> 'publications') it
  ) as named (address)
  where ${isPublicRow('r')} and named.address ~* '^https?://[^/?#\\s]' and length(named.address) <= 2000`;

/** Brings the list of addresses up to date with the catalogue: new ones are due at once, those nobody names any more are forgotten. */
export async function collectAddresses(db: Db, now: Date): Promise<{ added: number; removed: number }> {
  const { rows } = await run(
    db,
    `with named as materialized (${NAMED}), added as (
       insert into catalogue.address_check (address, host, next_check)
       select address, lower(substring(address from '^[A-Za-z]+://(?:[^/?#]*@)?([^/?#]+)')), $1 from named
       on conflict (address) do nothing returning 1
     ), removed as (
       delete from catalogue.address_check c where not exists (select 1 from named where named.address = c.address) returning 1
     )
     select (select count(*) from added) as added, (select count(*) from removed) as removed`,
    [now],
  );
  return rows[0] as { added: number; removed: number };
}

/** The addresses whose turn it is, the longest due first; of one host no more than `perHost`. */
export async function dueAddresses(db: Db, now: Date, limits: { all: number; perHost: number }): Promise<AddressRow[]> {
  const { rows } = await run(
    db,
    `select * from (
       select c.*, row_number() over (partition by host order by next_check, address) as place from catalogue.address_check c where next_check <= $1
     ) due where place <= $2 order by next_check, address limit $3`,
    [now, limits.perHost, limits.all],
  );
  return rows as unknown as AddressRow[];
}

export async function writeAddresses(db: Db, rows: AddressRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update catalogue.address_check c set state = t.state, http_status = t.http_status, redirected_to = t.redirected_to, reason = t.reason,
      checked = t.checked, failing_since = t.failing_since, failures = t.failures, next_check = t.next_check
    from json_to_recordset(${JSON.stringify(rows)}::json) as t(address text, state text, http_status int, redirected_to text, reason text,
      checked timestamptz, failing_since timestamptz, failures int, next_check timestamptz)
    where c.address = t.address`.execute(db);
}

/** Puts off what was not asked after all. */
export async function postpone(db: Db, addresses: string[], until: Date): Promise<void> {
  if (addresses.length > 0) await run(db, 'update catalogue.address_check set next_check = greatest(next_check, $2) where address = any($1)', [addresses, until]);
}

/** What is known of these addresses; those never asked are left out. */
export async function addressStates(db: Db, addresses: string[]): Promise<Map<string, AddressState>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await run(db, 'select * from catalogue.address_check where address = any($1) and checked is not null', [addresses]);
  return new Map((rows as unknown as AddressRow[]).map((row) => [row.address, stateOf(row)]));
}

const stateOf = (row: AddressRow): AddressState => ({
  address: row.address,
  state: row.state,
  httpStatus: row.http_status,
  redirectedTo: row.redirected_to,
  reason: row.reason,
  checked: row.checked?.toISOString() ?? null,
  failingSince: row.failing_since?.toISOString() ?? null,
});
