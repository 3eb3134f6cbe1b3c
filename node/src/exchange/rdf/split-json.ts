import { invalid } from '../../kernel/errors.ts';
import type { RdfLimits } from './read-limits.ts';

/** One thing that stands at the top of a JSON document. */
export type JsonPart =
  /** A member of the object that is the document. */
  | { member: string; text: string }
  /** An item of the list that is the document, or of its member `@graph`. */
  | { item: string };

const MARKS = /["\\{}[\],:]/g;

/**
 * Cuts a JSON document into its parts without holding it whole: the items of the list that it is, or of the list that
 * its member `@graph` is, and its other members. Each part is JSON by itself, to be parsed by whoever takes it.
 */
export async function* splitJson(text: AsyncIterable<string>, { name, limits }: { name: string; limits: RdfLimits }): AsyncGenerator<JsonPart> {
  const open: string[] = [];
  let part = '';
  let inString = false;
  let escaped = false;
  let key: string | undefined;
  /** How deep the list lies whose items are parts: 1 where the document is a list, 2 for `@graph`. */
  let list = 0;
  let ended = false;
  const fail = (what: string) => invalid(`${name} is no valid JSON: ${what}`);

  const finish = (): JsonPart[] => {
    const taken = part.trim();
    part = '';
    if (list === open.length) return taken === '' ? [] : [{ item: taken }];
    if (key === undefined) {
      if (taken !== '') throw fail(`"${taken.slice(0, 40)}" stands where a name was expected`);
      return [];
    }
    const member = key;
    key = undefined;
    return taken === '' ? [] : [{ member, text: taken }];
  };
  const atTop = () => open.length === Math.max(1, list);

  function* take(mark: string): Generator<JsonPart> {
    if (mark === '{' || mark === '[') {
      if (ended) throw fail('something follows after its end');
      const top = open.length === 0;
      const graph = open.length === 1 && list === 0 && mark === '[' && key === '@graph' && part.trim() === '';
      open.push(mark);
      if (open.length > limits.depth) throw invalid(`${name} is nested deeper than ${limits.depth} levels, the limit for a document`);
      if (top) list = mark === '[' ? 1 : 0;
      else if (graph) list = 2;
      else part += mark;
      return;
    }
    if (mark === '}' || mark === ']') {
      const expected = mark === '}' ? '{' : '[';
      if (open.at(-1) !== expected) throw fail(`"${mark}" has no beginning`);
      if (atTop()) yield* finish();
      else part += mark;
      open.pop();
      if (open.length === 0) ended = true;
      else if (list === 2 && open.length === 1) {
        list = 0;
        key = undefined;
        part = '';
      }
      return;
    }
    if (mark === ',' && atTop()) yield* finish();
    else if (mark === ':' && open.length === 1 && list === 0 && key === undefined) {
      key = keyOf(part.trim());
      part = '';
    } else part += mark;
  }
  const keyOf = (written: string): string => {
    try {
      return String(JSON.parse(written));
    } catch {
      throw fail(`"${written.slice(0, 40)}" is no name`);
    }
  };

  for await (const piece of text) {
    let from = 0;
    MARKS.lastIndex = 0;
    for (let match = MARKS.exec(piece); match; match = MARKS.exec(piece)) {
      const at = match.index;
      const mark = match[0];
      if (at > from) {
        part += piece.slice(from, at);
        escaped = false;
      }
      from = at + 1;
      if (inString) {
        part += mark;
        if (escaped) escaped = false;
        else if (mark === '\\') escaped = true;
        else if (mark === '"') inString = false;
      } else if (mark === '"') {
        inString = true;
        part += mark;
      } else {
        const before = MARKS.lastIndex;
        yield* take(mark);
        MARKS.lastIndex = before;
      }
    }
    if (from < piece.length) {
      part += piece.slice(from);
      escaped = false;
    }
    if (part.length > limits.held) throw invalid(`${name} holds one thing of more than ${limits.held} characters, the limit for a part of a document`);
  }
  if (!ended) throw fail('it ends before its time');
  if (part.trim() !== '') throw fail('something follows after its end');
}
