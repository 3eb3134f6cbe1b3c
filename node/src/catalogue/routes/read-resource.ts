import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readResource, type Reading } from '../read-resource.ts';
import { ResourceView, Tombstone } from '../resource.ts';
import type { Api, CatalogueRouteOptions } from './options.ts';

/** The reading of this request: what it may see, in which vocabulary. */
export const readingOf = (options: CatalogueRouteOptions, request: FastifyRequest): Reading => ({
  db: options.db,
  vocabulary: options.vocabulary(),
  sight: options.sightOf(request),
  baseUrl: options.baseUrl,
  sourceTitle: options.sourceTitle,
});

/** The reading of a request that has just changed something: what was written may be of a class that nobody knew of when the request came. */
export async function readingAfter(options: CatalogueRouteOptions, request: FastifyRequest): Promise<Reading> {
  await Promise.all([options.catchUp(), options.access.settled()]);
  return { ...readingOf(options, request), sight: await options.access.sightOf(options.callerOf(request)) };
}

export function readResourceRoute(app: Api, options: CatalogueRouteOptions): void {
  app.get(
    '/resources/:id',
    {
      schema: {
        operationId: 'readResource',
        tags: ['resources'],
        summary: 'One resource',
        description: 'What is shown of a resource, with the source of every field. A withdrawn resource answers 410 with its tombstone.',
        params: z.strictObject({ id: z.string() }),
        response: { 200: ResourceView, 410: Tombstone },
      },
    },
    async (request, reply) => {
      const answer = await readResource(readingOf(options, request), request.params.id);
      return 'tombstone' in answer ? reply.status(410).send(answer.tombstone) : answer.resource;
    },
  );
}
