import { z } from 'zod';
import { HARVEST_STATES, HarvestList } from '../harvest.ts';
import { listHarvests } from '../read-harvests.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

export function listHarvestsRoute(app: Api, { context, sightOf }: ExchangeRouteOptions): void {
  app.get(
    '/harvests',
    {
      schema: {
        operationId: 'listHarvests',
        tags: ['harvests'],
        summary: 'Harvests, newest first',
        querystring: z.strictObject({
          source: z.string().optional(),
          state: z.enum(HARVEST_STATES).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(20),
          cursor: z.string().optional(),
        }),
        response: { 200: HarvestList },
      },
    },
    async (request) => listHarvests(context.db, sightOf(request), request.query),
  );
}
