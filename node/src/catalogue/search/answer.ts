import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { OrganisationRef, ResourceSummary, TermRef } from '../resource.ts';
import { FACETS } from './facets.ts';

/** Why a resource is among the hits: one entry for each part of the query that it meets. */
export const Reason = z.object({
  /** The part of the query this answers, as typed. */
  query: z.string(),
  /**
   * `word`: the word stands there; `prefix`, `spelling`: a longer or corrected form; `concept`: annotated with the
   * term the query names; `narrower`: annotated with a narrower term; `synonym`, `translation`: another name of it
   * stands in the text.
   */
  type: z.enum(['word', 'prefix', 'spelling', 'concept', 'narrower', 'synonym', 'translation']),
  /** What was found there, in readable form. */
  matched: z.string(),
  field: z.enum(['title', 'text', 'annotation']),
  /** The vocabulary term that led there. */
  term: TermRef.optional(),
});
export type Reason = z.infer<typeof Reason>;

export const SearchItem = ResourceSummary.extend({
  /** The beginning of the description, or the passage that matches; plain text, at most 300 characters. */
  summary: LanguageMap.optional(),
  topics: z.array(TermRef),
  provider: OrganisationRef.optional(),
  licence: z.string().optional(),
  sources: z.array(z.string()),
  updated: z.iso.datetime(),
  links: z.int().describe('How many links it has'),
  score: z.number(),
  why: z.array(Reason),
});
export type SearchItem = z.infer<typeof SearchItem>;

export const FacetValue = z.object({ value: z.string(), label: LanguageMap, count: z.int() });

/** `GET /api/v1/resources`. Facets count the hits of the whole query; a facet's own choice does not narrow itself. */
export const SearchAnswer = z.object({
  total: z.int(),
  items: z.array(SearchItem),
  facets: z.record(z.enum(FACETS), z.array(FacetValue)),
  /** Cursor of the next page; null at the end. */
  next: z.string().nullable(),
  /** How the query was understood: concepts recognised, words corrected. */
  understood: z.array(
    z.object({
      query: z.string(),
      type: z.enum(['concept', 'spelling']),
      term: TermRef.optional(),
      /** Corrected forms that were searched instead. */
      instead: z.array(z.string()).optional(),
      /** How many narrower terms were included. */
      narrower: z.int().optional(),
    }),
  ),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const SORTS = ['relevance', 'recency', 'links'] as const;

/** `GET /api/v1/suggest?q=`: what could be meant, while typing. */
export const Suggestions = z.object({
  resources: z.array(ResourceSummary),
  terms: z.array(TermRef.extend({ branch: z.string(), count: z.int() })),
});
