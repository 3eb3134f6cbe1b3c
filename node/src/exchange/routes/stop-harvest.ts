import { z } from 'zod';
import { HarvestView } from '../harvest.ts';
import { viewOf } from '../harvest-view.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

export function stopHarvestRoute(app: Api, { stop, mayOperate }: ExchangeRouteOptions): void {
  app.post(
    '/harvests/:id/stop',
    {
      schema: {
        operationId: 'stopHarvest',
        tags: ['harvests'],
        summary: 'Stop a harvest after the batch at hand',
        params: z.strictObject({ id: z.string() }),
        response: { 202: HarvestView },
      },
    },
    async (request, reply) => reply.code(202).send(viewOf(await stop(request.params.id, await mayOperate(request)))),
  );
}
