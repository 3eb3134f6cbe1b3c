import type { SourceRecord } from '../catalogue/index.ts';
import type { Flaw } from '../kernel/errors.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Term } from '../vocabulary/index.ts';
import type { Rejection } from './harvest.ts';
import type { Input } from './input/input.ts';
import type { Web } from '../kernel/web/web.ts';

/**
 * A thing that could not be read. What the node knows from earlier harvests is not taken for deleted because of it:
 * with a `key` that record is spared; with a `collection` alone (the record's key could not be read) the whole
 * collection is; `derived` names collections drawn from the same text, spared too if the record is known or has no key.
 * A rejection that names neither spares nothing: the record is left out on purpose.
 */
export interface ReadRejection extends Rejection {
  key?: string;
  collection?: string;
  derived?: string[];
}

/**
 * What a reader hands on, one after the other: each counts as one record read, but for what the source says is `gone`
 * (an OAI-PMH header with the status "deleted"), which counts as deleted if it was known.
 */
export type ReadItem = { record: SourceRecord } | { term: Term } | { rejection: ReadRejection } | { gone: { key: string; collection: string } };

/** What a reader tells beside its records. */
export interface ReadReport {
  /** The collection was read from its beginning to its end: what it no longer holds may be withdrawn. */
  whole(collection: string): void;
  /** How many records there will be in all, once it is known. */
  expect(records: number): void;
  /** Something a person should know that cost no record (a field left out, an entry passed over). */
  note(text: string): void;
  /** Kept if the harvest comes to its end, and handed to the next one of the same address as `since`; plain JSON. */
  remember(state: unknown): void;
}

/** A source that is asked page by page: its address, and the only way out to the web. */
export interface Crawl {
  address: string;
  web: Web;
  /** What was remembered when this address was last read to its end; undefined the first time. */
  since: unknown;
}

/** What an operator may set for a source in `biotope.yaml`. */
export interface SourceSettings {
  /** Set for one harvest of a source that reads a standard, in place of what is configured. */
  reader?: unknown;
  /** Take only records with one of these tags; the others are rejected as outside this node's scope. */
  onlyTags?: string[];
}

/** A source the node can harvest: who it is, where it lives, and how it is read. */
export interface Source {
  id: string;
  title: LanguageMap;
  description: LanguageMap;
  homepage: string;
  /** Left out where each description states its own. */
  licence?: { id?: string; name: string; url?: string } | undefined;
  /** Where it is read from when nothing else is given or configured; several addresses are set apart by white space. */
  defaultAddress?: string;
  /** Cron expression (UTC); null: by hand only. */
  schedule: string | null;
  /** Its records are resources (`catalogue`) or terms of the vocabulary of the source's name (`vocabulary`). */
  target: 'catalogue' | 'vocabulary';
  /** Grows when the reader reads the same text differently, so that an unchanged source is read again. */
  version: number;
  read(input: Input, report: ReadReport, settings: SourceSettings): AsyncIterable<ReadItem>;
  /** For standards that are asked page by page: called in place of `read` where the address is one of the web. */
  crawl?(crawl: Crawl, report: ReadReport, settings: SourceSettings): AsyncIterable<ReadItem>;
  /** The media types asked for where the address is one of the web; anything where left out. */
  accept?: string;
  /** The standard it is written in, where it is one of those this node reads. */
  standard?: string;
  /** It may be handed any address, and what each brought is a collection by itself. */
  anyAddress?: boolean;
  /** What is configured for its reader: where that changes, an unchanged source is read again. */
  reader?: unknown;
  /** Checks what is set for one harvest. */
  checkReader?: (given: unknown) => Flaw[];
}
