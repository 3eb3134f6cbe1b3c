import { invalid, type Flaw } from '../../kernel/errors.ts';
import { narrowed, pieces } from './segment.ts';

/**
 * The language of queries: words (all must be met), `"words in a row"`, `-excluded`, `either OR other`, `( )`,
 * `begin*`, and `field:value`. `AND` and `NOT` may be written too. Full-width quotes and parentheses count as theirs.
 */
export type Query =
  | { type: 'and' | 'or'; nodes: Query[] }
  | { type: 'not'; node: Query }
  | { type: 'words'; text: string; at: number; inTitle?: boolean }
  | { type: 'phrase'; text: string; at: number; inTitle?: boolean }
  | { type: 'prefix'; text: string; at: number; inTitle?: boolean }
  | { type: 'field'; field: QueryField; value: string; at: number };

export const QUERY_FIELDS = ['kind', 'category', 'topic', 'licence', 'provider', 'source'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

const MAX_LENGTH = 1_000;
const MAX_WORDS = 64;
const MAX_DEPTH = 20;

/** Where in the query something stands, as people count: line and column from 1. */
export const columnOf = (query: string, at: number): string => `1:${Array.from(query.slice(0, at)).length + 1}`;

type Mark = { type: '(' | ')' | 'or' | 'and' | 'not'; at: number; end: number };
type Leaf = { type: 'words' | 'prefix' | 'phrase'; text: string; field?: string; at: number; end: number };
type Token = Mark | Leaf;

/** Reads a query; undefined where it is empty. Throws `invalid`, saying where and what to do. */
export function parseQuery(text: string): Query | undefined {
  const fail = (at: number, reason: string): never => {
    throw invalid(`The query cannot be read: ${reason}`, [{ pointer: columnOf(text, at), reason } satisfies Flaw]);
  };
  if (text.length > MAX_LENGTH) fail(MAX_LENGTH, `It is longer than ${MAX_LENGTH} characters; shorten it.`);
  const source = narrowed(text)
    .replaceAll(/[“”„«»「」『』]/g, '"')
    .replaceAll(/\p{Cc}/gu, ' ');
  const tokens = tokenise(source, fail);
  if (source.trim() === '') return undefined;

  let next = 0;
  const query = either(0);
  const rest = tokens[next];
  if (rest) fail(rest.at, 'There is a ) without its (; take it away or open it before.');
  if (!query) return fail(0, 'It holds nothing to look for; write a word.');
  return query;

  /** a OR b */
  function either(depth: number): Query | undefined {
    const nodes: Query[] = [];
    let operator: Token | undefined;
    for (;;) {
      const node = every(depth);
      const here = tokens[next];
      if (!node && operator) fail(operator.at, 'Nothing stands after OR; write what else may be met, or take OR away.');
      if (!node && here?.type === 'or') fail(here.at, 'Nothing stands before OR; write what may be met, or take OR away.');
      if (node) nodes.push(node);
      if (here?.type !== 'or') break;
      operator = here;
      next++;
    }
    return nodes.length > 1 ? { type: 'or', nodes } : nodes[0];
  }

  /** a b -c */
  function every(depth: number): Query | undefined {
    const nodes: Query[] = [];
    let operator: Token | undefined;
    for (;;) {
      const here = tokens[next];
      if (here?.type === 'and') {
        if (nodes.length === 0) fail(here.at, 'Nothing stands before AND; write what must be met, or take AND away.');
        operator = here;
        next++;
        continue;
      }
      if (!here || here.type === 'or' || here.type === ')') {
        if (operator) fail(operator.at, 'Nothing stands after AND; write what else must be met, or take AND away.');
        break;
      }
      operator = undefined;
      nodes.push(one(depth));
    }
    return nodes.length > 1 ? { type: 'and', nodes } : nodes[0];
  }

  function one(depth: number): Query {
    const here = tokens[next++] as Token;
    if (here.type === 'not') {
      const excluded = tokens[next];
      if (!excluded || excluded.type === 'or' || excluded.type === 'and' || excluded.type === ')')
        return fail(here.at, 'Nothing stands after the exclusion; write what must not be met, or take it away.');
      return { type: 'not', node: one(depth) };
    }
    if (here.type === '(') {
      if (depth >= MAX_DEPTH) fail(here.at, `Parentheses stand more than ${MAX_DEPTH} deep; write it simpler.`);
      const inner = either(depth + 1);
      const end = tokens[next];
      if (end?.type !== ')') return fail(here.at, 'This ( is never closed; add a ).');
      next++;
      return inner ?? fail(here.at, 'These parentheses are empty; write something between them or take them away.');
    }
    return leaf(here as Leaf);
  }

  function leaf({ type, text: value, field, at }: Leaf): Query {
    if (field === undefined) return { type, text: value, at };
    if (field === 'title') return { type, text: value, at, inTitle: true };
    if (!(QUERY_FIELDS as readonly string[]).includes(field)) {
      return fail(at, `There is no field "${field}"; the fields are ${[...QUERY_FIELDS, 'title'].join(', ')}. To search for it as text, put it in quotes.`);
    }
    if (type === 'prefix') fail(at, `The field ${field} takes a whole value, without *.`);
    return { type: 'field', field: field as QueryField, value, at };
  }
}

type Fail = (at: number, reason: string) => never;

/** A field's name right before a colon; an address (`https://…`) is none. */
const FIELD = /([\p{L}][\p{L}\p{N}_-]*):(?!\/\/)/uy;
const WORD = /[^\s()"|]+/uy;

function tokenise(source: string, fail: Fail): Token[] {
  const tokens: Token[] = [];
  let words = 0;
  for (let at = 0; at < source.length;) {
    const c = source[at] as string;
    if (/\s/.test(c)) at++;
    else if (c === '(' || c === ')') tokens.push({ type: c, at, end: ++at });
    else if (c === '|') {
      tokens.push({ type: 'or', at, end: at + 1 });
      at += source[at + 1] === '|' ? 2 : 1;
    } else if (c === '-' && /[^\s)|]/.test(source[at + 1] ?? ' ')) tokens.push({ type: 'not', at, end: ++at });
    else at = leafAt(at);
  }
  return tokens;

  function leafAt(at: number): number {
    FIELD.lastIndex = at;
    const field = FIELD.exec(source);
    const from = field ? FIELD.lastIndex : at;
    const named = field ? { field: (field[1] as string).toLowerCase() } : {};
    if (source[from] === '"') {
      const end = source.indexOf('"', from + 1);
      if (end < 0) fail(from, 'This quotation mark is never closed; add another where the phrase ends.');
      const text = source.slice(from + 1, end);
      const count = [...pieces(text)].length;
      if (count === 0) fail(from, 'There is no word between these quotation marks; write one or take them away.');
      counted(count, from);
      tokens.push({ type: 'phrase', text, ...named, at, end: end + 1 });
      return end + 1;
    }
    WORD.lastIndex = from;
    const text = WORD.exec(source)?.[0] ?? '';
    const end = from + text.length;
    if (field && text === '') fail(at, `Nothing stands after ${field[0]}; write a value right behind the colon.`);
    if (!field && (text === 'OR' || text === 'AND' || text === 'NOT')) {
      tokens.push({ type: text.toLowerCase() as 'or' | 'and' | 'not', at, end });
      return end;
    }
    const prefix = text.endsWith('*');
    const value = prefix ? text.replace(/\*+$/, '') : text;
    const count = [...pieces(value)].length;
    if (prefix && count === 0) fail(from, 'A * must follow the beginning of a word.');
    if (count === 0 && !field) return end; // punctuation alone
    counted(count, from);
    tokens.push({ type: prefix ? 'prefix' : 'words', text: value, ...named, at, end });
    return end;
  }

  function counted(count: number, at: number): void {
    words += count;
    if (words > MAX_WORDS) fail(at, `It holds more than ${MAX_WORDS} words; leave some out.`);
  }
}
