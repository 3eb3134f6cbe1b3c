import jsonld, { type JsonLdDocument } from 'jsonld';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Web } from '../../kernel/web/web.ts';
import { documentLoader } from '../bioschemas/read-contexts.ts';
import { clip } from '../text.ts';
import { graphBuilder, type Graph, type GraphTerm } from './graph.ts';
import { limitedAdd, type RdfLimits } from './read-limits.ts';
import { splitJson } from './split-json.ts';

const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const XSD = 'http://www.w3.org/2001/XMLSchema#';
const LANGUAGE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString';

/** So much is expanded at a time. */
const BATCH = { nodes: 200, characters: 2 ** 20 };

/** Thing as JSON-LD's expanded form has it: a node, a value, a list or a set. */
type Expanded = Record<string, unknown>;

interface Given {
  name: string;
  base: string;
  limits: RdfLimits;
  web: Web;
}

/**
 * Reads JSON-LD, list by list where it is one. Contexts named by address are fetched only from hosts that may be reached.
 * The members of ordered lists are read as values, one after the other.
 */
export async function readJsonLd(text: AsyncIterable<string>, { name, base, limits, web }: Given): Promise<Graph> {
  const builder = graphBuilder();
  const write = expandedWriter(limitedAdd(name, builder, limits));
  const loader = documentLoader(web);
  const parse = (part: string): unknown => {
    try {
      return JSON.parse(part);
    } catch (error) {
      throw invalid(`${name} is no valid JSON: ${clip(reasonOf(error), 300)}`);
    }
  };
  const expand = async (nodes: unknown[], context: unknown) => {
    const document = (context === undefined ? nodes : { '@context': context, '@graph': nodes }) as JsonLdDocument;
    try {
      return (await jsonld.expand(document, { base, documentLoader: loader as never })) as Expanded[];
    } catch (error) {
      const cause = causeOf(error);
      throw cause ? new DomainError(cause.code, `${name} ${cause.message}`, { cause }) : invalid(`${name} is no valid JSON-LD: ${clip(reasonOf(error), 300)}`);
    }
  };

  let context: unknown;
  const members: Record<string, unknown> = {};
  let waiting: string[] = [];
  let characters = 0;
  let began = false;
  const publish = async () => {
    if (waiting.length === 0) return;
    for (const node of await expand(waiting.map(parse), context)) write(node);
    began = true;
    waiting = [];
    characters = 0;
  };
  for await (const part of splitJson(text, { name, limits })) {
    if ('item' in part) {
      waiting.push(part.item);
      characters += part.item.length;
    } else if (part.member === '@context') {
      if (began) throw invalid(`${name} names its context after ${limits.held} characters of content, the most that is held until then`);
      context = parse(part.text);
    } else {
      members[part.member] = parse(part.text);
      characters += part.text.length;
    }
    // Without a context yet, one may still follow: some writers put it last.
    const ready = context !== undefined || firstHasContext(waiting);
    if (ready ? waiting.length >= BATCH.nodes || characters >= BATCH.characters : characters > limits.held) await publish();
  }
  await publish();
  const { '@graph': graph, ...root } = members;
  if (graph !== undefined) for (const node of await expand([graph], context)) write(node);
  if (Object.keys(root).some((key) => key !== '@id')) for (const node of await expand([root], context)) write(node);
  return builder.graph();
}

const firstHasContext = ([first]: string[]): boolean => first !== undefined && first.includes('"@context"');

/** The library wraps what the loader throws; what that said is what a person needs. */
function causeOf(error: unknown): DomainError | undefined {
  for (let at = error, depth = 0; at !== null && typeof at === 'object' && depth < 5; depth++) {
    if (at instanceof DomainError) return at;
    const { cause, details } = at as { cause?: unknown; details?: { cause?: unknown } };
    at = details?.cause ?? cause;
  }
  return undefined;
}

/** Writes expanded JSON-LD into a graph. Blank nodes keep their labels, which hold for the whole document. */
function expandedWriter(add: (subject: string, predicate: string, object: GraphTerm) => void): (node: Expanded) => void {
  let blanks = 0;
  const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
  const node = (value: string): GraphTerm => ({ type: 'node', value });

  const write = (it: Expanded): string => {
    const self = typeof it['@id'] === 'string' ? it['@id'] : `_:.${blanks++}`;
    for (const type of list(it['@type'])) add(self, TYPE, node(String(type)));
    for (const inner of [...list(it['@graph']), ...list(it['@included'])]) write(inner as Expanded);
    for (const [property, subjects] of Object.entries((it['@reverse'] ?? {}) as Record<string, unknown>)) {
      for (const subject of list(subjects)) add(write(subject as Expanded), property, node(self));
    }
    for (const [property, values] of Object.entries(it)) if (!property.startsWith('@')) for (const value of list(values)) object(self, property, value as Expanded);
    return self;
  };
  const object = (subject: string, property: string, value: Expanded): void => {
    if ('@list' in value) for (const item of list(value['@list'])) object(subject, property, item as Expanded);
    else if ('@set' in value) for (const item of list(value['@set'])) object(subject, property, item as Expanded);
    else if ('@value' in value) add(subject, property, literalOf(value));
    else add(subject, property, node(write(value)));
  };
  return (it) => void ('@value' in it || write(it));
}

function literalOf({ '@value': value, '@type': type, '@language': language }: Expanded): GraphTerm {
  if (typeof language === 'string') return { type: 'literal', value: String(value), language, datatype: LANGUAGE };
  const datatype =
    typeof type === 'string'
      ? type
      : typeof value === 'boolean'
        ? `${XSD}boolean`
        : typeof value === 'number'
          ? `${XSD}${Number.isInteger(value) ? 'integer' : 'double'}`
          : `${XSD}string`;
  return { type: 'literal', value: typeof value === 'object' ? JSON.stringify(value) : String(value), language: '', datatype };
}
