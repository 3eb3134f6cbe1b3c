import { z } from 'zod';
import { HarvestView } from '../harvest.ts';
import { readHarvest } from '../read-harvests.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

export function readHarvestRoute(app: Api, { context, sightOf }: ExchangeRouteOptions): void {
  app.get(
    '/harvests/:id',
    {
      schema: {
        operationId: 'readHarvest',
        tags: ['harvests'],
        summary: 'A harvest: its counts, its progress, why it ended',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({}),
        response: { 200: HarvestView },
      },
    },
    async (request) => readHarvest(context.db, sightOf(request), request.params.id),
  );
}
