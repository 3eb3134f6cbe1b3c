import { z } from 'zod';
import { AllowedHost } from '../../kernel/web/allowed-hosts.ts';
import { HarvestView } from '../harvest.ts';
import { viewOf } from '../harvest-view.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

const HarvestRequest = z.strictObject({
  source: z.string(),
  /** A folder, file or archive on the node's machine, or web addresses; left out: the source's own address. */
  address: z.string().min(1).max(4_000).optional(),
  /** Withdraw what the source no longer has even if it is most of a collection. */
  allowDeletions: z.boolean().optional(),
  /** Hosts this harvest may reach although they lie in a private network, or because documents lead to them. */
  allowHosts: z.array(AllowedHost).max(100).optional(),
  /** For the reader of a standard, in place of what is configured (the columns of a table, for example). */
  settings: z.record(z.string(), z.unknown()).optional(),
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
      const by = await mayOperate(request);
      const row = await begin({ ...request.body, by });
      return reply.code(202).header('location', `/api/v1/harvests/${row.id}`).send(viewOf(row));
    },
  );
}
