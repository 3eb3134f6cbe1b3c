import type { Db } from '../../kernel/database.ts';

export interface SearchIndexOptions {
  db: Db;
  databaseUrl: string;
  /** Where the snapshot lies; left out, none is written and every start reads PostgreSQL. */
  snapshotFolder?: string;
  log: (message: string) => void;
}

export interface SearchIndex {
  /** Applies every change committed before the call. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

export async function openSearchIndex(_options: SearchIndexOptions): Promise<SearchIndex> {
  throw new Error('not yet');
}
