import type { Db } from '../../kernel/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { newIdentifier } from '../../kernel/identifiers.ts';
import type { Role, RoleScope } from '../roles.ts';
import { identityOf, type PersonRow, type RoleRow } from '../tables.ts';
import type { NewPerson, PersonView } from './person.ts';
import { rolesOf } from './role-store.ts';

export async function insertPerson(trx: Db, person: NewPerson, at: Date): Promise<PersonRow> {
  const row: PersonRow = {
    id: newIdentifier(),
    name: person.name,
    email: person.email ?? null,
    orcid: person.orcid ?? null,
    organisation: person.organisation ?? null,
    country: person.country ?? null,
    created: at,
    disabled: null,
  };
  await identityOf(trx).insertInto('person').values(row).execute();
  return row;
}

export const readPerson = (db: Db, id: string): Promise<PersonRow | undefined> => identityOf(db).selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();

export interface PeopleQuery {
  /** Part of a name, login name or e-mail address, or an ORCID iD, organisation or identifier. */
  q?: string | undefined;
  role?: Role | undefined;
  /** Of the last one of the page before. */
  cursor?: string | undefined;
  limit: number;
}

/** People in the order of their names. */
export async function findPeople(db: Db, { q, role, cursor, limit }: PeopleQuery, now: Date): Promise<{ items: PersonView[]; next: string | null }> {
  const like = q ? `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : undefined;
  let query = identityOf(db)
    .selectFrom('person as p')
    .selectAll('p')
    .orderBy('p.name')
    .orderBy('p.id')
    .limit(limit + 1);
  if (like && q)
    query = query.where(({ or, eb, fn, exists, selectFrom }) =>
      or([
        eb(fn('lower', ['p.name']), 'like', like),
        eb(fn('lower', ['p.email']), 'like', like),
        eb('p.orcid', '=', q),
        eb('p.organisation', '=', q),
        eb('p.id', '=', q),
        exists(selectFrom('account as a').select('a.login').whereRef('a.person', '=', 'p.id').where('a.login', 'like', like)),
      ]),
    );
  if (role)
    query = query.where(({ exists, selectFrom }) =>
      exists(selectFrom('role as r').select('r.id').whereRef('r.holder', '=', 'p.id').where('r.role', '=', role).where('r.ended', 'is', null)),
    );
  if (cursor) {
    const last = await readPerson(db, cursor);
    if (last) query = query.where(({ eb, or, and }) => or([eb('p.name', '>', last.name), and([eb('p.name', '=', last.name), eb('p.id', '>', last.id)])]));
  }
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  return { items: await viewsOf(db, page, now), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** A person as they are shown. @throws `not-found` */
export async function viewOf(db: Db, id: string, now: Date): Promise<PersonView> {
  const row = await readPerson(db, id);
  const [view] = row ? await viewsOf(db, [row], now) : [];
  if (!view) throw notFound(`There is no person ${id}.`);
  return view;
}

/** People with what hangs on them, in three queries however many they are. */
async function viewsOf(db: Db, people: PersonRow[], now: Date): Promise<PersonView[]> {
  const ids = people.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [roles, accounts, logins] = await Promise.all([
    rolesOf(db, ids, now),
    identityOf(db).selectFrom('account').select(['person', 'login']).where('person', 'in', ids).execute(),
    identityOf(db).selectFrom('login').select(['person', 'provider']).where('person', 'in', ids).orderBy('created').execute(),
  ]);
  const accountOf = new Map(accounts.map(({ person, login }) => [person, login]));
  const providersOf = Map.groupBy(logins, ({ person }) => person);
  return people.map(({ created, disabled, ...person }) => ({
    ...person,
    created: created.toISOString(),
    disabled: disabled?.toISOString() ?? null,
    account: accountOf.get(person.id) ?? null,
    providers: [...new Set((providersOf.get(person.id) ?? []).map(({ provider }) => provider))],
    roles: (roles.get(person.id) ?? []).map(roleView),
  }));
}

export const roleView = (row: RoleRow): PersonView['roles'][number] => ({
  id: row.id,
  role: row.role as Role,
  scope: row.scope as RoleScope,
  since: row.since.toISOString(),
  until: row.until?.toISOString() ?? null,
  grantedBy: row.granted_by,
});
