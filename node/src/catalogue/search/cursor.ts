import { z } from 'zod';
import { invalid } from '../../kernel/errors.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import type { Position } from './plan.ts';

const Held = z.tuple([z.string(), z.number(), z.int(), z.array(z.number()).max(256)]);

/** A short mark of everything that a cursor belongs to. */
export const markOf = (query: unknown): string => digestOf(query).slice(0, 12);

/** A page's end as an opaque text. */
export const writeCursor = (mark: string, { key, ordinal, weights }: Position): string => Buffer.from(JSON.stringify([mark, key, ordinal, weights])).toString('base64url');

/** The page's end in a cursor; throws `invalid` where it is none, or one of another query. */
export function readCursor(mark: string, cursor: string): Position {
  const refuse = (reason: string): never => {
    throw invalid(`The cursor cannot be used: it ${reason}.`, [{ pointer: '/cursor', reason }]);
  };
  if (cursor.length > 8_000) return refuse('is too long to be one of this node');
  let held: z.infer<typeof Held>;
  try {
    held = Held.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return refuse('is not one that this node gave; take `next` of an answer, unchanged');
  }
  const [of, key, ordinal, weights] = held;
  if (of !== mark) return refuse('belongs to another query; a cursor goes on with the query, filters and order of the answer it came with');
  return { key, ordinal, weights };
}
