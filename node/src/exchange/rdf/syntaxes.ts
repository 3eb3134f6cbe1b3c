import { jsonLdDocument } from './json-ld-document.ts';
import { n3Document } from './n3-document.ts';
import type { Add, RdfDocument } from './rdf-document.ts';

/** The syntaxes in which RDF leaves the node. */
export const SYNTAXES = {
  turtle: { mediaType: 'text/turtle', extension: 'ttl', open: () => n3Document('Turtle') },
  'json-ld': { mediaType: 'application/ld+json', extension: 'jsonld', open: () => jsonLdDocument() },
  'n-triples': { mediaType: 'application/n-triples', extension: 'nt', open: () => n3Document('N-Triples') },
} as const satisfies Record<string, { mediaType: string; extension: string; open: () => RdfDocument }>;
export type Syntax = keyof typeof SYNTAXES;

/** A whole document at once, for descriptions that are short. */
export function rdfText(syntax: Syntax, write: (add: Add) => void): string {
  const document = SYNTAXES[syntax].open();
  write(document.add);
  return document.take() + document.end();
}
