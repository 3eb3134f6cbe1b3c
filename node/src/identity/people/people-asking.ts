import type { Db } from '../../kernel/database.ts';
import type { Person } from '../caller.ts';
import type { Role, RoleScope } from '../roles.ts';
import { identityOf } from '../tables.ts';
import { heldRoles, rolesOf } from './role-store.ts';

/** People as callers, with the roles of this moment, in two queries however many they are; without those unknown or disabled. */
export async function callersOfPeople(db: Db, ids: readonly string[], now: Date): Promise<Person[]> {
  if (ids.length === 0) return [];
  const [rows, roles] = await Promise.all([
    identityOf(db).selectFrom('person').selectAll().where('id', 'in', ids).where('disabled', 'is', null).orderBy('name').orderBy('id').execute(),
    rolesOf(db, [...ids], now),
  ]);
  return rows.map(({ id, name, orcid, organisation, country }) => ({
    kind: 'person',
    id,
    name,
    orcid: orcid ?? undefined,
    organisation: organisation ?? undefined,
    country: country ?? undefined,
    roles: heldRoles((roles.get(id) ?? []).map(({ role, scope, until }) => ({ role: role as Role, scope: scope as RoleScope, until: until?.toISOString() ?? null }))),
  }));
}
