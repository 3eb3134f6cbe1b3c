import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access, Sight } from '../../access/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import { callerOf } from './caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the caller may discover, or why that is not to be told; read it by `sightOf`. */
    sees: Sight | Error | undefined;
  }
}

/** What shows nothing of the catalogue: pages' own files, the provider of identities, and how the node is, also while its database is out of reach. */
const WITHOUT_SIGHT = /^\/(oidc\/|assets\/|healthz|readyz|metrics|reference|openapi\.json)/;

/** Puts on every request what its caller may discover at the instant at which it came; after `knowCallers`. */
export function knowSights(app: FastifyInstance, access: Pick<Access, 'sightOf'>): void {
  app.decorateRequest('sees', undefined);
  app.addHook('onRequest', async (request) => {
    if (WITHOUT_SIGHT.test(request.url)) return;
    request.sees = request.cameAs instanceof DomainError ? request.cameAs : await access.sightOf(callerOf(request)).catch((error: Error) => error);
  });
}

/** What a request's caller may discover. */
export function sightOf(request: FastifyRequest): Sight {
  if (request.sees === undefined) throw new Error(`nothing is to be discovered at ${request.url}`);
  if (request.sees instanceof Error) throw request.sees;
  return request.sees;
}
