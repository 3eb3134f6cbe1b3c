import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audienceOf } from '../../access/index.ts';
import { readResource, type Reading } from '../read-resource.ts';
import { ResourceView, Tombstone } from '../resource.ts';
import type { Api, CatalogueRouteOptions } from './options.ts';

/** The reading of this request: what it may see, in which vocabulary. */
export const readingOf = (options: CatalogueRouteOptions, request: FastifyRequest): Reading => ({
  db: options.db,
  vocabulary: options.vocabulary(),
  audience: audienceOf(options.callerOf(request)),
  baseUrl: options.baseUrl,
  sourceTitle: options.sourceTitle,
});

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
