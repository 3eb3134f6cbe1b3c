import type { Db } from '../../kernel/database.ts';
import type { Vocabulary } from '../../vocabulary/vocabulary.ts';
import type { ResourceContent } from '../resource.ts';

/** What search needs to know of a resource. */
export interface Searchable {
  ordinal: number;
  id: string;
  content: ResourceContent;
  sources: string[];
  updated: Date;
  links: number;
}

export async function putSearchRows(_trx: Db, _items: Searchable[], _vocabulary: Vocabulary): Promise<void> {}
export async function putLinkCounts(_trx: Db, _items: { ordinal: number; links: number }[]): Promise<void> {}
export async function removeSearchRows(_trx: Db, _ordinals: number[]): Promise<void> {}
export async function reindexAll(_db: Db, _vocabulary: Vocabulary): Promise<{ read: number; changed: number }> {
  return { read: 0, changed: 0 };
}
