import { inTransaction, run } from '../../kernel/database.ts';
import { conflict, DomainError, invalid, notFound, unavailable } from '../../kernel/errors.ts';
import { readDescription } from '../self/index.ts';
import type { KeyBook } from '../signature.ts';
import { say, type MembershipContext } from './context.ts';
import type { Exchanged } from './exchange-statements.ts';
import { learnNode } from './learn-node.ts';
import { sameAddress } from './meet-node.ts';
import { addStatements, checkStatements, createMembership, membershipOf, readMembership, type Doing, type Membership } from './membership-store.ts';
import { stateAt, standingOf } from './standing.ts';
import { membershipTables } from './tables.ts';
import { digestOfMembershipStatement, type SignedMembershipStatement } from './statement.ts';

/** Questions of outsiders that may wait for this node's operator. */
export const MOST_WAITING = 500;
/** SQLSTATE. */
const UNIQUE_VIOLATION = '23505';

export interface Received {
  /** The membership spoken of; where it is new, its first statement names it. */
  id?: string | undefined;
  message: Exchanged;
  /** The node that signed the request, by these keys or by those known here. */
  nodeOf: (keys?: KeyBook) => Promise<string | undefined>;
  now: Date;
}

/**
 * Takes in what another node says about its membership, and answers with all that is known here. A node that is not
 * known may ask to join and nothing else.
 */
export async function receiveStatements(context: MembershipContext, { id, message, nodeOf, now }: Received): Promise<Exchanged> {
  const { db, self, keys } = context;
  const read = await readDescription(message.node);
  const sender = read.value.id;
  if (sender === self.id)
    throw conflict(
      `A node at ${read.value.url} speaks with the identifier of this one (${self.id}): either it is this node itself, or it runs on a copy of this node's data folder.`,
    );
  const membershipId = id ?? message.statements[0]?.value.membership;
  const membership = membershipId === undefined ? undefined : await readMembership(db, membershipId);
  if (membershipId === undefined || (id !== undefined && !membership) || (membership && membership.node !== sender))
    throw notFound('There is no such membership of the node that asks.');

  const isKnown = (await run(db, 'select 1 as known from federation.node where id = $1', [sender])).rows.length > 0;
  if (!membership && !isKnown) await demandRoom(context);
  if (isKnown) await learn(context, message, now);
  // A node that was never heard of is believed by the keys its identifier is made of; any other by those known here.
  const asking = await nodeOf(isKnown ? undefined : { keyOf: (node, kid) => (node === sender ? read.known.keys.get(kid) : undefined) });
  if (asking !== sender)
    throw new DomainError('unauthenticated', `The request is not signed by ${sender}, or not for the first time, or the two clocks differ by more than two hours.`);
  if (!isKnown) await learn(context, message, now);

  const parties = membership?.side === 'hub' ? { id: membershipId, member: self.id, hub: sender } : { id: membershipId, member: sender, hub: self.id };
  await checkStatements(keys, parties, message.statements, membership?.statements);
  const doing = { by: sender, now };
  const kept = membership
    ? await addStatements(db, membershipId, message.statements, doing)
    : await takeRequest(context, membershipId, sender, read.value.url, message.statements, doing).catch(async (error: unknown) => {
        // The same question came twice at once, and the other one is kept.
        if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION || (await readMembership(db, membershipId))?.node !== sender) throw error;
        return addStatements(db, membershipId, message.statements, doing);
      });
  return { node: await self.document(now), statements: kept.statements };
}

async function learn({ db }: MembershipContext, { node }: Exchanged, now: Date): Promise<void> {
  if ((await learnNode(db, node, node.value.id, now)) !== 'contradicts') return;
  throw conflict(
    `Two nodes speak with the identifier ${node.value.id}: what this one says of its keys, or its address ${node.value.url}, contradicts what is known here. If it moved, the membership of the old address must be ended first.`,
  );
}

async function demandRoom({ db }: MembershipContext): Promise<void> {
  const { rows } = await run(db, `select count(*) as waiting from federation.membership where side = 'member' and state = 'asked'`);
  if (Number(rows[0]?.['waiting']) >= MOST_WAITING) throw unavailable('Too many nodes wait for an answer of this one. Ask again later.');
}

/** Keeps a new question for the operator, in place of earlier ones of the same node. Two requests of one node come one after the other. */
const takeRequest = (given: MembershipContext, id: string, sender: string, url: string, statements: readonly SignedMembershipStatement[], doing: Doing): Promise<Membership> =>
  inTransaction(given.db, async (trx) => {
    await run(trx, `select pg_advisory_xact_lock(hashtext($1))`, [`federation request ${sender}`]);
    const context = { ...given, db: trx };
    return (await readMembership(trx, id)) ? addStatements(trx, id, statements, doing) : keepRequest(context, id, sender, url, statements, doing);
  });

async function keepRequest(
  context: MembershipContext,
  id: string,
  sender: string,
  url: string,
  statements: readonly SignedMembershipStatement[],
  doing: Doing,
): Promise<Membership> {
  const { db, self } = context;
  const standing = standingOf(statements);
  if (!standing || !sameAddress(standing.request.memberUrl, url)) throw invalid('The request to join is missing, or names another address than the node does.');
  // Also with what this node decided itself, which it may have lost.
  if (standing.state !== 'asked' && standing.state !== 'admitted') throw invalid('The request to join has been taken back.');
  await demandRoom(context);
  const earlier = await membershipTables(db)
    .selectFrom('membership')
    .select(['id', 'side', 'node_id', 'url', 'statements', 'state', 'until'])
    .where('side', '=', 'member')
    .where('node_id', '=', sender)
    .where('state', 'in', ['asked', 'admitted'])
    .execute();
  const elsewhere = earlier.find((row) => !sameAddress(row.url, url) && stateAt(row.state, row.until, doing.now) !== 'expired');
  if (elsewhere)
    throw conflict(
      `The node ${sender} ${elsewhere.state === 'asked' ? 'waits' : 'is a member'} here already, with the address ${elsewhere.url}; now it speaks from ${url}. Either it moved, and the membership of the old address must be ended first, or two nodes run on copies of one data folder.`,
    );
  for (const row of earlier) {
    if (row.state === 'asked') await forgetQuestion(context, row.id);
    else {
      const membership = membershipOf(row);
      await addStatements(db, row.id, [await say(self, membership, doing.now, { type: 'end', by: 'hub', reason: 'The node asked anew.' })], { ...doing, by: self.id });
    }
  }
  return createMembership(db, { id, side: 'member', node: sender, url, statements: inOrder(statements) }, doing);
}

/** A question nobody decided leaves nothing but its entry in the ledger. */
async function forgetQuestion({ db }: MembershipContext, id: string): Promise<void> {
  await run(
    db,
    `with gone as (delete from federation.membership where id = $1 and state = 'asked' returning id),
      events as (delete from federation.membership_event where membership in (select id from gone))
     delete from federation.membership_exchange where membership in (select id from gone)`,
    [id],
  );
}

const inOrder = (statements: readonly SignedMembershipStatement[]) =>
  [...statements].sort((a, b) => a.value.number - b.value.number || (digestOfMembershipStatement(a) < digestOfMembershipStatement(b) ? -1 : 1));
