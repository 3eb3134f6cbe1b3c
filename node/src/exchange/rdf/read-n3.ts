import { EventEmitter } from 'node:events';
import { Parser, type Quad, type Term } from 'n3';
import { invalid, reasonOf } from '../../kernel/errors.ts';
import { graphBuilder, type Graph, type GraphTerm } from './graph.ts';
import { limitedAdd, statementGuard, type RdfLimits } from './read-limits.ts';

const LANGUAGE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString';

/** A term of RDF/JS as graphs hold it. */
export function termOf(term: Term): GraphTerm {
  if (term.termType === 'Literal') return { type: 'literal', value: term.value, language: term.language, datatype: term.language ? LANGUAGE : term.datatype.value };
  return { type: 'node', value: nodeOf(term) };
}

export const nodeOf = (term: Term): string => (term.termType === 'BlankNode' ? `_:${term.value}` : term.value);

/** What the parser says, without the whole of a text it could not end. */
const messageOf = (error: Error): string => reasonOf(error).replace(/"([^]{60})[^]*"( on line \d+)/, '"$1…"$2');

/** Reads Turtle, TriG, N-Triples or N-Quads; graphs' names are passed over. */
export async function readN3(text: AsyncIterable<string>, { name, base, limits }: { name: string; base: string; limits: RdfLimits }): Promise<Graph> {
  const builder = graphBuilder();
  const add = limitedAdd(name, builder, limits);
  const guard = statementGuard(name, limits);
  let failure: unknown;
  const source = new EventEmitter();
  new Parser({ baseIRI: base, format: 'TriG' }).parse(source, (error: Error | null, quad: Quad | null) => {
    if (failure) return;
    try {
      if (error) throw invalid(`${name} is no valid Turtle or N-Triples: ${messageOf(error)}`);
      if (quad) add(nodeOf(quad.subject), quad.predicate.value, termOf(quad.object));
    } catch (reason) {
      failure = reason;
    }
  });
  const proceed = (event: 'data' | 'end', piece?: string) => {
    source.emit(event, piece);
    if (failure) throw failure;
  };
  for await (const piece of text) {
    proceed('data', piece);
    guard.took(piece.length, builder.size);
  }
  proceed('end');
  return builder.graph();
}
