import type { FacetName } from './facets.ts';

/**
 * A query as the index runs it: words resolved to tokens, concepts to alternatives. Plain data, so that it crosses to the
 * index's thread as it is.
 *
 * Tokens are stems of words (`sequenc`), words of Chinese (`测序`), single Chinese characters, and annotations
 * (`~edam:operation_0292`, which a resource bears for the term itself and everything it is a narrower case of).
 */
export type Plan =
  | { type: 'all' }
  | { type: 'and' | 'or'; nodes: Plan[] }
  | { type: 'not'; node: Plan }
  | Group
  | { type: 'field'; facet: FacetName; values: string[] }
  | PhraseNode;

/** A part of the query that ranks: a resource meets it by any of the alternatives and earns the best of them. */
export interface Group {
  type: 'group';
  alternatives: Alternative[];
  /** Only titles count. */
  inTitle?: boolean;
}

export interface Alternative {
  /** A resource bears all of these. */
  tokens: string[];
  /** Words beginning so; with `tokens`, both. */
  prefix?: string;
  weight: number;
}

/** Words in a row. The index narrows down to `ordinals`, which PostgreSQL has looked through, before it runs the plan. */
export interface PhraseNode {
  type: 'phrase';
  /** As in `segment.ts`. */
  pattern: string;
  tokens: string[];
  inTitle?: boolean;
  /** Ordinals of the resources in whose text it stands, and of those in whose title; absent until verified. */
  found?: { any: Uint32Array; title: Uint32Array };
}

/**
 * What somebody may discover, as the index takes it: a `Sight` (access) whose single resources are named by ordinal, and
 * that looks at an instant, in milliseconds since 1970.
 */
export interface IndexSight {
  key: string;
  /** What everybody sees, everything, or what the lists say. */
  reach: 'public' | 'full' | 'listed';
  classes: 'all' | readonly string[];
  anytime: 'all' | readonly string[];
  ordinals: readonly number[];
  at: number;
}

/** Where a page of hits ends: what the last of them is sorted by, its ordinal, and the weights the scores were made with. */
export interface Position {
  key: number;
  ordinal: number;
  weights: number[];
}

export interface IndexQuery {
  plan: Plan;
  filters: Partial<Record<FacetName, string[]>>;
  sight: IndexSight;
  sort: 'relevance' | 'recency' | 'links';
  limit: number;
  after?: Position;
  /** How many values of each facet to count out; none for a page of hits alone. */
  facetValues: number;
  /** Words of the query. Where nearly none is found of one, what is known of them is answered instead of hits. */
  words?: string[];
}

/** One part of the query that a hit meets: the group's place among those that rank, and which alternative was the best. */
export interface Met {
  group: number;
  alternative: number;
  field: 'title' | 'text' | 'annotation';
}

export interface IndexHit {
  ordinal: number;
  score: number;
  key: number;
  met: Met[];
  sources: string[];
  /** When it last changed, in milliseconds since 1970, and how many links it has: tells whether what is held of it is still so. */
  updated: number;
  links: number;
  /** Its class of visibility. */
  visibility: string;
}

/** Values of a facet and how many hits have each, in two lists: these cross from thread to thread far sooner than pairs. */
export interface FacetCounts {
  values: string[];
  counts: number[];
}

export interface IndexAnswer {
  total: number;
  hits: IndexHit[];
  facets: Record<FacetName, FacetCounts>;
  weights: number[];
  more: boolean;
}

/** The groups and phrases that rank, in the order of the query; what is excluded ranks nothing. */
export function ranking(plan: Plan): (Group | PhraseNode)[] {
  if (plan.type === 'group' || plan.type === 'phrase') return [plan];
  return plan.type === 'and' || plan.type === 'or' ? plan.nodes.flatMap(ranking) : [];
}
