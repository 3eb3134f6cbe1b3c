import { invalid } from '../../kernel/errors.ts';
import { digestOf } from '../../kernel/identifiers.ts';

/** Where a page of links ended: everything it was ordered by. */
export interface LinkPlace {
  predicate: string;
  direction: string;
  name: string;
  other: string;
  source: string;
}

const FIELDS = ['predicate', 'direction', 'name', 'other', 'source'] as const;

/** A cursor names its query, so that one of another query is refused instead of answering something else. */
const nameOf = (query: unknown): string => digestOf(query).slice(0, 12);

export const linkCursor = (query: unknown, place: LinkPlace): string => Buffer.from(JSON.stringify([nameOf(query), ...FIELDS.map((field) => place[field])])).toString('base64url');

export function readLinkCursor(query: unknown, cursor: string): LinkPlace {
  const refused = (reason: string) => invalid('The cursor cannot be followed.', [{ pointer: '/cursor', reason }]);
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refused('is no cursor of this node');
  }
  if (!Array.isArray(parts) || parts.length !== FIELDS.length + 1 || !parts.every((part) => typeof part === 'string' && !part.includes('\0')))
    throw refused('is no cursor of this node');
  const [of, ...values] = parts as string[];
  if (of !== nameOf(query)) throw refused('belongs to another query; begin again without it');
  return Object.fromEntries(FIELDS.map((field, index) => [field, values[index]])) as unknown as LinkPlace;
}
