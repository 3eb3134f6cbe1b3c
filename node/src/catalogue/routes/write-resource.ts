import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { amendResource, describeResource, type Editing } from '../amend-resource.ts';
import { readResource } from '../read-resource.ts';
import { ResourceView, Tombstone } from '../resource.ts';
import type { Api, CatalogueRouteOptions } from './options.ts';
import { readingAfter } from './read-resource.ts';

export function writeResourceRoutes(app: Api, options: CatalogueRouteOptions): void {
  const editing = (request: FastifyRequest): Editing => ({
    db: options.db,
    vocabulary: options.vocabulary(),
    caller: options.callerOf(request),
    access: options.access,
    at: new Date(),
    rankOf: options.rankOf,
    requestId: request.id,
  });

  app.post(
    '/resources',
    {
      schema: {
        operationId: 'describeResource',
        tags: ['resources'],
        summary: 'Describe a new resource',
        description: 'For the operator. The body is a description; the answer carries its persistent identifier. It is found by its maker at once.',
        body: z.record(z.string(), z.unknown()),
        response: { 201: ResourceView },
      },
    },
    async (request, reply) => {
      const id = await describeResource(editing(request), request.body as never);
      const answer = await readResource(await readingAfter(options, request), id);
      if ('tombstone' in answer) throw new Error('a resource just described is withdrawn');
      return reply.status(201).header('location', `/api/v1/resources/${id}`).send(answer.resource);
    },
  );
  app.patch(
    '/resources/:id',
    {
      schema: {
        operationId: 'amendResource',
        tags: ['resources'],
        summary: 'Amend a resource (JSON merge patch)',
        description:
          'For the operator. Fields given replace what the sources say; null returns to it. Status changes go the same way: {"status": "withdrawn", "statusReason": "…"} leaves a tombstone.',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({ note: z.string().max(1_000).optional() }),
        body: z.record(z.string(), z.unknown()),
        response: { 200: ResourceView, 410: Tombstone },
      },
    },
    async (request, reply) => {
      await amendResource(editing(request), request.params.id, request.body, request.query.note);
      const answer = await readResource(await readingAfter(options, request), request.params.id);
      return 'tombstone' in answer ? reply.status(410).send(answer.tombstone) : answer.resource;
    },
  );
}
