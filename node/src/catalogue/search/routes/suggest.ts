import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { SearchRouteOptions } from './search.ts';

/** `GET /api/v1/suggest`. */
export const suggestRoute: FastifyPluginAsyncZod<SearchRouteOptions> = async () => {};
