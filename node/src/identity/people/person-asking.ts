import { sql } from 'kysely';
import type { Db } from '../../kernel/database.ts';
import type { Person } from '../caller.ts';
import type { Role, RoleScope } from '../roles.ts';
import { OWN_PROVIDER } from '../sign-in/settings.ts';
import { identityOf, type PersonRow } from '../tables.ts';
import { heldRoles, rolesInForce } from './role-store.ts';

/** A person as a caller, with the roles of this moment, for questions about them rather than by them; nobody where unknown or disabled. */
export async function callerOfPerson(db: Db, id: string, now: Date): Promise<Person | undefined> {
  const { rows } = await sql<PersonRow & { roles: { role: Role; scope: RoleScope; until: string | null }[] }>`
    select p.*, ${rolesInForce('person', 'p.id', now)} as roles from identity.person p where p.id = ${id} and p.disabled is null`.execute(db);
  const row = rows[0];
  return (
    row && {
      kind: 'person',
      id: row.id,
      name: row.name,
      orcid: row.orcid ?? undefined,
      organisation: row.organisation ?? undefined,
      country: row.country ?? undefined,
      roles: heldRoles(row.roles),
    }
  );
}

/** The identities by which a person signed in through other institutions' providers: `iss` and `sub`, since when. */
export async function identitiesOf(db: Db, person: string): Promise<{ issuer: string; subject: string; since: Date }[]> {
  return identityOf(db)
    .selectFrom('login')
    .select(['issuer', 'subject', 'created as since'])
    .where('person', '=', person)
    .where('provider', '!=', OWN_PROVIDER)
    .orderBy('created')
    .execute();
}
