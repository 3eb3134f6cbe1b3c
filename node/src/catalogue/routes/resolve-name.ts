import { z } from 'zod';
import { resourcesNamed } from '../read-resource.ts';
import type { Api, CatalogueRouteOptions } from './options.ts';

export function resolveNameRoute(app: Api, options: CatalogueRouteOptions): void {
  app.get(
    '/names',
    {
      schema: {
        operationId: 'resolveName',
        tags: ['resources'],
        summary: 'The resources that an identifier of another registry names',
        description: 'For example `biotools:bwa`, `obo:hp`, a DOI or a web address.',
        querystring: z.strictObject({ name: z.string().min(1).max(4_000) }),
        response: { 200: z.object({ items: z.array(z.string()) }) },
      },
    },
    async (request) => ({ items: await resourcesNamed({ db: options.db, vocabulary: options.vocabulary(), sight: options.sightOf(request) }, request.query.name) }),
  );
}
