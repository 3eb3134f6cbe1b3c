import { conflict, invalid } from '../../kernel/errors.ts';
import type { MembershipRole } from '../tables.ts';
import { say, type MembershipContext } from './context.ts';
import { learnNode, nameProblem } from './learn-node.ts';
import { meetNode } from './meet-node.ts';
import { addStatements, demandMembership, type Doing, type Membership } from './membership-store.ts';
import type { ScopeInput } from './statement.ts';

/** As what, of what and for how long a hub takes a member in. */
export interface Admission {
  role?: MembershipRole | undefined;
  scope?: ScopeInput | undefined;
  /** The end of the term; null: none. */
  until?: Date | null | undefined;
}

/** The hub's operator lets a node in. It is asked who it is first, at the address it gave. */
export async function admitMember(context: MembershipContext, id: string, admission: Admission, doing: Doing): Promise<Membership> {
  const membership = await demandSide(context, id, 'member', 'admitted');
  if (membership.standing.state === 'admitted') return amendMember(context, id, admission, doing);
  const checked = checkAdmission(context, membership, admission, doing.now);
  const met = await meetNode(context, membership.url);
  if (met.value.id !== membership.node)
    throw conflict(`At ${membership.url} stands ${met.value.id}, not ${membership.node}, which asked to join. Refuse it, or have it ask again from its own address.`);
  if ((await learnNode(context.db, met, membership.node, doing.now)) === 'contradicts')
    throw conflict(`What ${membership.node} says of its keys, or its address, contradicts what is known here. The page of the ecosystem says what is wrong with it.`);
  const admitted = await addStatements(context.db, id, [await say(context.self, membership, doing.now, { type: 'admission', ...checked })], doing);
  await nameProblem(context.db, membership.node, null);
  return admitted;
}

/** The hub's operator changes role, scope or term; what is not named stays. It also prolongs a term that is over. */
export async function amendMember(context: MembershipContext, id: string, admission: Admission, doing: Doing): Promise<Membership> {
  const membership = await demandSide(context, id, 'member', 'amended');
  if (membership.standing.state !== 'admitted') throw conflict('The node is no member yet: admit it first.');
  const checked = checkAdmission(context, membership, admission, doing.now);
  return addStatements(context.db, id, [await say(context.self, membership, doing.now, { type: 'admission', ...checked })], doing);
}

export async function refuseMember(context: MembershipContext, id: string, { reason }: { reason?: string | undefined }, doing: Doing): Promise<Membership> {
  const membership = await demandSide(context, id, 'member', 'refused');
  if (membership.standing.state === 'admitted') throw conflict('The node is a member: end the membership instead.');
  return addStatements(context.db, id, [await say(context.self, membership, doing.now, { type: 'refusal', ...(reason ? { reason } : {}) })], doing);
}

/** The member's operator changes what its hub may have of it. */
export async function amendOffer(
  context: MembershipContext,
  id: string,
  offer: { sharesGroup?: boolean | undefined; trustsAskers?: boolean | undefined },
  doing: Doing,
): Promise<Membership> {
  const membership = await demandSide(context, id, 'hub', 'amended');
  const { sharesGroup, trustsAskers } = membership.standing;
  const changed = { sharesGroup: offer.sharesGroup ?? sharesGroup, trustsAskers: offer.trustsAskers ?? trustsAskers };
  return addStatements(context.db, id, [await say(context.self, membership, doing.now, { type: 'offer', ...changed })], doing);
}

/** Either side ends it, for good. */
export async function endMembership(context: MembershipContext, id: string, { reason }: { reason?: string | undefined }, doing: Doing): Promise<Membership> {
  const membership = await demandMembership(context.db, id);
  if (isOver(membership)) return membership;
  const by = membership.side === 'hub' ? 'member' : 'hub';
  return addStatements(context.db, id, [await say(context.self, membership, doing.now, { type: 'end', by, ...(reason ? { reason } : {}) })], doing);
}

const isOver = ({ standing: { state } }: Membership) => state === 'left' || state === 'ended';

async function demandSide({ db }: MembershipContext, id: string, side: Membership['side'], what: string): Promise<Membership> {
  const membership = await demandMembership(db, id);
  if (membership.side !== side)
    throw conflict(
      side === 'member' ? 'Only the hub decides this, and in this membership it is the other node.' : 'Only the member decides this, and in this membership it is the other node.',
    );
  if (isOver(membership)) throw conflict(`The membership is over (${membership.standing.state}) and cannot be ${what}: the node has to ask anew.`);
  return membership;
}

function checkAdmission({ vocabulary }: MembershipContext, { standing }: Membership, { role, scope, until }: Admission, now: Date) {
  if (until && until <= now) throw invalid('The term would be over already: name an end in the future.', [{ pointer: '/until', reason: 'lies in the past' }]);
  const end = until === null ? undefined : (until ?? standing.until);
  return { role: role ?? standing.role, scope: scope ? checkScope(scope, vocabulary) : standing.scope, ...(end ? { until: end.toISOString() } : {}) };
}

/** Topics by their identifiers, however they were named. */
function checkScope({ categories, topics }: ScopeInput, vocabulary: MembershipContext['vocabulary']): ScopeInput {
  const terms = topics?.map((topic) => vocabulary().resolve(topic)?.id);
  const unknown = (topics ?? []).flatMap((topic, place) =>
    terms?.[place] === undefined ? [{ pointer: `/scope/topics/${place}`, reason: `"${topic}" is no term of the vocabularies here` }] : [],
  );
  if (unknown.length > 0) throw invalid(`The scope names topics that no vocabulary here knows: ${unknown.map(({ reason }) => reason).join('; ')}.`, unknown);
  return { ...(categories?.length ? { categories: [...new Set(categories)] } : {}), ...(terms?.length ? { topics: [...new Set(terms as string[])] } : {}) };
}
