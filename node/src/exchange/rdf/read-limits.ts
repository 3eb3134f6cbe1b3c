import { invalid } from '../../kernel/errors.ts';
import type { GraphBuilder, GraphTerm } from './graph.ts';

/** Bounds of one document in RDF. */
export interface RdfLimits {
  triples: number;
  /** Characters of one text. */
  literal: number;
  /** Characters without a single whole statement. */
  statement: number;
  /** Characters of JSON-LD that has to be held in memory: without a list at its top, or with its context at its end. */
  held: number;
  /** Levels of nested JSON-LD. */
  depth: number;
}

export const RDF_LIMITS: RdfLimits = { triples: 5_000_000, literal: 1_000_000, statement: 8 * 2 ** 20, held: 16 * 2 ** 20, depth: 100 };

/** What relative addresses are resolved against where a document has no address of its own: nothing that exists. */
export const NO_BASE = 'http://relative.invalid/';
export const isRelative = (iri: string): boolean => iri.startsWith(NO_BASE);
/** A relative address as it was written, as far as can be told. */
export const asWritten = (iri: string): string => (isRelative(iri) ? iri.slice(NO_BASE.length) : iri);

/** Adds triples to a graph up to the limits. */
export function limitedAdd(name: string, builder: GraphBuilder, limits: RdfLimits): GraphBuilder['add'] {
  return (subject, predicate, object: GraphTerm) => {
    if (builder.size >= limits.triples) throw invalid(`${name} holds more than ${limits.triples} statements, the limit for one document`);
    if (object.value.length > limits.literal) throw invalid(`${name} holds a text of more than ${limits.literal} characters, said of ${subject}`);
    builder.add(subject, predicate, object);
  };
}

/** Counts characters since the last whole statement. */
export function statementGuard(name: string, limits: RdfLimits): { took(characters: number, statements: number): void } {
  let since = 0;
  let known = 0;
  return {
    took(characters, statements) {
      since = statements > known ? 0 : since + characters;
      known = statements;
      if (since > limits.statement) throw invalid(`${name} holds ${limits.statement} characters without a whole statement, the limit for a document`);
    },
  };
}
