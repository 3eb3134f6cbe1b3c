import { sql } from 'kysely';
import { z } from 'zod';
import { inTransaction, type Db } from '../../kernel/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { newIdentifier } from '../../kernel/identifiers.ts';
import { record } from '../../ledger/index.ts';
import type { Caller } from '../caller.ts';
import type { Managing } from '../people/manage-people.ts';
import { RoleView } from '../people/person.ts';
import { roleView } from '../people/person-store.ts';
import { heldRoles, rolesInForce, rolesOf } from '../people/role-store.ts';
import { TokenScope, type Role, type RoleScope } from '../roles.ts';
import { digestOfSecret, newSecret } from '../secrets.ts';
import { identityOf, type ProgramRow } from '../tables.ts';
import type { NewProgram } from './token.ts';
import { lifeUntil } from './token-store.ts';

export const ProgramView = z.object({
  /** The OAuth `client_id`. */
  id: z.string(),
  name: z.string(),
  scopes: z.array(TokenScope),
  organisation: z.string().nullable(),
  country: z.string().nullable(),
  created: z.iso.datetime(),
  createdBy: z.string(),
  expires: z.iso.datetime(),
  roles: z.array(RoleView),
});
export type ProgramView = z.infer<typeof ProgramView>;
/** The one answer that holds the `client_secret`. */
export const ProgramMade = ProgramView.extend({ secret: z.string() });

/** Registers a program with credentials of its own; the answer alone holds its secret. */
export async function createProgram({ db, by, at }: Managing, given: NewProgram): Promise<ProgramView & { secret: string }> {
  const secret = newSecret('bps_');
  const row: ProgramRow = {
    id: newIdentifier(),
    name: given.name,
    secret_digest: digestOfSecret(secret),
    scopes: given.scopes,
    organisation: given.organisation ?? null,
    country: given.country ?? null,
    created: at,
    created_by: by,
    expires: lifeUntil(given.expires, at),
    ended: null,
  };
  await inTransaction(db, async (trx) => {
    await identityOf(trx).insertInto('program').values(row).execute();
    await record(trx, {
      at,
      actor: by,
      action: 'program.create',
      subject: `program:${row.id}`,
      detail: { name: row.name, scopes: row.scopes, expires: row.expires.toISOString() },
    });
  });
  return { ...viewOf(row, []), secret };
}

export async function listPrograms(db: Db, now: Date): Promise<ProgramView[]> {
  const rows = await identityOf(db).selectFrom('program').selectAll().where('ended', 'is', null).orderBy('name').orderBy('id').execute();
  const roles = await rolesOf(
    db,
    rows.map(({ id }) => id),
    now,
  );
  return rows.map((row) => viewOf(row, (roles.get(row.id) ?? []).map(roleView)));
}

/** Ends a program: its secret and every token it was given stop to count at once. */
export const endProgram = ({ db, by, at }: Managing, id: string): Promise<void> =>
  inTransaction(db, async (trx) => {
    const ended = await identityOf(trx).updateTable('program').set({ ended: at }).where('id', '=', id).where('ended', 'is', null).returning('id').executeTakeFirst();
    if (!ended)
      throw (await identityOf(trx).selectFrom('program').select('id').where('id', '=', id).executeTakeFirst())
        ? conflict('This program has ended already.')
        : notFound(`There is no program ${id}.`);
    await record(trx, { at, actor: by, action: 'program.end', subject: `program:${id}`, detail: {} });
  });

/** A program as long as it may come in. */
export const programInForce = (db: Db, id: string, now: Date): Promise<ProgramRow | undefined> =>
  identityOf(db).selectFrom('program').selectAll().where('id', '=', id).where('ended', 'is', null).where('expires', '>', now).executeTakeFirst();

type Row = ProgramRow & { asked: string | null; roles: { role: Role; scope: RoleScope; until: string | null }[] };

/**
 * The program an access token of this node's provider was given to. Its scopes are those asked for with the token, or
 * all it was registered for where it asked for none; a scope it was registered for no longer is not among them.
 */
export async function callerOfProgramToken(db: Db, secret: string, now: Date): Promise<Caller | undefined> {
  const { rows } = await sql<Row>`
    select g.*, t.payload->>'scope' as asked, ${rolesInForce('program', 'g.id', now)} as roles
    from identity.provider_state t join identity.program g on g.id = t.payload->>'clientId'
    where t.model = 'ClientCredentials' and t.digest = ${digestOfSecret(secret)} and t.expires > ${now} and g.ended is null and g.expires > ${now}`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  const asked = row.asked?.split(' ');
  return {
    kind: 'program',
    id: row.id,
    name: row.name,
    organisation: row.organisation ?? undefined,
    country: row.country ?? undefined,
    roles: heldRoles(row.roles),
    scopes: (row.scopes as TokenScope[]).filter((scope) => !asked || asked.includes(scope)),
  };
}

const viewOf = (row: ProgramRow, roles: ProgramView['roles']): ProgramView => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes as TokenScope[],
  organisation: row.organisation,
  country: row.country,
  created: row.created.toISOString(),
  createdBy: row.created_by,
  expires: row.expires.toISOString(),
  roles,
});
