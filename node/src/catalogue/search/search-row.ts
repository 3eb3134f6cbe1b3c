/** The channel on which every process hears that the outbox has grown. */
export const CHANNEL = 'biotope_search';

/** A row of `catalogue.search_row`. */
export interface SearchRow {
  ordinal: number;
  keepers_only: boolean;
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

export const COLUMNS = 'ordinal, keepers_only, category, kind, topics, annotations, licence, provider, sources, title, body, popularity, links, updated';
