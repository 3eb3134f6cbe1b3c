import { conflict, reasonOf } from '../../kernel/errors.ts';
import { newIdentifier } from '../../kernel/identifiers.ts';
import type { MembershipRole } from '../tables.ts';
import { say, type MembershipContext } from './context.ts';
import { exchangeStatements } from './exchange-statements.ts';
import { learnNode } from './learn-node.ts';
import { meetNode } from './meet-node.ts';
import { addStatements, createMembership, membershipOf, type Doing, type Membership } from './membership-store.ts';
import { stateAt } from './standing.ts';
import { membershipTables } from './tables.ts';

export interface Joining {
  /** The hub's address. */
  hub: string;
  role: MembershipRole;
  sharesGroup: boolean;
  trustsAskers: boolean;
  /** To the hub's operator. */
  message?: string | undefined;
}

/**
 * Asks the node at an address to take this one in. The hub's operator decides; what they decide is learned by and by.
 * Asking again while the question waits is the same question.
 */
export async function joinHub(context: MembershipContext, { hub, role, sharesGroup, trustsAskers, message }: Joining, doing: Doing): Promise<Membership> {
  const { db, self } = context;
  const met = await meetNode(context, hub);
  const { id: node, url, name } = met.value;
  if ((await learnNode(db, met, node, doing.now)) === 'contradicts')
    throw conflict(`What the node at ${url} says of its keys, or its address, contradicts what is known here of ${node}. The page of the ecosystem says what is wrong with it.`);
  const earlier = await membershipTables(db)
    .selectFrom('membership')
    .select(['id', 'side', 'node_id', 'url', 'statements', 'state', 'until'])
    .where('side', '=', 'hub')
    .where('node_id', '=', node)
    .where('state', 'in', ['asked', 'admitted', 'refused'])
    .execute();
  const waiting = earlier.find(({ state }) => state === 'asked');
  if (waiting) return (await exchangeStatements(context, membershipOf(waiting), doing.now, { demand: true })).membership;
  if (earlier.some(({ state, until }) => stateAt(state, until, doing.now) === 'admitted'))
    throw conflict(`This node belongs to ${name['en'] ?? node} (${url}) already. To change as what, its operator amends the membership; or leave, and join anew.`);
  for (const row of earlier.filter(({ state }) => state === 'admitted')) {
    const membership = membershipOf(row);
    await addStatements(db, membership.id, [await say(self, membership, doing.now, { type: 'end', by: 'member', reason: 'The term is over; asked anew.' })], doing);
  }
  const membership = { id: newIdentifier(), side: 'hub' as const, node, url, statements: [] };
  const request = await say(self, membership, doing.now, { type: 'request', memberUrl: self.url, hubUrl: url, role, sharesGroup, trustsAskers, ...(message ? { message } : {}) });
  const made = await createMembership(db, { ...membership, statements: [request] }, doing);
  try {
    return (await exchangeStatements(context, made, doing.now, { demand: true })).membership;
  } catch (error) {
    // The hub did not take the question: it is not left standing as if it had.
    await addStatements(db, made.id, [await say(self, made, doing.now, { type: 'end', by: 'member', reason: reasonOf(error).slice(0, 1_000) || 'not taken' })], doing);
    throw error;
  }
}
