import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Sight } from '../../access/index.ts';
import type { Harvesting } from '../harvesting.ts';

/** What the exchange's operations need from the node they run in. */
export interface ExchangeRouteOptions extends Harvesting {
  /** What a request's caller may discover. */
  sightOf: (request: FastifyRequest) => Sight;
  /** Answers who asks; throws if they may not run harvests here. */
  mayOperate: (request: FastifyRequest) => Promise<string>;
}

/** A server whose schemas are zod's. */
export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;
