import type { RoaringBitmap32 } from 'roaring-wasm';
import { FACETS, type FacetName } from '../facets.ts';
import { ranking, type Group, type IndexAnswer, type IndexHit, type IndexQuery, type Met, type PhraseNode } from '../plan.ts';
import type { BitmapIndex } from './bitmap-index.ts';
import { Evaluation } from './evaluate.ts';
import { best, score, weigh } from './rank.ts';
import { Scope } from './scope.ts';
import type { Hidden } from './showings.ts';

/** Where hits are listed, and in their order what is read of each. */
let buffer = new Uint32Array(1024);
let scores = new Float32Array(1024);
let titleWorth = new Float32Array(1024);

/** Answers a query: every hit counted, ranked and split by facets, exactly. */
export function runQuery(index: BitmapIndex, query: IndexQuery): IndexAnswer {
  const scope = new Scope();
  try {
    if (buffer.length < index.slots) {
      buffer = new Uint32Array(Math.ceil(index.slots * 1.25));
      scores = new Float32Array(buffer.length);
      titleWorth = new Float32Array(buffer.length);
    }
    const hidden = index.hiddenFrom(query.sight);
    const evaluation = new Evaluation(index, scope, hidden.slots);
    const found = evaluation.run(query.plan);
    const chosen = FACETS.flatMap((facet) => {
      const values = query.filters[facet];
      return values && values.length > 0 ? [{ facet, met: evaluation.withValues(facet, values) }] : [];
    });
    const hits = chosen.reduce((left, { met }) => scope.and(left, met), found);
    const slots = listed(hits);

    const parts = ranking(query.plan);
    const begun = query.after?.weights;
    const weights = begun?.length === parts.length ? begun : weigh(parts, evaluation, index.slots - hidden.slots.size);
    const isRanked = query.sort === 'relevance';
    const held = heldFacets(index, query, hidden, chosen.length);
    const counts = query.facetValues > 0 && !held;
    if (counts) index.table.readAndCount(slots, scores, titleWorth);
    else if (isRanked) index.table.read(slots, scores, titleWorth);
    const tools = { index, evaluation, scope };
    if (isRanked) score(tools, hits, slots, { parts, weights }, { scores, titleWorth });
    const keys = isRanked ? scores : Float64Array.from(slots, (slot) => (query.sort === 'recency' ? index.updated.get(slot) : index.links.get(slot)));
    const places = best(slots, keys, index.ordinals.values, { limit: query.limit + 1, after: query.after });
    const more = places.length > query.limit;
    if (more) places.pop();
    const page = places.map((place) => ({ slot: slots[place] as number, key: keys[place] as number, score: scores[place] as number }));
    const total = slots.length;

    const facets = held ?? (counts ? facetsOf(index, query, chosen, (others) => listed(others.reduce((left, { met }) => scope.and(left, met), found))) : noFacets());
    if (counts && query.plan.type === 'all' && chosen.length === 0) hidden.facets = { version: index.version, facetValues: query.facetValues, facets };
    if (!isRanked) {
      // Only the page's own scores are shown.
      const inOrder = Uint32Array.from(page, ({ slot }) => slot).sort();
      index.table.read(inOrder, scores, titleWorth);
      score(tools, scope.of(inOrder), inOrder, { parts, weights }, { scores, titleWorth });
      for (const each of page) each.score = scores[inOrder.indexOf(each.slot)] as number;
    }
    return {
      total,
      hits: page.map(({ slot, key, score: earned }): IndexHit => ({
        ordinal: index.ordinals.get(slot),
        score: earned,
        key,
        met: metBy(slot, parts, evaluation),
        sources: index.table.valuesOf('source', slot),
        updated: index.updated.get(slot),
        links: index.links.get(slot),
        visibility: index.showings.classAt(slot),
      })),
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

type Chosen = { facet: FacetName; met: RoaringBitmap32 }[];

function heldFacets(index: BitmapIndex, { plan, facetValues }: IndexQuery, hidden: Hidden, choices: number): IndexAnswer['facets'] | undefined {
  const held = plan.type === 'all' && choices === 0 ? hidden.facets : undefined;
  return held?.version === index.version && held.facetValues === facetValues ? held.facets : undefined;
}

/** Facets without a choice of their own have counted the hits; the others count what all choices but theirs leave. */
function facetsOf(index: BitmapIndex, { facetValues, filters }: IndexQuery, chosen: Chosen, without: (others: Chosen) => Uint32Array): IndexAnswer['facets'] {
  const always = (facet: FacetName) => [...new Set(filters[facet])];
  const facets = Object.fromEntries(index.table.groups.flatMap((group) => group.tell(facetValues, always))) as IndexAnswer['facets'];
  for (const { facet } of chosen) {
    const group = index.table.countOne(facet, without(chosen.filter((choice) => choice.facet !== facet)));
    for (const [told, counts] of group.tell(facetValues, always)) if (told === facet) facets[facet] = counts;
  }
  return facets;
}

const noFacets = () => Object.fromEntries(FACETS.map((facet) => [facet, { values: [], counts: [] }])) as unknown as IndexAnswer['facets'];

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
