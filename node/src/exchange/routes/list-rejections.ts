import { z } from 'zod';
import { RejectionPage } from '../harvest.ts';
import { listRejections } from '../read-harvests.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

export function listRejectionsRoute(app: Api, { context, sightOf }: ExchangeRouteOptions): void {
  app.get(
    '/harvests/:id/rejections',
    {
      schema: {
        operationId: 'listRejections',
        tags: ['harvests'],
        summary: 'The records a harvest did not take, each with the field at fault and the reason',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(50), cursor: z.string().optional() }),
        response: { 200: RejectionPage },
      },
    },
    async (request) => listRejections(context.db, sightOf(request), request.params.id, request.query),
  );
}
