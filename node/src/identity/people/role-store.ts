import { sql } from 'kysely';
import type { Db } from '../../kernel/database.ts';
import type { Role, RoleHeld, RoleScope } from '../roles.ts';
import { identityOf, type RoleRow } from '../tables.ts';

export interface Holder {
  kind: 'person' | 'program';
  id: string;
}

/** The roles in force as one JSON value, for a query that reads their holder: `id` is the column that names it. */
export const rolesInForce = (kind: Holder['kind'], id: string, now: Date) => sql<{ role: Role; scope: RoleScope; until: string | null }[]>`
  coalesce((select json_agg(json_build_object('role', r.role, 'scope', r.scope, 'until', r.until) order by r.id)
    from identity.role r where r.holder = ${sql.ref(id)} and r.holder_kind = ${kind} and r.ended is null and (r.until is null or r.until > ${now})), '[]'::json)`;

export const heldRoles = (roles: { role: Role; scope: RoleScope; until: string | null }[]): RoleHeld[] =>
  roles.map(({ role, scope, until }) => ({ role, scope, ...(until ? { until: new Date(until) } : {}) }));

/** The roles of several holders, by holder: those that were neither ended nor have run out. */
export async function rolesOf(db: Db, holders: string[], now: Date): Promise<Map<string, RoleRow[]>> {
  if (holders.length === 0) return new Map();
  const rows = await identityOf(db)
    .selectFrom('role')
    .selectAll()
    .where('holder', 'in', holders)
    .where('ended', 'is', null)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]))
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, ({ holder }) => holder);
}

/** Ends what the holder had of this role there and gives it anew, so that one row says until when it holds. */
export async function putRole(trx: Db, holder: Holder, held: RoleHeld, by: string, at: Date): Promise<number> {
  const { role, scope, until } = held;
  await identityOf(trx)
    .updateTable('role')
    .set({ ended: at, ended_by: by })
    .where('holder', '=', holder.id)
    .where('role', '=', role)
    .where('scope', '=', scope)
    .where('ended', 'is', null)
    .execute();
  const { id } = await identityOf(trx)
    .insertInto('role')
    .values({ holder_kind: holder.kind, holder: holder.id, role, scope, since: at, until: until ?? null, granted_by: by, ended: null, ended_by: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** People who hold one of these roles for a resource or its organisation, or at the node: who may be asked to review, for example. */
export async function peopleWithRole(
  db: Db,
  wanted: { roles: readonly Role[]; scopes: readonly RoleScope[] },
  now: Date,
): Promise<{ id: string; name: string; organisation: string | null; role: Role }[]> {
  if (wanted.roles.length === 0 || wanted.scopes.length === 0) return [];
  const rows = await identityOf(db)
    .selectFrom('role as r')
    .innerJoin('person as p', 'p.id', 'r.holder')
    .select(['p.id', 'p.name', 'p.organisation', 'r.role'])
    .distinct()
    .where('r.holder_kind', '=', 'person')
    .where('r.role', 'in', wanted.roles)
    .where('r.scope', 'in', wanted.scopes)
    .where('r.ended', 'is', null)
    .where('p.disabled', 'is', null)
    .where((where) => where.or([where('r.until', 'is', null), where('r.until', '>', now)]))
    .orderBy('p.name')
    .execute();
  return rows as { id: string; name: string; organisation: string | null; role: Role }[];
}

export async function endRole(trx: Db, holder: Holder, id: number, by: string, at: Date): Promise<RoleRow | undefined> {
  return identityOf(trx)
    .updateTable('role')
    .set({ ended: at, ended_by: by })
    .where('id', '=', id)
    .where('holder', '=', holder.id)
    .where('holder_kind', '=', holder.kind)
    .where('ended', 'is', null)
    .returningAll()
    .executeTakeFirst();
}
