import type { z } from 'zod';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Input } from './input/input.ts';
import type { Crawl, ReadItem, ReadReport } from './source.ts';

/**
 * A standard in which others describe things, and how it is read. It is a source by itself (`biotope harvest dcat
 * file.ttl`), and the pattern of any number of sources that an operator defines in `biotope.yaml`.
 *
 * A reader names collections as it likes (`records` will do): a source that is handed any address sets them apart by
 * address, so that harvesting one file never withdraws what another brought.
 */
export interface Standard<Settings = unknown> {
  /** Names it on the command line and in `biotope.yaml`. */
  id: string;
  title: LanguageMap;
  description: LanguageMap;
  /** Where the standard is published. */
  homepage: string;
  /** Where the one registry lives that speaks it, if there is only one. */
  defaultAddress?: string;
  /** Grows when the reader reads the same text differently, so that an unchanged source is read again. */
  version: number;
  /** The media types asked for where the address is one of the web. */
  accept?: string;
  /** Its keys tell records apart within one document only (a row's number); else a key means the same everywhere. */
  localKeys?: boolean;
  /** What may be set for a source of this standard beside what all sources have: a strict object, all of it optional or with defaults. */
  settings: z.ZodObject & z.ZodType<Settings>;
  /** Reads files, folders and archives, wherever they lie. `input.web` is the only way to what a text itself leads to. */
  read(input: Input, report: ReadReport, settings: Settings): AsyncIterable<ReadItem>;
  /** For standards that are asked page by page: called in place of `read` where the address is one of the web. */
  crawl?(crawl: Crawl, report: ReadReport, settings: Settings): AsyncIterable<ReadItem>;
}

/** Keeps a standard's own type of settings out of the list of all of them. */
export const defineStandard = <Settings>(standard: Standard<Settings>): Standard => standard as Standard;
