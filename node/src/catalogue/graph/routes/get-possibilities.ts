import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Possibilities } from '../graph-view.ts';
import { possibilities } from '../possibilities/possibilities.ts';
import { askingOf, NodeParams, type GraphRouteOptions } from './options.ts';

const Query = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(10).describe('Items of each step') });

export const getPossibilities: FastifyPluginAsyncZod<GraphRouteOptions> = async (app, options) => {
  app.get(
    '/resources/:id/possibilities',
    {
      schema: {
        operationId: 'getPossibilities',
        tags: ['graph'],
        summary: 'What can be done with a resource, or with data in a format',
        params: NodeParams,
        querystring: Query,
        response: { 200: Possibilities },
      },
    },
    async (request) => possibilities(askingOf(options, request), { id: request.params.id, limit: request.query.limit }),
  );
};
