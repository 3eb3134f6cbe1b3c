import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { KINDS } from '../../kinds.ts';
import { PREDICATE_NAMES } from '../../predicates.ts';
import { Neighbourhood } from '../graph-view.ts';
import { neighbourhood } from '../neighbourhood.ts';
import { askingOf, listOf, NodeParams, type GraphRouteOptions } from './options.ts';

const Query = z.strictObject({
  hops: z.coerce
    .number()
    .pipe(z.union([z.literal(1), z.literal(2)]))
    .default(1),
  limit: z.coerce.number().int().min(1).max(500).default(60).describe('Nodes shown besides the centre'),
  predicate: listOf(PREDICATE_NAMES).describe('Only links of these predicates'),
  kind: listOf([...KINDS, 'term', 'organisation']).describe('Only nodes of these kinds'),
});

export const getNeighbourhood: FastifyPluginAsyncZod<GraphRouteOptions> = async (app, options) => {
  app.get(
    '/graph/:id',
    {
      schema: {
        operationId: 'getNeighbourhood',
        tags: ['graph'],
        summary: 'What lies around a resource, a term or an organisation',
        params: NodeParams,
        querystring: Query,
        response: { 200: Neighbourhood },
      },
    },
    async (request) => {
      const { hops, limit, predicate, kind } = request.query;
      return neighbourhood(askingOf(options, request), { id: request.params.id, hops, limit, predicates: predicate, kinds: kind });
    },
  );
};
