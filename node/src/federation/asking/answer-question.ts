import type { Access, Sight } from '../../access/index.ts';
import type { Reading } from '../../catalogue/index.ts';
import { conflict, invalid } from '../../kernel/errors.ts';
import type { Caller } from '../../identity/index.ts';
import type { FanOut } from './fan-out.ts';
import type { NamedMember } from './known-members.ts';
import type { Scope } from '../tables.ts';
import { askHolders } from './live-status.ts';
import { joinedLists } from './put-together.ts';
import { MOST_HITS, MOST_HOPS, type Asker, type AskedQuestion, type Reply, type SearchQuestion, type SearchReply, type StatusQuestion } from './question.ts';
import { searchHere, summedFacets, type Here } from './search-here.ts';
import type { SeenByAskers } from './seen-by-askers.ts';
import { handedOn, vouchedCaller } from './vouched-asker.ts';

/** The hub that asks, as this node knows it. */
export interface AskingHub {
  node: string;
  /** This node takes its word for who asks. */
  trustsAskers: boolean;
  /** What it follows of this node. */
  scope: Scope;
}

export interface Answering {
  here: Here;
  access: Access;
  readingOf: (sight: Sight) => Reading;
  members: () => Promise<NamedMember[]>;
  fanOut: FanOut;
  /** Questions heard lately. */
  heard: Heard;
  seenByAskers: SeenByAskers;
}

/** Remembers questions, so that one that comes by two ways is answered once. */
export interface Heard {
  /** Whether it is heard for the first time. */
  isNew(question: string): boolean;
}

/** Longer than any question lives. */
const REMEMBERED_FOR = 90_000;
const MOST_REMEMBERED = 50_000;

export function hearQuestions(): Heard {
  const heard = new Map<string, number>();
  return {
    isNew(question) {
      const now = performance.now();
      for (const [old, at] of heard) {
        if (now - at < REMEMBERED_FOR && heard.size < MOST_REMEMBERED) break;
        heard.delete(old);
      }
      if (heard.has(question)) return false;
      heard.set(question, now);
      return true;
    },
  };
}

/**
 * Answers a hub this node has joined: for everybody's eyes, or for the person the hub vouches for where this node takes
 * its word; with what its own members answer, where the question may be handed on. It comes within the deadline given.
 *
 * @throws `conflict` where the question came round in a circle, or was heard by another way.
 */
export async function answerQuestion(
  answering: Answering,
  hub: AskingHub,
  asked: AskedQuestion,
  { signal, requestId }: { signal: AbortSignal; requestId: string },
): Promise<Reply> {
  const { here, access, heard, seenByAskers } = answering;
  const { question, path } = asked;
  if (path.at(-1) !== hub.node) throw invalid('The question does not say that it comes from the node that asks it.', [{ pointer: '/path', reason: `must end with ${hub.node}` }]);
  if (path.includes(here.self.id)) throw conflict('The question has come round in a circle.');
  const asker = hub.trustsAskers ? asked.asker : undefined;
  if (!heard.isNew(`${asked.id} ${asker ? `${hub.node} ${asker.sub}` : 'anyone'}`)) throw conflict('The question has been heard by another way, and is answered there.');
  const caller = vouchedCaller(hub.node, asker);
  const sight = await access.sightOf(caller);
  await seenByAskers.note({ hub: hub.node, caller, sight, requestId });
  const onward: Onward = { hub, asked, asker: asker && handedOn(hub.node, asker), deadline: asked.deadline, signal, requestId };
  return question.type === 'search' ? searchAll(answering, question, sight, onward) : statusOfAll(answering, question, { caller, sight, passports: asker?.passports }, onward);
}

interface Onward {
  hub: AskingHub;
  asked: AskedQuestion;
  asker: Asker | undefined;
  deadline: number;
  signal: AbortSignal;
  requestId: string;
}

async function searchAll({ here, members, fanOut }: Answering, question: SearchQuestion, sight: Sight, { hub, asked, asker, deadline, signal }: Onward): Promise<SearchReply> {
  const { id, hops, path } = asked;
  const begun = performance.now();
  const askOn = async () => {
    if (hops === 0 || path.length > MOST_HOPS) return [];
    const others = (await members()).filter(({ node }) => node !== here.self.id && !path.includes(node));
    if (others.length === 0) return [];
    return fanOut.ask({
      id,
      members: others,
      questionFor: () => question,
      asker,
      deadline: Math.max(1, deadline - (performance.now() - begun)),
      hops: hops - 1,
      path: [...path, here.self.id],
      signal,
    });
  };
  const [own, given] = await Promise.all([searchHere(here, question, sight, hub.scope), askOn()]);
  const replies = given.flatMap(({ answer }) => (answer?.type === 'search' ? [answer] : []));
  const lists = [{ member: here.self.id, hits: own.hits }, ...replies.map(({ node, hits }) => ({ member: node, hits }))];
  return {
    type: 'search',
    node: here.self.id,
    total: own.total + replies.reduce((sum, { total }) => sum + total, 0),
    hits: replies.length === 0 ? own.hits : joinedLists(lists, id, MOST_HITS),
    facets: summedFacets([own.facets, ...replies.map(({ facets }) => facets)]),
    members: given.map(({ outcome }) => outcome),
  };
}

async function statusOfAll(
  { here, access, readingOf, members, fanOut }: Answering,
  { names }: StatusQuestion,
  { caller, sight, passports }: { caller: Caller; sight: Sight; passports: readonly string[] | undefined },
  { asked, asker, deadline, signal, requestId }: Onward,
): Promise<Reply> {
  const self = here.self.id;
  const hops = asked.path.length > MOST_HOPS ? 0 : asked.hops;
  const answer = await askHolders(
    { reading: readingOf(sight), access, caller, passports, self, requestId },
    { members, fanOut },
    { names, asker, deadline, hops, path: [...asked.path, self], id: asked.id, signal },
  );
  return { type: 'status', node: self, ...answer };
}
