import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Audience, Searching } from '../search-resources.ts';

export interface SearchRouteOptions {
  searching: Searching;
  audienceOf: (request: FastifyRequest) => Audience;
}

/** `GET /api/v1/resources`. */
export const searchRoute: FastifyPluginAsyncZod<SearchRouteOptions> = async () => {};
