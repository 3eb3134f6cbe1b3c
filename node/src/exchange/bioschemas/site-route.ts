import { z } from 'zod';
import type { Api } from '../routes/options.ts';
import type { WritingRouteOptions } from '../writing/routes.ts';
import { describeSite } from './write-catalogue.ts';

/** `GET /api/v1/node.jsonld`: what the home page bears for machines. */
export function siteRoute(app: Api, { readingOf, node }: WritingRouteOptions): void {
  app.get(
    '/node.jsonld',
    {
      schema: {
        operationId: 'describeNodeInBioschemas',
        tags: ['node'],
        summary: 'This node in schema.org and Bioschemas: its catalogue (DataCatalog) and how to search it (WebSite, SearchAction)',
        querystring: z.strictObject({}),
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async (request, reply) => {
      void reply.type('application/ld+json');
      return describeSite({ baseUrl: readingOf(request).baseUrl, node });
    },
  );
}
