import type { Category, Outgoing } from '../catalogue/index.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Vocabulary } from '../vocabulary/index.ts';

/** What a writer may know beside the resources. */
export interface WritingContext {
  /** The node's public address, without trailing slash. */
  baseUrl: string;
  node: { name: LanguageMap; description: LanguageMap; organisation?: { name: LanguageMap; url?: string | undefined } | undefined; contact?: string | undefined };
  vocabulary: Vocabulary;
  /** When the catalogue last changed. */
  updated: Date;
  /** Resources by identifier, for standards that describe a resource with its neighbours. */
  resources: (ids: string[]) => Promise<Outgoing[]>;
}

/** A standard in which resources leave the node. */
export interface Format {
  /** Names it in addresses (`?format=dcat-turtle`) and on the command line (`biotope export dcat-turtle`). */
  id: string;
  title: LanguageMap;
  /** As it is negotiated and sent, without parameters. */
  mediaType: string;
  /** The address of the standard or profile it keeps to. */
  profile: string;
  /** Of a file, without dot. */
  extension: string;
  /** Whether the whole catalogue (or any list) can stand in one document, or a resource only. */
  scope: 'one' | 'many';
  /** Whether the standard has words for this resource. */
  covers: (resource: Pick<Outgoing, 'kind' | 'category'>) => boolean;
  /** Writes the document piece by piece; memory stays that of a page of resources. `whole` tells that it is the catalogue and not a choice from it; `category` that it is all of one category. */
  write: (pages: AsyncIterable<Outgoing[]>, context: WritingContext, about: { whole: boolean; category?: Category | undefined }) => AsyncIterable<string>;
}
