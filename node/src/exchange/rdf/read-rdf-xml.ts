import type { Quad } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import { clip } from '../text.ts';
import { graphBuilder, type Graph } from './graph.ts';
import { limitedAdd, statementGuard, type RdfLimits } from './read-limits.ts';
import { nodeOf, termOf } from './read-n3.ts';

/** What may stand before the first element. */
const PROLOGUE = 64 * 2 ** 10;

/** So much is parsed between two looks at how deep elements are nested: what a level costs grows with its depth. */
const SLICE = 16 * 2 ** 10;

/** What of the library's parser is not in its types. */
interface Inside {
  activeTagStack: unknown[];
  saxParser: { close(): void };
}

/** The text, unless it declares entities before its first element: they could unfold without end, or name files to read. */
async function* withoutEntities(name: string, text: AsyncIterable<string>): AsyncGenerator<string> {
  let prologue = '';
  let begun = false;
  for await (const piece of text) {
    if (begun) {
      yield piece;
      continue;
    }
    prologue += piece;
    if (/<!DOCTYPE[^>]*\[|<!ENTITY/i.test(prologue)) throw invalid(`${name} declares entities in its document type (DOCTYPE), which this node does not read in XML from elsewhere`);
    const encoding = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']/i.exec(prologue)?.[1];
    if (encoding && !/^(utf-?8|us-ascii)$/i.test(encoding)) throw invalid(`${name} is written in ${encoding}; only UTF-8 is read`);
    begun = /<[A-Za-z_]/.test(prologue);
    if (begun) yield prologue;
    else if (prologue.length > PROLOGUE) throw invalid(`${name} is no RDF/XML: no element begins in its first ${PROLOGUE} characters`);
  }
  if (!begun) throw invalid(`${name} is no RDF/XML: it holds no element`);
}

/** Reads RDF/XML. Nothing is ever fetched, and no entity but XML's own five is known. */
export async function readRdfXml(text: AsyncIterable<string>, { name, base, limits }: { name: string; base: string; limits: RdfLimits }): Promise<Graph> {
  const builder = graphBuilder();
  const add = limitedAdd(name, builder, limits);
  const guard = statementGuard(name, limits);
  const parser = new RdfXmlParser({ baseIRI: base, validateUri: false, trackPosition: true });
  const inside = parser as unknown as Inside;
  let failure: unknown;
  parser.on('error', (error: unknown) => (failure ??= error));
  parser.on('data', (quad: Quad) => {
    try {
      if (!failure) add(nodeOf(quad.subject), quad.predicate.value, termOf(quad.object));
    } catch (error) {
      failure = error;
    }
  });
  const step = (act: (done: () => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const settle = () => (failure ? reject(failure as Error) : resolve());
      parser.once('error', settle);
      act(() => {
        parser.off('error', settle);
        settle();
      });
    });
  try {
    for await (const piece of withoutEntities(name, text)) {
      for (let from = 0; from < piece.length; from += SLICE) {
        const slice = piece.slice(from, from + SLICE);
        await step((done) => void parser.write(slice, done));
        guard.took(slice.length, builder.size);
        if (inside.activeTagStack.length > limits.depth) throw invalid(`${name} is nested deeper than ${limits.depth} levels, the limit for a document`);
      }
    }
    // The library does not tell its XML parser that the text has ended, which alone notices open elements.
    inside.saxParser.close();
    await step((done) => {
      parser.once('end', done);
      parser.end();
    });
  } catch (error) {
    parser.destroy();
    if (error instanceof DomainError) throw error;
    throw invalid(`${name} is no valid RDF/XML: ${clip(reasonOf(error), 300)}`);
  }
  return builder.graph();
}
