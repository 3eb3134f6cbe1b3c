import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Db } from '../../kernel/database.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { KeyBook } from '../signature.ts';
import { isSigned, whoSigned } from './request-signature.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, where another node may have signed it. */
    signedBody?: Buffer | undefined;
  }
}

/** Says which node asks. */
export interface AskingNode {
  /** The node that signed the request, by the keys known here or those given; undefined where nobody did, or not this request, or not for the first time. */
  nodeOf(request: FastifyRequest, keys?: KeyBook): Promise<string | undefined>;
}

/**
 * Lets the routes of this part of the server take requests that other nodes signed: JSON bodies are kept as they came,
 * since the signature covers their bytes. Call it once in a plugin of its own, before the routes.
 */
export function takeSignedRequests(
  app: Pick<FastifyInstance, 'removeContentTypeParser' | 'addContentTypeParser'>,
  { db, keys: known, url }: { db: Db; keys: KeyBook; url: string },
): AskingNode {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done: (error: Error | null, value?: unknown) => void) => {
    request.signedBody = body;
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString('utf8')));
    } catch {
      done(new DomainError('invalid', 'The body is no JSON.'));
    }
  });
  return {
    nodeOf: (request, keys = known) =>
      isSigned(request)
        ? whoSigned({ db, keys }, { method: request.method, url: `${url}${request.raw.url}`, headers: request.headers, body: request.signedBody }, new Date())
        : Promise.resolve(undefined),
  };
}
