import type { LanguageMap } from '../../kernel/language-map.ts';
import type { OutgoingLink } from '../outgoing.ts';
import type { Kind } from '../kinds.ts';
import type { FieldProvenance, ResourceContent } from '../resource.ts';
import type { AddressState, DeprecatedTerm } from './report.ts';

/** A standard in which the node hands a resource out. */
export interface OfferedStandard {
  title: LanguageMap;
  mediaType: string;
  /** The address of the standard or profile. */
  profile: string;
  /** It is RDF in some notation: a formal language for knowledge. */
  formal: boolean;
  /** A community of the life sciences keeps it, rather than every discipline at once. */
  community: boolean;
}

/** What this node does for every resource alike. */
export interface Provision {
  /** The standards that have words for such a resource. */
  standards: (resource: Pick<ResourceContent, 'kind' | 'category'>) => OfferedStandard[];
}

/** What is assessed: all that is known of one resource, brought together by whoever asks. */
export interface Subject {
  content: ResourceContent;
  /** Which source said a field. Empty for a description that is not registered. */
  provenance: Record<string, Pick<FieldProvenance, 'source' | 'record'>>;
  /** Its persistent address here; undefined for a description that is not registered. */
  url: string | undefined;
  /** Links that lead to something this node knows. */
  linked: OutgoingLink[];
  /** What is known of the addresses it names. */
  addresses: ReadonlyMap<string, AddressState>;
  deprecatedTerms: DeprecatedTerm[];
  /** Identifiers of other resources of the same title and kind. */
  sameTitle: string[];
  now: Date;
}

/** Kinds whose content is data in files. */
export const DATA_KINDS: readonly Kind[] = ['dataset', 'database', 'ontology', 'model'];
/** Kinds that are no digital objects: what stands on the web is about them. */
export const PHYSICAL_KINDS: readonly Kind[] = ['instrument', 'sample-collection', 'compute', 'course'];
