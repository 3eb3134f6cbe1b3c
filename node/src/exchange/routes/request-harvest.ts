import { z } from 'zod';
import { HarvestView } from '../harvest.ts';
import { viewOf } from '../harvest-view.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

const HarvestRequest = z.strictObject({
  source: z.string(),
  /** A folder, file or archive on the node's machine, or web addresses; left out: the source's own address. */
  address: z.string().min(1).max(4_000).optional(),
  /** Withdraw what the source no longer has even if it is most of a collection. */
  allowDeletions: z.boolean().optional(),
});

export function requestHarvestRoute(app: Api, { request: begin, mayOperate }: ExchangeRouteOptions): void {
  app.post(
    '/harvests',
    {
      schema: {
        operationId: 'requestHarvest',
        tags: ['harvests'],
        summary: 'Harvest a source; one that was stopped half-way goes on',
        body: HarvestRequest,
        response: { 202: HarvestView },
      },
    },
    async (request, reply) => {
      const by = mayOperate(request);
      const { source, address, allowDeletions } = request.body;
      const row = await begin({ source, address, allowDeletions, by });
      return reply.code(202).header('location', `/api/v1/harvests/${row.id}`).send(viewOf(row));
    },
  );
}
