import type { SaxesTagNS } from 'saxes';
import type { Graph } from '../../rdf/graph.ts';

export const OAI_DC = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Characters of one record's texts; what is longer is no description. */
export const LONGEST_METADATA = 2_000_000;

/** One statement of a Dublin Core record. */
export interface DublinCoreStatement {
  /** Local name: `title`, `creator`, … */
  name: string;
  text: string;
  language?: string | undefined;
}

/** The metadata of a record, or why it was not taken. */
export type Metadata = { dublinCore: DublinCoreStatement[] } | { graph: Graph } | { own: unknown } | { flaw: string };

/** Takes the elements within `<metadata>` as they come, the outermost one included. */
export interface MetadataCollector {
  open(tag: SaxesTagNS): void;
  text(text: string): void;
  close(tag: SaxesTagNS): void;
  metadata(): Metadata;
}

export const tooLong = { flaw: `holds metadata of more than ${LONGEST_METADATA} characters` };
