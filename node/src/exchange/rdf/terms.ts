import { DataFactory, type NamedNode } from 'n3';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { rdf, xsd } from './namespaces.ts';

const { namedNode } = DataFactory;

/** A literal of the RDF/JS data model. N3's own pack value, language and type into one text, only for the writer to take it apart again. */
export interface Literal {
  termType: 'Literal';
  value: string;
  /** Lower case, as RDF 1.1 compares it; empty where there is none. */
  language: string;
  datatype: NamedNode;
}

const literal = (value: string, datatype: NamedNode, language = ''): Literal => ({ termType: 'Literal', value, language, datatype });

/** An address made by this node, which is known to be a valid IRI. */
export const named = namedNode;

/** Plain text. */
export const text = (value: string): Literal => literal(value, xsd.string);

/** A literal a language. */
export const texts = (map: LanguageMap): Literal[] => Object.entries(map).map(([language, value]) => literal(value, rdf.langString, language.toLowerCase()));

export const typed = (value: string | number, datatype: NamedNode): Literal => literal(String(value), datatype);

const PLAIN = /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?([/?][\w.~:/?&=+@,;!$'()*-]*)?(#[\w.~:/?&=+@,;!$'()*-]*)?$/;
/** An absolute IRI's scheme with authority, and the rest of it. One letter is no scheme but a drive. */
const PARTS = /^([a-z][a-z0-9+.-]+:(?:\/\/[^/?#]*)?)([^#]*)(#.*)?$/is;
// oxlint-disable-next-line no-control-regex -- what an IRI may not hold anywhere (RFC 3987, section 2.2)
const NEVER = /[\u0000-\u0020\u007F-\u009F<>"{}|\\^`\uE000-\uF8FF\uFFF0-\uFFFF]|%(?![0-9A-Fa-f]{2})/g;
const BRACKETS = /[[\]]/g;

/**
 * The IRI an address stands for: characters no IRI may hold are percent-encoded. Undefined where it is relative, has no
 * scheme or can't be read as an address, so that no invalid IRI leaves the node (RFC 3987).
 */
export function iri(address: string): NamedNode | undefined {
  if (PLAIN.test(address)) return namedNode(address);
  const [, scheme, rest = '', fragment = ''] = PARTS.exec(address.trim().toWellFormed()) ?? [];
  if (!scheme || (rest === '' && !scheme.includes('//'))) return undefined;
  const encode = (part: string) => part.replaceAll(NEVER, encodeURIComponent).replaceAll(BRACKETS, encodeURIComponent);
  const tail = fragment === '' ? '' : `#${encode(fragment.slice(1)).replaceAll('#', '%23')}`;
  const whole = `${scheme.replaceAll(NEVER, encodeURIComponent)}${encode(rest)}${tail}`;
  return scheme.includes('//') && !URL.canParse(whole) ? undefined : namedNode(whole);
}

const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** A date as exact as it is stated: `xsd:gYear`, `xsd:gYearMonth`, `xsd:date` or `xsd:dateTime`; undefined for anything else. */
export function date(value: string): Literal | undefined {
  if (/^\d{4}$/.test(value)) return literal(value, xsd.gYear);
  if (/^\d{4}-\d{2}$/.test(value)) return literal(value, xsd.gYearMonth);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return literal(value, xsd.date);
  const [, minutes, seconds = ':00', zone = ''] = INSTANT.exec(value) ?? [];
  return minutes ? literal(`${minutes}${seconds}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`, xsd.dateTime) : undefined;
}

/** The instant at which a date begins, as `xsd:dateTime` (UTC where it names no zone). */
export function instant(value: string): Literal | undefined {
  const at = new Date(/^\d{4}(-\d{2}){0,2}$/.test(value) || /(Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(at.getTime()) ? undefined : literal(at.toISOString(), xsd.dateTime);
}
