import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LinkPage } from '../graph-view.ts';
import { links } from '../links.ts';
import { askingOf, NodeParams, Predicate, type GraphRouteOptions } from './options.ts';

const Query = z.strictObject({
  predicate: Predicate.optional(),
  direction: z.enum(['out', 'in']).optional().describe('From the resource, or to it'),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const listLinks: FastifyPluginAsyncZod<GraphRouteOptions> = async (app, options) => {
  app.get(
    '/resources/:id/links',
    {
      schema: {
        operationId: 'listLinks',
        tags: ['graph'],
        summary: 'The links of a resource, each with its source',
        params: NodeParams,
        querystring: Query,
        response: { 200: LinkPage },
      },
    },
    async (request) => links(askingOf(options, request), { id: request.params.id, ...request.query }),
  );
};
