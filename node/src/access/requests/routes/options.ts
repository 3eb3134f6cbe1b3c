import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Caller } from '../../../identity/index.ts';
import type { Db } from '../../../kernel/database.ts';
import type { Access } from '../../access.ts';
import type { Asking } from '../asking.ts';

/** What the operations of requests need from the node they run in. */
export interface RequestRouteOptions {
  db: Db;
  access: Access;
  callerOf: (request: FastifyRequest) => Caller;
  subjectsOf: Asking['subjectsOf'];
}

/** A server whose schemas are zod's. */
export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

/** What a use case is told by an HTTP request. */
export const askingOf =
  ({ db, access, callerOf, subjectsOf }: RequestRouteOptions) =>
  (request: FastifyRequest): Asking => ({ db, access, subjectsOf, caller: callerOf(request), at: new Date(), requestId: request.id });
