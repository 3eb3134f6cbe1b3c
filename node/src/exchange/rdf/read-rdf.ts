import { invalid, reasonOf } from '../../kernel/errors.ts';
import type { Web } from '../../kernel/web/web.ts';
import type { Graph } from './graph.ts';
import { readJsonLd } from './read-json-ld.ts';
import { NO_BASE, RDF_LIMITS, type RdfLimits } from './read-limits.ts';
import { readN3 } from './read-n3.ts';
import { readRdfXml } from './read-rdf-xml.ts';

export type ReadableSyntax = 'n3' | 'json-ld' | 'rdf-xml';

const BY_MEDIA_TYPE: Record<string, ReadableSyntax> = {
  'text/turtle': 'n3',
  'application/x-turtle': 'n3',
  'application/n-triples': 'n3',
  'application/n-quads': 'n3',
  'application/trig': 'n3',
  'text/n3': 'n3',
  'application/ld+json': 'json-ld',
  'application/rdf+xml': 'rdf-xml',
};
const BY_EXTENSION: Record<string, ReadableSyntax> = {
  ttl: 'n3',
  turtle: 'n3',
  nt: 'n3',
  nq: 'n3',
  trig: 'n3',
  n3: 'n3',
  jsonld: 'json-ld',
  rdf: 'rdf-xml',
  owl: 'rdf-xml',
};

/** What servers are asked for where a document may come in any of these. */
export const RDF_ACCEPT = 'text/turtle, application/n-triples;q=0.9, application/ld+json;q=0.8, application/rdf+xml;q=0.7, */*;q=0.1';

export const isRdfFile = (path: string): boolean => extensionOf(path) in BY_EXTENSION || /\.(json|xml)$/i.test(path);
const extensionOf = (path: string): string => /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';

/** Told by the beginning of a text, where neither its media type nor its name tell. */
function byContent(beginning: string): ReadableSyntax | 'html' | undefined {
  const text = beginning.replace(/^\uFEFF/, '').trimStart();
  if (/^(<!doctype html|<html)/i.test(text)) return 'html';
  if (/^(\{|\[\s*(\{|\]))/.test(text)) return 'json-ld';
  if (/^<(\?xml|!DOCTYPE|!--|[A-Za-z_][\w.-]*(:[\w.-]+)?[\s>])/.test(text)) return 'rdf-xml';
  return /^(@|<|#|_:|\[|prefix\s|base\s)/i.test(text) || /^[\w.-]*:[\w-]*\s/.test(text) ? 'n3' : undefined;
}

export interface RdfDocument {
  /** What it is called in messages: a path or address. */
  name: string;
  /** Where it lies on the web: the base of relative addresses. */
  url?: string | undefined;
  mediaType?: string | undefined;
  bytes(): AsyncIterable<Uint8Array>;
}

async function* decoded(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const read = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw invalid(`${name} is no UTF-8 text`);
    }
  };
  for await (const chunk of bytes) yield read(chunk);
  yield read();
}

/** The first kilobyte of a text, and the text as if it had not been looked at. */
async function beginning(text: AsyncGenerator<string>): Promise<{ head: string; whole: AsyncGenerator<string> }> {
  const held: string[] = [];
  let head = '';
  while (head.trimStart().length < 1_024) {
    const next = await text.next();
    if (next.done) break;
    held.push(next.value);
    head += next.value;
    if (head.length > 2 ** 20) break;
  }
  async function* whole() {
    yield* held;
    yield* text;
  }
  return { head, whole: whole() };
}

/**
 * Reads a document in RDF, within limits: its syntax by media type, by the extension of its name, then by its content.
 * @throws `invalid` with what is wrong and where; `forbidden` where its context lies on a host that may not be reached.
 */
export async function readRdf(document: RdfDocument, web: Web, given: Partial<RdfLimits> = {}): Promise<Graph> {
  const { name, url, mediaType = '' } = document;
  const limits = { ...RDF_LIMITS, ...given };
  const { head, whole } = await beginning(decoded(name, document.bytes()));
  const seen = byContent(head);
  if (seen === 'html') throw invalid(`${name} is a web page and no RDF`);
  const syntax = BY_MEDIA_TYPE[mediaType] ?? BY_EXTENSION[extensionOf(url ? new URL(url).pathname : name)] ?? seen;
  const options = { name, base: url ?? NO_BASE, limits };
  try {
    if (syntax === 'json-ld') return await readJsonLd(whole, { ...options, web });
    if (syntax === 'rdf-xml') return await readRdfXml(whole, options);
    if (syntax === 'n3') return await readN3(whole, options);
  } catch (error) {
    // Nesting that no limit foresaw ends in a library's call stack.
    if (error instanceof RangeError) throw invalid(`${name} is nested too deep or too large to be read: ${reasonOf(error)}`);
    throw error;
  }
  throw invalid(`${name} is neither Turtle, N-Triples, JSON-LD nor RDF/XML, as far as its media type, its name and its beginning tell`);
}
