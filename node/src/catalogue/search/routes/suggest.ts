import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Suggestions } from '../answer.ts';
import { suggest } from '../suggest.ts';
import type { SearchRouteOptions } from './search.ts';

/** `GET /suggest`. */
export const suggestRoute: FastifyPluginAsyncZod<SearchRouteOptions> = async (app, { searching, sightOf }) => {
  app.get(
    '/suggest',
    {
      schema: {
        operationId: 'suggest',
        tags: ['search'],
        summary: 'Suggest while typing',
        description:
          'Resources whose title, and vocabulary terms whose name, hold the words typed, the last of which may be unfinished. `count` is how many resources bear a term or a narrower one.',
        querystring: z.strictObject({ q: z.string().max(1_000), limit: z.coerce.number().int().min(1).max(20).default(6) }),
        response: { 200: Suggestions },
      },
    },
    async (request) => suggest(searching, { ...request.query, sight: sightOf(request) }),
  );
};
