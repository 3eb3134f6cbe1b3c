import { z } from 'zod';
import { HarvestView } from '../harvest.ts';
import { viewOf } from '../harvest-view.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

export function resumeHarvestRoute(app: Api, { resume, mayOperate }: ExchangeRouteOptions): void {
  app.post(
    '/harvests/:id/resume',
    {
      schema: {
        operationId: 'resumeHarvest',
        tags: ['harvests'],
        summary: 'Go on with a harvest that was stopped, cut off or failed',
        params: z.strictObject({ id: z.string() }),
        response: { 202: HarvestView },
      },
    },
    async (request, reply) => {
      await mayOperate(request);
      return reply.code(202).send(viewOf(await resume(request.params.id)));
    },
  );
}
