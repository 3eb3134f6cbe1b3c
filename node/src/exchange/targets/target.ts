import type { Db } from '../../kernel/database.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { ReadItem } from '../source.ts';

/** What a reader found good enough to hand to the catalogue or the vocabulary. */
export type Findable = Exclude<ReadItem, { rejection: unknown } | { gone: unknown }>;

export interface Published {
  /** One an item, in order. */
  outcomes: Outcome[];
  links: { stated: number; unresolved: number };
}

/** Where a source's records go: the catalogue (resources) or the vocabulary (terms). */
export interface Target {
  keyOf(item: Findable): string;
  collectionOf(item: Findable): string;
  kindOf(item: Findable): string;
  /** Tells an item from any other, and how long it is; made of its JSON where left out. */
  fingerprint?(item: Findable): { digest: string; length: number };
  /** Does ahead what publishing these will need, while the batch before them is published. */
  prepare?(db: Db, items: Findable[]): Promise<void>;
  publish(trx: Db, items: Findable[], at: Date): Promise<Published>;
  withdraw(trx: Db, keys: string[], at: Date): Promise<number>;
  /** Keys known of a collection, withdrawn ones left out, in pages. */
  keys(db: Db, collection: string): AsyncIterable<string[]>;
  /** How many records of the source, or of one of its collections, are known. */
  count(db: Db, collection?: string): Promise<number>;
  /**
   * Tells the database's planner what has come in, where that is much: by itself it notices only after a minute, and
   * until then goes on with plans made for empty tables.
   */
  analyse(db: Db): Promise<void>;
}
