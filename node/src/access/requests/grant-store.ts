import type { Action } from '../access.ts';
import { sql } from 'kysely';
import type { Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Purpose } from '../data-use/index.ts';
import { CARRIES } from '../terms/index.ts';
import type { RequestState } from './request.ts';
import { tables, type GrantRow } from './tables.ts';

/** What a request led to. It has the identifier of its request, which has at most one. */
export interface Grant {
  id: string;
  request: string;
  /** Who may: `person:…`. */
  person: string;
  resource: string;
  actions: Action[];
  purpose: Purpose;
  /** Where the data may be taken: ISO 3166-1 alpha-2. */
  destination?: string | undefined;
  obligations: LanguageMap[];
  from: Date;
  until: Date;
  revoked?: Date | undefined;
}

/** Whether access is given at an instant. */
export const isActive = ({ from, until, revoked }: Pick<Grant, 'from' | 'until' | 'revoked'>, now: Date): boolean =>
  from <= now && now < until && (revoked === undefined || now < revoked);

/** Most grants of one person that are read at once; who has more is asked about one resource at a time. */
const MOST = 2_000;

/**
 * The grants of a person (`person:…`, as `nameOf` says it), for one resource or all, ended ones too: whether one holds is
 * a question to the clock (`isActive`). The latest to end comes first.
 */
export async function grantsOf(db: Db, { person, resource }: { person: string; resource?: string | undefined }): Promise<Grant[]> {
  let query = tables(db).selectFrom('grant').selectAll().where('person', '=', person);
  if (resource !== undefined) query = query.where('resource', '=', resource);
  return (await query.orderBy('ends', 'desc').orderBy('id').limit(MOST).execute()).map(grantOf);
}

/**
 * What a person's grants open: each for its resource, and for the one that stands for it under the same terms. The
 * latest to end comes first.
 */
export async function grantsReaching(db: Db, person: string): Promise<Grant[]> {
  const { rows } = await sql<Parameters<typeof grantOf>[0]>`
    with recursive held as (select g.* from access."grant" g where g.person = ${person} order by g.ends desc, g.id limit ${MOST}),
    reached(id, resource) as (select id, resource from held union select r.id, s.stands from reached r join access.stood_for s on s.gone = r.resource and ${sql.raw(CARRIES)})
    select h.id, h.person, r.resource, h.actions, h.purpose, h.destination, h.obligations, h.starts, h.ends, h.revoked
    from reached r join held h on h.id = r.id order by h.ends desc, h.id`.execute(db);
  return rows.map(grantOf);
}

/**
 * The grants of several persons for one resource each, by both (`person:…`, a line break, the resource), the latest to
 * end first; those for resources that it stands for under the same terms too.
 */
export async function grantsFor(db: Db, pairs: readonly (readonly [person: string, resource: string])[]): Promise<Map<string, Grant[]>> {
  if (pairs.length === 0) return new Map();
  const { rows } = await sql<Parameters<typeof grantOf>[0]>`
    with recursive asked(person, resource, held) as (
      select person, resource, resource from unnest(${pairs.map(([person]) => person)}::text[], ${pairs.map(([, resource]) => resource)}::text[]) as given(person, resource)
      union select a.person, a.resource, s.gone from asked a join access.stood_for s on s.stands = a.held and ${sql.raw(CARRIES)}
    )
    select g.id, g.person, a.resource, g.actions, g.purpose, g.destination, g.obligations, g.starts, g.ends, g.revoked
    from asked a join access."grant" g on g.person = a.person and g.resource = a.held
    order by g.ends desc, g.id`.execute(db);
  return Map.groupBy(rows.map(grantOf), ({ person, resource }) => `${person}\n${resource}`);
}

const grantOf = ({ starts, ends, revoked, destination, id, ...row }: Omit<GrantRow, 'purpose' | 'obligations'> & { purpose: Purpose; obligations: LanguageMap[] }): Grant => ({
  ...row,
  id,
  request: id,
  actions: row.actions as Action[],
  destination: destination ?? undefined,
  from: starts,
  until: ends,
  revoked: revoked ?? undefined,
});

/** Brings the grant that follows from a request up to date, in the transaction of the event. */
export async function keepGrant(trx: Db, { id, asker, resource, application, grant }: RequestState): Promise<void> {
  if (!grant) return;
  const row = {
    person: asker,
    resource,
    actions: [...application.actions],
    purpose: JSON.stringify(application.purpose),
    destination: application.destination ?? null,
    obligations: JSON.stringify(grant.obligations),
    starts: grant.from,
    ends: grant.until,
    revoked: grant.revoked ?? null,
  };
  await tables(trx)
    .insertInto('grant')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
