import { z } from 'zod';
import { SourceView } from '../harvest.ts';
import { listSources, readSource } from '../list-sources.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';

export function sourceRoutes(app: Api, { context, sightOf }: ExchangeRouteOptions): void {
  app.get(
    '/sources',
    {
      schema: {
        operationId: 'listSources',
        tags: ['harvests'],
        summary: 'The sources this node harvests, what each describes here and how its last harvest went',
        querystring: z.strictObject({}),
        response: { 200: z.object({ items: z.array(SourceView) }) },
      },
    },
    async (request) => listSources(context, sightOf(request)),
  );
  app.get(
    '/sources/:id',
    {
      schema: {
        operationId: 'readSource',
        tags: ['harvests'],
        summary: 'A source',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({}),
        response: { 200: SourceView },
      },
    },
    async (request) => readSource(context, request.params.id, sightOf(request)),
  );
}
