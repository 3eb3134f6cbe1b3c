import { sql } from 'kysely';
import { inTransaction, type Db } from '../../kernel/database.ts';
import { conflict, invalid, notFound } from '../../kernel/errors.ts';
import { newIdentifier } from '../../kernel/identifiers.ts';
import { record } from '../../ledger/index.ts';
import type { Caller } from '../caller.ts';
import { rolesInForce } from '../people/role-store.ts';
import type { Role, RoleScope, TokenScope } from '../roles.ts';
import { digestOfSecret, newSecret } from '../secrets.ts';
import { personOf } from '../sessions/session-store.ts';
import { NOTED_EVERY } from '../sessions/session.ts';
import { identityOf, type PersonRow } from '../tables.ts';
import { LONGEST_LIFE, MOST_TOKENS, TOKEN_PREFIX, type NewToken, type TokenView } from './token.ts';

/** The end of a credential's life, refused where it lies in the past or beyond a year. */
export function lifeUntil(expires: string, at: Date): Date {
  const until = new Date(expires);
  if (until <= at) throw invalid('It would have expired already.', [{ pointer: '/expires', reason: 'lies in the past' }]);
  if (until.getTime() > at.getTime() + LONGEST_LIFE) throw invalid('It may hold for a year at most.', [{ pointer: '/expires', reason: 'lies more than a year ahead' }]);
  return until;
}

/** Makes a token for a person; the answer alone holds it. */
export async function createToken(db: Db, person: string, { name, scopes, expires }: NewToken, at: Date): Promise<TokenView & { token: string }> {
  const until = lifeUntil(expires, at);
  const token = newSecret(TOKEN_PREFIX);
  const row = { id: newIdentifier(), digest: digestOfSecret(token), person, name, scopes, created: at, expires: until, last_used: null, ended: null };
  await inTransaction(db, async (trx) => {
    const { count } = await identityOf(trx)
      .selectFrom('token')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('person', '=', person)
      .where('ended', 'is', null)
      .where('expires', '>', at)
      .executeTakeFirstOrThrow();
    if (count >= MOST_TOKENS) throw conflict(`There are ${MOST_TOKENS} tokens already; end one first.`);
    await identityOf(trx).insertInto('token').values(row).execute();
    await record(trx, { at, actor: `person:${person}`, action: 'token.create', subject: `token:${row.id}`, detail: { scopes, expires: until.toISOString() } });
  });
  return { ...viewOf(row), token };
}

export async function tokensOf(db: Db, person: string, now: Date): Promise<TokenView[]> {
  const rows = await identityOf(db)
    .selectFrom('token')
    .selectAll()
    .where('person', '=', person)
    .where('ended', 'is', null)
    .where('expires', '>', now)
    .orderBy('created', 'desc')
    .execute();
  return rows.map(viewOf);
}

export const endToken = (db: Db, person: string, id: string, by: string, at: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    const ended = await identityOf(trx)
      .updateTable('token')
      .set({ ended: at })
      .where('id', '=', id)
      .where('person', '=', person)
      .where('ended', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!ended) throw notFound('There is no such token, or it has ended.');
    await record(trx, { at, actor: by, action: 'token.end', subject: `token:${id}`, detail: {} });
  });

type Row = PersonRow & { token: string; scopes: TokenScope[]; last_used: Date | null; roles: { role: Role; scope: RoleScope; until: string | null }[] };

/** The person a personal access token speaks for, limited to its scopes. */
export async function callerOfToken(db: Db, secret: string, now: Date): Promise<Caller | undefined> {
  const { rows } = await sql<Row>`
    select t.id as token, t.scopes, t.last_used, p.*, ${rolesInForce('person', 'p.id', now)} as roles
    from identity.token t join identity.person p on p.id = t.person
    where t.digest = ${digestOfSecret(secret)} and t.ended is null and t.expires > ${now} and p.disabled is null`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  if (!row.last_used || now.getTime() - row.last_used.getTime() > NOTED_EVERY)
    await identityOf(db).updateTable('token').set({ last_used: now }).where('id', '=', row.token).execute();
  return { ...personOf(row, row.token), scopes: row.scopes };
}

const viewOf = (row: { id: string; name: string; scopes: string[]; created: Date; expires: Date; last_used: Date | null }): TokenView => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes as TokenScope[],
  created: row.created.toISOString(),
  expires: row.expires.toISOString(),
  lastUsed: row.last_used?.toISOString() ?? null,
});
