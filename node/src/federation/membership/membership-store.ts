import { inTransaction, run, type Db } from '../../kernel/database.ts';
import { conflict, invalid, notFound } from '../../kernel/errors.ts';
import { record } from '../../ledger/index.ts';
import { isSignedBy, type KeyBook } from '../signature.ts';
import type { Side } from '../tables.ts';
import { standingOf, type Standing } from './standing.ts';
import { digestOfMembershipStatement, MOST_STATEMENTS, speakerOf, type MembershipStatement, type SignedMembershipStatement } from './statement.ts';
import { membershipTables } from './tables.ts';

/** A membership as it is kept: of this node with `node`, to which it stands on `side`. */
export interface Membership {
  id: string;
  /** What the other node is to this one. */
  side: Side;
  node: string;
  url: string;
  standing: Standing;
  statements: SignedMembershipStatement[];
}

/** Who does something, for history and ledger: a person here, or the other node. */
export interface Doing {
  by: string;
  now: Date;
  requestId?: string | undefined;
}

/** Names what was done, in history and in the ledger. */
const DEEDS = { request: 'asked', offer: 'offered', admission: 'admitted', refusal: 'refused', end: 'ended' } as const satisfies Record<MembershipStatement['type'], string>;

export async function readMembership(db: Db, id: string, lock = false): Promise<Membership | undefined> {
  const query = membershipTables(db).selectFrom('membership').select(['id', 'side', 'node_id', 'url', 'statements']).where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && membershipOf(row);
}

export async function demandMembership(db: Db, id: string, lock = false): Promise<Membership> {
  const membership = await readMembership(db, id, lock);
  if (!membership) throw notFound(`There is no membership ${id}.`);
  return membership;
}

export function membershipOf(row: { id: string; side: Side; node_id: string; url: string; statements: object }): Membership {
  const statements = row.statements as SignedMembershipStatement[];
  return { id: row.id, side: row.side, node: row.node_id, url: row.url, standing: standingOf(statements) as Standing, statements };
}

/**
 * Checks that statements are of this membership and signed by the side that may make them, by the keys known now. Those
 * that are kept already were checked when they came, and stay although their key was revoked since.
 * @throws `invalid` naming the first that is not.
 */
export async function checkStatements(
  keys: KeyBook,
  { id, member, hub }: { id: string; member: string; hub: string },
  statements: readonly SignedMembershipStatement[],
  kept: readonly SignedMembershipStatement[] = [],
): Promise<void> {
  const known = new Set(kept.map(digestOfMembershipStatement));
  await Promise.all(
    statements.map(async (statement, place) => {
      const { value } = statement;
      if (known.has(digestOfMembershipStatement(statement))) return;
      if (value.membership !== id || value.member !== member || value.hub !== hub)
        throw invalid(`Statement ${place + 1} is of another membership.`, [{ pointer: `/statements/${place}`, reason: 'is of another membership' }]);
      const speaker = speakerOf(value) === 'member' ? member : hub;
      if (!(await isSignedBy(keys, speaker, statement)))
        throw invalid(`Statement ${place + 1} ("${value.type}") is not signed by ${speaker}.`, [{ pointer: `/statements/${place}/jws`, reason: `is not signed by ${speaker}` }]);
    }),
  );
}

/** Keeps a new membership. */
export const createMembership = (db: Db, made: { id: string; side: Side; node: string; url: string; statements: readonly SignedMembershipStatement[] }, doing: Doing) =>
  inTransaction(db, async (trx) => {
    const standing = standingOf(made.statements);
    if (!standing) throw invalid('Nobody asked for this membership: the statement "request" is missing.');
    await membershipTables(trx)
      .insertInto('membership')
      .values({ id: made.id, side: made.side, node_id: made.node, url: made.url, asked: doing.now, statements: '[]', ...columnsOf(standing) })
      .execute();
    await membershipTables(trx).insertInto('membership_exchange').values({ membership: made.id, delivered: '', attempt: doing.now, failures: 0, problem: null }).execute();
    return addStatements(trx, made.id, made.statements, doing);
  });

/**
 * Adds checked statements to a membership, in one transaction with its history, the ledger and the word to whoever acts
 * on memberships. Statements that are known change nothing.
 */
export const addStatements = (db: Db, id: string, added: readonly SignedMembershipStatement[], { by, now, requestId }: Doing): Promise<Membership> =>
  inTransaction(db, async (trx) => {
    const tables = membershipTables(trx);
    const before = membershipOf(
      await tables.selectFrom('membership').select(['id', 'side', 'node_id', 'url', 'statements']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(),
    );
    const known = new Set(before.statements.map(digestOfMembershipStatement));
    const fresh = added.filter((statement) => !known.has(digestOfMembershipStatement(statement)) && known.add(digestOfMembershipStatement(statement)));
    if (fresh.length === 0) return before;
    const statements = [...before.statements, ...fresh];
    if (statements.length > MOST_STATEMENTS) throw conflict(`The membership ${id} has been amended ${MOST_STATEMENTS} times: end it and ask anew.`);
    const standing = standingOf(statements) as Standing;
    await tables
      .updateTable('membership')
      .set({ ...columnsOf(standing), statements: JSON.stringify(statements) })
      .where('id', '=', id)
      .execute();
    let decided = before.statements.some(({ value }) => value.type === 'admission');
    const events = fresh.map(({ value }, place) => {
      const event = value.type === 'admission' && decided ? 'amended' : value.type === 'end' && value.by === 'member' ? 'left' : DEEDS[value.type];
      decided ||= value.type === 'admission';
      const { type: _type, membership: _membership, member: _member, hub: _hub, ...detail } = value;
      return { membership: id, sequence: before.statements.length + place + 1, at: now, by, event, detail: JSON.stringify(detail) };
    });
    await tables.insertInto('membership_event').values(events).execute();
    for (const { event, detail } of events)
      await record(trx, {
        at: now,
        actor: by,
        action: `membership.${event}`,
        subject: before.node,
        detail: { membership: id, side: before.side, ...(JSON.parse(detail) as object), ...(requestId ? { requestId } : {}) },
      });
    await run(trx, `select pg_notify('federation_changed', 'membership')`);
    return { ...before, standing, statements };
  });

const columnsOf = ({ state, role, scope, sharesGroup, trustsAskers, decided, until, ended, reason }: Standing) => ({
  state,
  role,
  scope: JSON.stringify(scope),
  shares_group: sharesGroup,
  trusts_askers: trustsAskers,
  decided: decided ?? null,
  until: until ?? null,
  ended: ended ?? null,
  reason: reason ?? null,
});
