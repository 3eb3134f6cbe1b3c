import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api, Reading } from '../../catalogue/index.ts';
import { holdersOf, HoldersView, type Holding } from './holders.ts';

/** Who holds a resource, for whoever may discover it. */
export function placingRoutes(app: Api, holding: Holding, readingOf: (request: FastifyRequest) => Reading): void {
  app.get(
    '/resources/:id/holders',
    {
      schema: {
        operationId: 'listHolders',
        tags: ['resources', 'federation'],
        summary: 'The nodes that describe a resource: where it stands there, which version stands here, and how it came',
        params: z.strictObject({ id: z.string() }),
        response: { 200: HoldersView },
      },
    },
    (request) => holdersOf(holding, readingOf(request), request.params.id),
  );
}
