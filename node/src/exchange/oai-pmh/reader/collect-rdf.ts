import type { NamedNode } from '@rdfjs/types';
import type { Quad } from 'n3';
import { RdfXmlParser, type IActiveTag } from 'rdfxml-streaming-parser';
import type { SaxesTagNS } from 'saxes';
import { reasonOf } from '../../../kernel/errors.ts';
import { NO_BASE } from '../../rdf/read-limits.ts';
import { nodeOf, termOf } from '../../rdf/read-n3.ts';
import { LONGEST_METADATA, RDF, tooLong, type MetadataCollector } from './metadata.ts';
import { recordGraph, type Triple } from './record-graph.ts';

/** Absolute, with nothing in its path to be resolved. */
const WHOLE = /^[a-z][a-z0-9+.-]*:\/\/[^/]+\/(?!.*\/\.)/i;
const MOST_TRIPLES = 50_000;

/** The library's reading of RDF/XML without its reading of XML: the answer's parser has told the elements apart already. */
class ElementsToTriples extends RdfXmlParser {
  readonly triples: Triple[] = [];

  constructor() {
    super({ baseIRI: NO_BASE, validateUri: false });
  }

  override push(quad: Quad | null): boolean {
    if (quad) this.triples.push({ subject: nodeOf(quad.subject), predicate: quad.predicate.value, object: termOf(quad.object) });
    if (this.triples.length > MOST_TRIPLES) throw new RangeError(`holds more than ${MOST_TRIPLES} statements`);
    return true;
  }

  /** Most addresses are whole as they stand; only others need to be put together with the base. */
  override valueToUri(value: string, activeTag: IActiveTag): NamedNode {
    return WHOLE.test(value) ? this.uriToNamedNode(value) : super.valueToUri(value, activeTag);
  }

  override onTag(tag: SaxesTagNS): void {
    super.onTag(tag);
  }

  override onText(text: string): void {
    super.onText(text);
  }

  override onCloseTag(): void {
    super.onCloseTag();
  }
}

/** A document's outermost element, for records that begin with a description at once (RDF/XML, section 2.6). */
const DOCUMENT: SaxesTagNS = { name: 'rdf:RDF', prefix: 'rdf', local: 'RDF', uri: RDF, attributes: {}, ns: {}, isSelfClosing: false };

/** Takes RDF/XML as triples. What breaks a rule of RDF/XML costs the record and no other. */
export function collectRdf(): MetadataCollector {
  const reader = new ElementsToTriples();
  let flaw: string | undefined;
  let characters = 0;
  let depth = 0;
  const attempt = (read: () => void) => {
    if (flaw !== undefined) return;
    try {
      read();
    } catch (error) {
      flaw = `is no valid RDF/XML: ${reasonOf(error)}`;
    }
  };
  return {
    open(tag) {
      attempt(() => {
        if (depth++ === 0 && !(tag.uri === RDF && tag.local === 'RDF')) reader.onTag(DOCUMENT);
        reader.onTag(tag);
      });
    },
    text(text) {
      characters += text.length;
      if (characters <= LONGEST_METADATA) attempt(() => reader.onText(text));
    },
    close: () => attempt(() => reader.onCloseTag()),
    metadata() {
      if (characters > LONGEST_METADATA) return tooLong;
      return flaw === undefined ? { graph: recordGraph(reader.triples) } : { flaw };
    },
  };
}
