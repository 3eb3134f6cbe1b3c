import type { RoaringBitmap32 } from 'roaring-wasm';
import { FACETS, type FacetName } from '../facets.ts';
import { ranking, type Audience, type Group, type IndexAnswer, type IndexHit, type IndexQuery, type Met, type PhraseNode } from '../plan.ts';
import type { BitmapIndex } from './bitmap-index.ts';
import { Evaluation } from './evaluate.ts';
import { best, keysOf, score, weigh } from './rank.ts';
import { Scope } from './scope.ts';

let buffer = new Uint32Array(1024);
let scores = new Float32Array(1024);

/** The facets of everything, which every visit to the first page asks for, until something changes. */
const counted = new WeakMap<BitmapIndex, Partial<Record<Audience, { version: number; facetValues: number; facets: IndexAnswer['facets'] }>>>();

/** Answers a query: every hit counted, ranked and split by facets, exactly. */
export function runQuery(index: BitmapIndex, query: IndexQuery): IndexAnswer {
  const scope = new Scope();
  try {
    if (buffer.length < index.slots) {
      buffer = new Uint32Array(Math.ceil(index.slots * 1.25));
      scores = new Float32Array(buffer.length);
    }
    const evaluation = new Evaluation(index, scope, query.audience);
    const found = evaluation.run(query.plan);
    const chosen = FACETS.flatMap((facet) => {
      const values = query.filters[facet];
      return values && values.length > 0 ? [{ facet, met: evaluation.withValues(facet, values) }] : [];
    });
    const hits = chosen.reduce((left, { met }) => scope.and(left, met), found);
    const slots = listed(hits);

    const parts = ranking(query.plan);
    const begun = query.after?.weights;
    const weights = begun?.length === parts.length ? begun : weigh(parts, evaluation, index.slots - index.hidden[query.audience].size);
    const tools = { index, evaluation, scope };
    if (query.sort === 'relevance') score(tools, hits, slots, parts, weights, scores);
    const page = best(slots, slots.length, keysOf(index, query.sort, scores), index.ordinals.values, { limit: query.limit + 1, after: query.after });
    const more = page.length > query.limit;
    if (more) page.pop();
    const total = slots.length;
    const facets = countFacets(query, { index, scope, found, chosen }, slots);
    if (query.sort !== 'relevance') score(tools, scope.of(page), Uint32Array.from(page), parts, weights, scores);
    const keys = keysOf(index, query.sort, scores);
    return {
      total,
      hits: page.map((slot): IndexHit => ({ ordinal: index.ordinals.get(slot), score: scores[slot] ?? 0, key: keys[slot] ?? 0, met: metBy(slot, parts, evaluation) })),
      facets,
      weights,
      more,
    };
  } finally {
    scope.free();
  }
}

/** The slots of a bitmap, in a buffer that the next call overwrites. */
const listed = (bitmap: RoaringBitmap32) => bitmap.toUint32Array(buffer).subarray(0, bitmap.size);

function countFacets(
  { facetValues, filters, plan, audience }: IndexQuery,
  { index, scope, found, chosen }: { index: BitmapIndex; scope: Scope; found: RoaringBitmap32; chosen: { facet: FacetName; met: RoaringBitmap32 }[] },
  slots: Uint32Array,
): IndexAnswer['facets'] {
  const { facets } = index.table;
  const tell = (facet: FacetName) => facets[facet].tell(facetValues, [...new Set(filters[facet])]);
  if (facetValues === 0) return Object.fromEntries(FACETS.map((facet) => [facet, { values: [], counts: [] }])) as unknown as IndexAnswer['facets'];
  const everything = plan.type === 'all' && chosen.length === 0;
  const held = counted.get(index)?.[audience];
  if (everything && held?.version === index.version && held.facetValues === facetValues) return held.facets;

  // Facets without a choice of their own count the hits, which still lie in the buffer.
  index.table.countAll(slots);
  const answer = {} as IndexAnswer['facets'];
  for (const facet of FACETS) if (!chosen.some((choice) => choice.facet === facet)) answer[facet] = tell(facet);
  for (const { facet } of chosen) {
    const others = chosen.filter((choice) => choice.facet !== facet);
    index.table.countOne(facet, listed(others.reduce((left, { met }) => scope.and(left, met), found)));
    answer[facet] = tell(facet);
  }
  if (everything) counted.set(index, { ...counted.get(index), [audience]: { version: index.version, facetValues, facets: answer } });
  return answer;
}

/** For each part of the query that a hit meets, the best way in which it does. */
function metBy(slot: number, parts: (Group | PhraseNode)[], evaluation: Evaluation): Met[] {
  const met: Met[] = [];
  for (const [group, part] of parts.entries()) {
    const ways = part.type === 'phrase' ? [{ part, weight: 1 }] : part.alternatives.map((alternative) => ({ part: alternative, weight: alternative.weight }));
    let most = 0;
    let way: Met | undefined;
    for (const [alternative, { part: each, weight }] of ways.entries()) {
      const { any, title } = evaluation.bearers(each);
      const inTitle = title?.has(slot) ?? false;
      const value = weight * (inTitle ? 3 : 1);
      if (value <= most || !(inTitle || (!part.inTitle && any.has(slot)))) continue;
      most = value;
      way = { group, alternative, field: inTitle ? 'title' : title ? 'text' : 'annotation' };
    }
    if (way) met.push(way);
  }
  return met;
}
