import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Caller } from '../../../identity/index.ts';
import type { Issuing } from '../issue-passport.ts';
import type { Passports } from '../open-passports.ts';

/** What the operations of passports need from the node they run in. */
export interface PassportRouteOptions extends Pick<Issuing, 'db' | 'access' | 'keys' | 'url' | 'subjectsOf'> {
  passports: Passports;
  callerOf: (request: FastifyRequest) => Caller;
}

/** A server whose schemas are zod's. */
export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

/** What a use case is told by an HTTP request. */
export const issuingOf = ({ db, access, keys, url, subjectsOf, callerOf }: PassportRouteOptions, request: FastifyRequest): Issuing => ({
  db,
  access,
  keys,
  url,
  subjectsOf,
  caller: callerOf(request),
  now: new Date(),
  requestId: request.id,
});
