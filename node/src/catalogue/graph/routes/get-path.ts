import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PathAnswer } from '../graph-view.ts';
import { shortestPath } from '../shortest-path.ts';
import { askingOf, NodeId, type GraphRouteOptions } from './options.ts';

const Query = z.strictObject({ from: NodeId, to: NodeId });

export const getPath: FastifyPluginAsyncZod<GraphRouteOptions> = async (app, options) => {
  app.get(
    '/paths',
    { schema: { operationId: 'getPath', tags: ['graph'], summary: 'The shortest path between two nodes, each step explained', querystring: Query, response: { 200: PathAnswer } } },
    async (request) => shortestPath(askingOf(options, request), request.query),
  );
};
