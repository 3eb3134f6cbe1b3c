import type { Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Vocabulary } from '../../vocabulary/vocabulary.ts';
import type { FacetName, SearchAnswer, SORTS, Suggestions } from './answer.ts';
import type { z } from 'zod';
import type { SearchIndex } from './search-index.ts';

/** Who asks: the public, or a keeper of the catalogue, who also sees drafts and what is in review. */
export type Audience = 'public' | 'keeper';
export type Sort = (typeof SORTS)[number];

/** What searching needs from the rooms around it. */
export interface Searching {
  db: Db;
  index: SearchIndex;
  /** The current vocabulary. */
  vocabulary: () => Vocabulary;
  organisationNames: (ids: string[]) => Promise<Map<string, LanguageMap>>;
  sourceTitles: (ids: string[]) => Promise<Map<string, LanguageMap>>;
  /** Organisations with this name, for `provider:name`; left out, providers are found by identifier alone. */
  organisationsNamed?: (name: string) => Promise<string[]>;
}

export interface SearchRequest {
  q?: string | undefined;
  /** Chosen values of each facet: a resource meets one of them. */
  filters?: Partial<Record<FacetName, string[]>>;
  sort?: Sort | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
  audience: Audience;
  /** In which language reasons name a concept. */
  language?: string | undefined;
}

export async function searchResources(_searching: Searching, _request: SearchRequest): Promise<SearchAnswer> {
  throw new Error('not yet');
}

export async function suggest(_searching: Searching, _request: { q: string; audience: Audience; limit?: number }): Promise<z.infer<typeof Suggestions>> {
  throw new Error('not yet');
}
