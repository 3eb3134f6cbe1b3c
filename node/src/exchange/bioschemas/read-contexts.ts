import type { JsonLdDocument } from 'jsonld';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Web } from '../../kernel/web/web.ts';

const SCHEMA = 'http://schema.org/';

/**
 * What stands in for the contexts of schema.org and of what is built on it. They all name the same vocabulary, and what
 * tells a word from an address there is told by the value itself, so that none of them has to be fetched.
 */
const SCHEMA_CONTEXT = {
  '@vocab': SCHEMA,
  id: '@id',
  type: '@type',
  schema: SCHEMA,
  sc: SCHEMA,
  bioschemas: 'https://bioschemas.org/',
  dct: 'http://purl.org/dc/terms/',
  dcterms: 'http://purl.org/dc/terms/',
  conformsTo: 'http://purl.org/dc/terms/conformsTo',
  edam: 'http://edamontology.org/',
  biotools: 'https://bio.tools/',
  owl: 'http://www.w3.org/2002/07/owl#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** RO-Crate's own names for types of schema.org (RO-Crate 1.1 and 1.2, appendix on JSON-LD). */
const RO_CRATE_CONTEXT = { ...SCHEMA_CONTEXT, File: `${SCHEMA}MediaObject`, Journal: `${SCHEMA}Periodical` };

const KNOWN: [RegExp, object][] = [
  [/^https?:\/\/(www\.)?schema\.org(\/.*)?$/i, SCHEMA_CONTEXT],
  [/^https?:\/\/(www\.)?bioschemas\.org(\/.*)?$/i, SCHEMA_CONTEXT],
  [/^https?:\/\/(dx\.)?doi\.org\/10\.5063\/schema\/codemeta/i, SCHEMA_CONTEXT],
  [/^https?:\/\/w3id\.org\/codemeta\//i, SCHEMA_CONTEXT],
  [/^https?:\/\/w3id\.org\/ro\/crate\/[^/]+\/context$/i, RO_CRATE_CONTEXT],
  [/^https?:\/\/w3id\.org\/ro\/terms\/[^/]+(\/context)?$/i, RO_CRATE_CONTEXT],
];

/** What a document without a context is read by: authors who leave it out mean schema.org. */
export const DEFAULT_CONTEXT = { '@context': SCHEMA_CONTEXT } as JsonLdDocument;

/** Contexts a harvest may ask for in all; each host must still be one that may be reached. */
const MOST_CONTEXTS = 20;

interface Loaded {
  documentUrl: string;
  document: JsonLdDocument;
}
export type DocumentLoader = (url: string) => Promise<Loaded>;

/**
 * Loads the contexts documents name: those of schema.org, Bioschemas, CodeMeta and RO-Crate from here, any other by the
 * harvest's own way to the web, which refuses hosts the operator did not allow. Without one there is no other.
 */
export function documentLoader(web?: Web): DocumentLoader {
  const fetched = new Map<string, Promise<JsonLdDocument>>();
  const load = async (url: string): Promise<JsonLdDocument> => {
    if (!web) throw invalid(`names the context ${url}, and a file's contexts are not fetched`);
    const document = await web.get(url, { accept: 'application/ld+json, application/json;q=0.9' }).catch((error: unknown) => {
      if (error instanceof DomainError) throw new DomainError(error.code, `names a context elsewhere: ${error.message}`, { cause: error });
      throw error;
    });
    try {
      return JSON.parse(await document.text()) as JsonLdDocument;
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw invalid(`names the context ${url}, which is no JSON: ${reasonOf(error)}`);
    }
  };
  return async (url) => {
    const known = KNOWN.find(([pattern]) => pattern.test(url))?.[1];
    if (known) return { documentUrl: url, document: { '@context': known } as JsonLdDocument };
    const before = fetched.get(url);
    if (!before && fetched.size >= MOST_CONTEXTS) throw invalid(`names the context ${url}; a harvest asks for ${MOST_CONTEXTS} contexts at most`);
    const document = before ?? load(url);
    if (!before) fetched.set(url, document);
    document.catch(() => undefined);
    return { documentUrl: url, document: await document };
  };
}
