import { sql } from 'kysely';
import { inTransaction, type Db } from '../../kernel/database.ts';
import { newIdentifier } from '../../kernel/identifiers.ts';
import { record } from '../../ledger/index.ts';
import type { Caller } from '../caller.ts';
import { heldRoles, rolesInForce } from '../people/role-store.ts';
import type { Role, RoleScope } from '../roles.ts';
import { digestOfSecret, newSecret } from '../secrets.ts';
import { identityOf, type PersonRow } from '../tables.ts';
import { IDLE_LIMIT, NOTED_EVERY, REMEMBERED, SESSION_SECONDS, type SessionView } from './session.ts';

/** Whose a session is: a person's, or of whoever showed the operator's key. */
export type SessionOf = { person: string } | { operatorKey: string };

export interface NewSession {
  of: SessionOf;
  provider: string;
  agent: string;
  visas?: readonly string[] | undefined;
  /** The session the same browser brought along: it ends, so that nothing planted before counts after. */
  before?: string | undefined;
}

/** Signs somebody in; answers the secret that the browser's cookie holds. In the caller's transaction. */
export async function beginSession(trx: Db, { of, provider, agent, visas, before }: NewSession, at: Date): Promise<string> {
  const secret = newSecret('');
  // What came with sessions that have run out is nobody's any more; their rows go after a while.
  await identityOf(trx).updateTable('session').set({ visas: null }).where('visas', 'is not', null).where('expires', '<', at).execute();
  await identityOf(trx)
    .deleteFrom('session')
    .where('expires', '<', new Date(at.getTime() - REMEMBERED))
    .execute();
  if (before) await identityOf(trx).updateTable('session').set({ ended: at, visas: null }).where('digest', '=', digestOfSecret(before)).where('ended', 'is', null).execute();
  const id = newIdentifier();
  await identityOf(trx)
    .insertInto('session')
    .values({
      digest: digestOfSecret(secret),
      id,
      person: 'person' in of ? of.person : null,
      key_digest: 'operatorKey' in of ? digestOfSecret(of.operatorKey) : null,
      provider,
      created: at,
      last_used: at,
      expires: new Date(at.getTime() + SESSION_SECONDS * 1_000),
      ended: null,
      agent,
      visas: visas?.length ? JSON.stringify(visas) : null,
    })
    .execute();
  await record(trx, { at, actor: 'person' in of ? `person:${of.person}` : 'operator:local', action: 'session.begin', subject: `session:${id}`, detail: { provider } });
  return secret;
}

type Row = PersonRow & { session: string; last_used: Date; key_digest: string | null; roles: { role: Role; scope: RoleScope; until: string | null }[] };

/**
 * Who comes with this session's secret; nobody where it has ended, run out, was not used for long, or belongs to a
 * person who was disabled or to a key that was replaced.
 */
export async function callerOfSession(db: Db, secret: string, operatorKey: string, now: Date): Promise<Caller | undefined> {
  const { rows } = await sql<Row>`
    select s.id as session, s.last_used, s.key_digest, p.*, ${rolesInForce('person', 'p.id', now)} as roles
    from identity.session s left join identity.person p on p.id = s.person
    where s.digest = ${digestOfSecret(secret)} and s.ended is null and s.expires > ${now} and s.last_used > ${new Date(now.getTime() - IDLE_LIMIT)} and p.disabled is null`.execute(
    db,
  );
  const row = rows[0];
  if (!row) return undefined;
  if (row.key_digest !== null && row.key_digest !== digestOfSecret(operatorKey)) return undefined;
  if (now.getTime() - row.last_used.getTime() > NOTED_EVERY) await identityOf(db).updateTable('session').set({ last_used: now }).where('id', '=', row.session).execute();
  return row.key_digest === null ? personOf(row, row.session) : { kind: 'operator', name: 'local' };
}

export const personOf = (row: PersonRow & { roles: { role: Role; scope: RoleScope; until: string | null }[] }, session: string): Extract<Caller, { kind: 'person' }> => ({
  kind: 'person',
  id: row.id,
  name: row.name,
  orcid: row.orcid ?? undefined,
  organisation: row.organisation ?? undefined,
  country: row.country ?? undefined,
  roles: heldRoles(row.roles),
  session,
});

/** A person's sessions that still count, the one last used first. */
export async function sessionsOf(db: Db, person: string, current: string | undefined, now: Date): Promise<SessionView[]> {
  const rows = await identityOf(db)
    .selectFrom('session')
    .select(['id', 'provider', 'agent', 'created', 'last_used', 'expires'])
    .where('person', '=', person)
    .where('ended', 'is', null)
    .where('expires', '>', now)
    .where('last_used', '>', new Date(now.getTime() - IDLE_LIMIT))
    .orderBy('last_used', 'desc')
    .execute();
  return rows.map(({ last_used, ...row }) => ({
    ...row,
    created: row.created.toISOString(),
    lastUsed: last_used.toISOString(),
    expires: row.expires.toISOString(),
    current: row.id === current,
  }));
}

/** Ends sessions of a person: one, or all but one. Answers how many ended. What was kept with them goes. */
export const endSessions = (db: Db, person: string, which: { id: string } | { allBut: string | undefined }, by: string, at: Date): Promise<number> =>
  inTransaction(db, async (trx) => {
    const query = identityOf(trx).updateTable('session').set({ ended: at, visas: null }).where('person', '=', person).where('ended', 'is', null);
    const ended = await ('id' in which ? query.where('id', '=', which.id) : query.where('id', '<>', which.allBut ?? '')).returning('id').execute();
    if (ended.length > 0) await record(trx, { at, actor: by, action: 'session.end', subject: `person:${person}`, detail: { sessions: ended.map(({ id }) => id) } });
    return ended.length;
  });

/** Signs out by the cookie's own secret. */
export const endSessionOf = (db: Db, secret: string, at: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    const ended = await identityOf(trx)
      .updateTable('session')
      .set({ ended: at, visas: null })
      .where('digest', '=', digestOfSecret(secret))
      .where('ended', 'is', null)
      .returning(['id', 'person'])
      .executeTakeFirst();
    if (!ended) return;
    await record(trx, { at, actor: ended.person ? `person:${ended.person}` : 'operator:local', action: 'session.end', subject: `session:${ended.id}`, detail: {} });
  });

/** The GA4GH visas that came along at sign-in, as compact JWTs in the order given; none where the session has ended. */
export async function visasOfSession(db: Db, session: string): Promise<string[]> {
  const row = await identityOf(db).selectFrom('session').select('visas').where('id', '=', session).where('ended', 'is', null).executeTakeFirst();
  return Array.isArray(row?.visas) ? row.visas.filter((it): it is string => typeof it === 'string') : [];
}
