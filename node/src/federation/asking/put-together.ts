import { keyOfReplica } from '../../catalogue/index.ts';
import { RESOURCE_ID } from '../../kernel/identifiers.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { LiveResults } from './live-answer.ts';
import { AUDIENCES } from '../envelope.ts';
import { mergeRanks, namesOf, oneOfEach, type Merged, type RankedList } from './merge-ranks.ts';
import type { MemberHit, MemberOutcome, SearchReply } from './question.ts';
import { isCommonRecord, summedFacets } from './search-here.ts';

/** A member's answer, without what this node holds itself. */
export interface Lacking {
  reply: SearchReply;
  hits: MemberHit[];
}

/** Other nodes' own sources may bear the same name and mean something else. */
const withCommonRecords = (hit: MemberHit): MemberHit => ({ ...hit, records: hit.records.filter(isCommonRecord) });

/**
 * The hits of an answer that this node does not hold: what it has a copy of stands in its own answer already.
 *
 * @param standing which of these names denote a resource that the asker may discover here.
 */
export async function lackingHere(reply: SearchReply, self: string, standing: (names: string[], ids: string[]) => Promise<Set<string>>): Promise<Lacking> {
  const namesOfHit = (hit: MemberHit) => [
    ...hit.holders.flatMap(({ node, resource }) => AUDIENCES.map((audience) => `${node}:${keyOfReplica(resource, audience)}`)),
    ...hit.identifiers,
    ...hit.records,
  ];
  const own = (hit: MemberHit) => hit.holders.filter(({ node, resource }) => node === self && RESOURCE_ID.test(resource)).map(({ resource }) => resource);
  const hits = reply.hits.map(withCommonRecords);
  const here = await standing(hits.flatMap(namesOfHit), hits.flatMap(own));
  return { reply, hits: hits.filter((hit) => ![...namesOfHit(hit), ...own(hit)].some((name) => here.has(name))) };
}

/** What the members say, as one list: at most `limit` of it. */
export function putTogether(answers: readonly Lacking[], { limit, seed, nameOf }: { limit: number; seed: string; nameOf: (node: string) => LanguageMap }): LiveResults {
  const merged = mergeRanks(
    answers.map(({ reply, hits }) => ({ member: reply.node, hits })),
    seed,
  );
  return {
    total: { atMost: answers.reduce((sum, { reply }) => sum + reply.total, 0) },
    alreadyHere: answers.reduce((sum, { reply, hits }) => sum + reply.hits.length - hits.length, 0),
    items: merged.slice(0, limit).map((it) => {
      const { holders, ...hit } = joined(it);
      return {
        ...hit,
        url: holders[0]!.url,
        holders: holders.map((holder) => ({ ...holder, name: nameOf(holder.node) })),
        from: it.from.map(({ member, place }) => ({ node: member, place })),
        score: Math.round(it.score * 1e6) / 1e6,
      };
    }),
    facets: summedFacets(answers.map(({ reply }) => reply.facets)),
  };
}

/** Several answers as one, for the hub that asked: this node's own among them. */
export const joinedLists = (lists: readonly RankedList<MemberHit>[], seed: string, most: number): MemberHit[] =>
  mergeRanks(
    lists.map(({ member, hits }) => ({ member, hits: hits.map(withCommonRecords) })),
    seed,
  )
    .slice(0, most)
    .map(joined);

/** A hit with everything that the members know of it. */
function joined({ hit, all }: Merged<MemberHit>): MemberHit {
  const holders = new Map([hit, ...all].flatMap((it) => it.holders.map((holder) => [namesOf({ holders: [holder], identifiers: [], records: [] })[0]!, holder])));
  return {
    ...hit,
    holders: [...holders.values()].slice(0, 50),
    identifiers: oneOfEach([hit, ...all].flatMap(({ identifiers }) => identifiers)).slice(0, 50),
    records: [...new Set([hit, ...all].flatMap(({ records }) => records))].slice(0, 50),
  };
}

/** What the members, and theirs, are called. */
export function namesIn(outcomes: readonly MemberOutcome[]): Map<string, LanguageMap> {
  const names = new Map<string, LanguageMap>();
  const add = (all: readonly MemberOutcome[]) => {
    for (const { node, name, members = [] } of all) {
      if (!names.has(node)) names.set(node, name);
      add(members);
    }
  };
  add(outcomes);
  return names;
}
