import type { PUBLIC_CLASS } from '../../access/index.ts';

/** The class of what everybody always sees; named here too, so that the index's thread need not load what decides on access. */
export const EVERYBODY: typeof PUBLIC_CLASS = 'public';

/** The channel on which every process hears that the outbox has grown. */
export const CHANNEL = 'biotope_search';

/** A row of `catalogue.search_row`. */
export interface SearchRow {
  ordinal: number;
  /** To whom the resource is shown, and between which instants where that is bounded. */
  visibility: string;
  shown_from: Date | null;
  shown_until: Date | null;
  category: string;
  kind: string;
  topics: string[];
  annotations: string[];
  licence: string | null;
  provider: string | null;
  sources: string[];
  title: string;
  body: string;
  popularity: number;
  links: number;
  updated: Date;
}

export const COLUMNS = 'ordinal, visibility, shown_from, shown_until, category, kind, topics, annotations, licence, provider, sources, title, body, popularity, links, updated';
