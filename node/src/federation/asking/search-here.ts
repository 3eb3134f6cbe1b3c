import type { Sight } from '../../access/index.ts';
import { isPublicSight, PUBLIC_CLASS } from '../../access/index.ts';
import { CATEGORIES, knownAs, type Category, type Kind } from '../../catalogue/index.ts';
import { searchResources, type SearchAnswer, type Searching, type SearchRequest } from '../../catalogue/search/index.ts';
import { REGISTRIES } from '../../exchange/index.ts';
import type { Scope } from '../tables.ts';
import { copiesOf } from './known-members.ts';
import { MOST_HITS, type HolderName, type MemberHit, type SearchQuestion, type SummedFacets } from './question.ts';

/** Of the hits a member names, how many may be kept for each reason why its hub may not hold them. */
const ROOM = 20;

export interface Here {
  searching: Searching;
  /** This node's identifier and public address. */
  self: { id: string; url: string };
}

export interface FoundHere {
  total: number;
  hits: MemberHit[];
  facets: SummedFacets;
}

/**
 * What this node has for a question, as another node is to see it: the best hits with their holders. Its hub holds copies
 * of what everybody sees within the scope it follows; so the best of what only the asker sees, and of what lies outside
 * that scope, have room among the hits, however far down they are.
 */
export async function searchHere({ searching, self }: Here, question: SearchQuestion, sight: Sight, scope: Scope = {}): Promise<FoundHere> {
  const { q, sort, language, category, kind, topic, licence, provider, source } = question;
  const filters = { category, kind, topic, licence, provider, source };
  const request = { q, sort, language, filters: withoutGaps(filters), facetLimit: 100, sight };
  const few = beyondPublic(sight);
  const beyond = [...(few ? [{ ...request, sight: few }] : []), ...outsideOf(scope, request)];
  const [all, ...others] = await Promise.all([
    searchResources(searching, { ...request, limit: MOST_HITS }),
    ...beyond.map((it) => searchResources(searching, { ...it, limit: ROOM, facetLimit: 0 })),
  ]);
  const items = withRoom(
    all.items,
    others.flatMap((it) => it.items),
  );
  return { total: all.total, hits: await hitsOf({ searching, self }, items), facets: countsOf(all.facets) };
}

type Item = SearchAnswer['items'][number];

/** The same sight without what everybody sees; undefined where nothing is left, or everything is seen. */
function beyondPublic(sight: Sight): Sight | undefined {
  if (isPublicSight(sight) || sight.classes === 'all' || sight.anytime === 'all') return undefined;
  const without = (classes: readonly string[]) => classes.filter((name) => name !== PUBLIC_CLASS);
  const few: Sight = { ...sight, key: `${sight.key} few`, classes: without(sight.classes), anytime: without(sight.anytime) };
  return few.classes.length + few.anytime.length + few.resources.length > 0 ? few : undefined;
}

type Request = Pick<SearchRequest, 'q' | 'filters' | 'sight'>;
/** Characters of a query. */
const LONGEST_QUERY = 1_000;

/** The same search for what lies outside a scope: in none of its categories, or annotated with none of its topics. */
function outsideOf<T extends Request>({ categories = [], topics = [] }: Scope, request: T): T[] {
  const rest = (request.filters?.category ?? CATEGORIES).filter((category) => !categories.includes(category));
  const q = [...(request.q?.trim() ? [`(${request.q})`] : []), ...topics.map((topic) => `-topic:${topic}`)].join(' ');
  return [
    ...(categories.length > 0 && rest.length > 0 ? [{ ...request, filters: { ...request.filters, category: [...rest] } }] : []),
    ...(topics.length > 0 && q.length <= LONGEST_QUERY ? [{ ...request, q }] : []),
  ];
}

/** The best of all, with the best of some among them: what more is told of some, all lose at their end. */
function withRoom(all: readonly Item[], some: readonly Item[]): Item[] {
  const few = [...new Map(some.map((item) => [item.id, item])).values()];
  const ids = new Set(few.map(({ id }) => id));
  const missing = few.filter(({ id }) => !all.some((item) => item.id === id));
  let room = MOST_HITS - missing.length - all.filter(({ id }) => ids.has(id)).length;
  return [...all.filter(({ id }) => ids.has(id) || room-- > 0), ...missing];
}

async function hitsOf({ searching, self }: Here, items: readonly Item[]): Promise<MemberHit[]> {
  const known = await knownAs(
    { db: searching.db, vocabulary: searching.vocabulary() },
    items.map(({ id }) => id),
  );
  const elsewhere = [...known.values()].flatMap(({ nodes }) => nodes.map(({ node, resource }): HolderName => [node, resource]));
  const copies = await copiesOf(searching.db, elsewhere);
  return items.map(({ sources: _sources, score: _score, ...item }) => {
    const { identifiers = [], records = [], nodes = [], own = true } = known.get(item.id) ?? {};
    const others = nodes.flatMap(({ node, resource }) => {
      const copy = copies.get(`${node} ${resource}`);
      return copy ? [{ node, resource, url: copy.url }] : [];
    });
    const mine = { node: self.id, resource: item.id, url: `${self.url}/r/${item.id}` };
    return {
      ...item,
      holders: (own || others.length === 0 ? [mine, ...others] : others).slice(0, 50),
      identifiers: identifiers.slice(0, 50),
      records: records.filter(isCommonRecord).slice(0, 50),
    };
  });
}

/** Whether a record is one of a registry that every node knows by the same name. */
export const isCommonRecord = (name: string): boolean => REGISTRIES.has(name.slice(0, name.indexOf(':')));

function countsOf(facets: SearchAnswer['facets']): SummedFacets {
  const counts = (name: 'category' | 'kind') => (facets[name] ?? []).map(({ value, count }) => ({ value: value as Category | Kind, count }));
  return { category: counts('category'), kind: counts('kind') };
}

/** The sum of what several have, by value, the most frequent first. */
export function summedFacets(all: readonly SummedFacets[]): SummedFacets {
  const sum = (name: 'category' | 'kind') => {
    const counts = new Map<string, number>();
    for (const { value, count } of all.flatMap((facets) => facets[name])) counts.set(value, (counts.get(value) ?? 0) + count);
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  };
  return { category: sum('category'), kind: sum('kind') };
}

const withoutGaps = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
