import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Sight } from '../../../access/index.ts';
import type { Reading } from '../../../catalogue/index.ts';
import type { Searching } from '../../../catalogue/search/index.ts';
import type { Caller } from '../../../identity/index.ts';
import type { Db } from '../../../kernel/database.ts';
import type { Book } from '../../../ledger/index.ts';
import type { KeyBook } from '../../signature.ts';
import type { Asking } from '../open-asking.ts';

export interface AskingRouteOptions {
  db: Db;
  asking: Asking;
  keys: KeyBook;
  /** This node's identifier and public address. */
  self: { id: string; url: string };
  searching: Searching;
  access: Access;
  book: Book;
  callerOf: (request: FastifyRequest) => Caller;
  sightOf: (request: FastifyRequest) => Sight;
  readingOf: (sight: Sight) => Reading;
  /** Whether callers are held to a rate at all. */
  limited: boolean;
}

/** Live questions one caller may have asked in a minute: each costs every member work. */
export const A_MINUTE = 120;

export const limitsOf = ({ limited }: AskingRouteOptions) => ({ rateLimit: limited && ({ max: A_MINUTE, timeWindow: 60_000 } as const) });

/** Ends when whoever asks has gone before they were answered. */
export function whileConnected(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const { raw } = reply;
  const left = () => {
    if (!raw.writableFinished) gone.abort(new DOMException('Whoever asked has gone', 'AbortError'));
  };
  if (raw.destroyed) left();
  else raw.once('close', left);
  return gone.signal;
}
