import { z } from 'zod';
import { invalid } from '../../kernel/errors.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import { placeText, type Seal } from '../../kernel/seal.ts';
import type { Position } from './plan.ts';

const Held = z.tuple([z.string(), z.number(), z.string(), z.array(z.number()).max(256)]);

/** A short mark of everything that a cursor belongs to. */
export const markOf = (query: unknown): string => digestOf(query).slice(0, 12);

/** A page's end, sealed: its ordinal would tell how many resources came before that the reader may not see. */
export const writeCursor = (seal: Seal, mark: string, { key, ordinal, weights }: Position): string => seal.close(JSON.stringify([mark, key, placeText(ordinal), weights]));

/** The page's end in a cursor; throws `invalid` where it is none, or one of another query. */
export function readCursor(seal: Seal, mark: string, cursor: string): Position {
  const refuse = (reason: string): never => {
    throw invalid(`The cursor cannot be used: it ${reason}.`, [{ pointer: '/cursor', reason }]);
  };
  if (cursor.length > 8_000) return refuse('is too long to be one of this node');
  const text = seal.open(cursor);
  if (text === undefined) return refuse('is not one that this node gave; take `next` of an answer, unchanged');
  const [of, key, ordinal, weights] = Held.parse(JSON.parse(text));
  if (of !== mark) return refuse('belongs to another query; a cursor goes on with the query, filters and order of the answer it came with');
  return { key, ordinal: Number(ordinal), weights };
}
