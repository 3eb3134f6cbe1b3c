import type { LanguageMap } from '../../kernel/language-map.ts';
import { isBlank, type Graph, type GraphTerm } from '../rdf/graph.ts';
import { isRelative } from '../rdf/read-limits.ts';

/** A node of a graph and what is said of it, by property; of several properties the first that is said. */
export interface GraphNode {
  id: string;
  /** Values in the order of the document. */
  all(...properties: string[]): GraphTerm[];
  /** Nodes and literals that look like one, as nodes to go on from. */
  nodes(...properties: string[]): GraphNode[];
  node(...properties: string[]): GraphNode | undefined;
  /** Absolute IRIs; also those written as text. */
  addresses(...properties: string[]): string[];
  address(...properties: string[]): string | undefined;
  /** Plain text; of several languages English, else the first. */
  text(...properties: string[]): string | undefined;
  texts(...properties: string[]): string[];
  /** One text a language. */
  inLanguages(...properties: string[]): LanguageMap | undefined;
}

const XSD_URI = 'http://www.w3.org/2001/XMLSchema#anyURI';
const HAN = /\p{Script=Han}/u;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** `exact`: texts are taken as they stand, blanks around them included. */
export function nodeIn(graph: Graph, id: string, exact = false): GraphNode {
  const clean = (text: string) => (exact ? text : text.trim());
  const all = (...properties: string[]) => {
    for (const property of properties) {
      const found = graph.objects(id, property);
      if (found.length > 0) return found;
    }
    return [];
  };
  const nodes = (...properties: string[]) => all(...properties).flatMap((term) => (term.type === 'node' ? [nodeIn(graph, term.value, exact)] : []));
  const addresses = (...properties: string[]) => all(...properties).flatMap((term) => addressOf(term) ?? []);
  const inLanguages = (...properties: string[]) => languageMap(all(...properties), clean);
  const texts = (...properties: string[]) => all(...properties).flatMap((term) => (term.type === 'literal' && term.value.trim() !== '' ? [clean(term.value)] : []));
  return {
    id,
    all,
    nodes,
    node: (...properties) => nodes(...properties)[0],
    addresses,
    address: (...properties) => addresses(...properties)[0],
    texts,
    text: (...properties) => {
      const map = inLanguages(...properties);
      return map && (map['en'] ?? Object.values(map)[0]);
    },
    inLanguages,
  };
}

/** The absolute IRI a term is, or as text states. */
export function addressOf(term: GraphTerm): string | undefined {
  if (term.type === 'node') return isBlank(term.value) || isRelative(term.value) ? undefined : term.value;
  const text = term.value.trim();
  return (term.datatype === XSD_URI || /^(https?|ftp):\/\//i.test(text)) && URL.canParse(text) && !/\s/.test(text) ? text : undefined;
}

/** A language tag in its customary form (RFC 5646, 2.1.1); undefined where it is none. */
export function languageTag(tag: string): string | undefined {
  const parts = tag.split('-').map((part, place) => {
    const lower = part.toLowerCase();
    if (place > 0 && /^[a-z]{4}$/.test(lower)) return lower[0]!.toUpperCase() + lower.slice(1);
    return place > 0 && /^[a-z]{2}$/.test(lower) ? lower.toUpperCase() : lower;
  });
  const whole = parts.join('-');
  return LANGUAGE.test(whole) ? whole : undefined;
}

/**
 * One text a language: the first of each. What bears no usable tag is Chinese where it holds Han characters, else
 * English; what a machine translated (`en-t-de-t0-mtec`) stands in only where nobody wrote that language.
 */
export function languageMap(terms: GraphTerm[], clean: (text: string) => string = (text) => text.trim()): LanguageMap | undefined {
  const map: LanguageMap = {};
  const translated: LanguageMap = {};
  for (const term of terms) {
    if (term.type !== 'literal' || term.value.trim() === '') continue;
    const value = clean(term.value);
    const [, base] = /^([a-z]{2,3}(?:-[a-z0-9]{2,8})*)-t-/i.exec(term.language) ?? [];
    const language = languageTag(base ?? term.language) ?? (HAN.test(value) ? 'zh' : 'en');
    const into = base ? translated : map;
    into[language] ??= value;
  }
  const whole = { ...translated, ...map };
  return Object.keys(whole).length > 0 ? whole : undefined;
}

/** Parts of one thing in the order of the numbers at the end of their addresses (`…#distribution-2`), where all have one. */
export function inOrder(nodes: GraphNode[]): GraphNode[] {
  const numbers = new Map(nodes.map((node) => [node, Number(/#[a-z]+-(\d+)$/.exec(node.id)?.[1] ?? Number.NaN)]));
  if ([...numbers.values()].some(Number.isNaN)) return nodes;
  return [...nodes].sort((a, b) => numbers.get(a)! - numbers.get(b)!);
}

/** Without what is not said. */
export const stated = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, said]) => said !== undefined)) as T;
