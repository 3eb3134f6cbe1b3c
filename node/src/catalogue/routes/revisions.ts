import { z } from 'zod';
import { compareRevisions, listRevisions, readRevision } from '../read-resource.ts';
import { Revision, RevisionComparison, RevisionSummary } from '../resource.ts';
import type { Api, CatalogueRouteOptions } from './options.ts';
import { readingOf } from './read-resource.ts';

const number = z.coerce.number().int().min(1);

export function revisionRoutes(app: Api, options: CatalogueRouteOptions): void {
  app.get(
    '/resources/:id/revisions',
    {
      schema: {
        operationId: 'listRevisions',
        tags: ['resources'],
        summary: 'The revisions of a resource, newest first',
        params: z.strictObject({ id: z.string() }),
        response: { 200: z.object({ items: z.array(RevisionSummary) }) },
      },
    },
    async (request) => ({ items: await listRevisions(readingOf(options, request), request.params.id) }),
  );
  app.get(
    '/resources/:id/revisions/compare',
    {
      schema: {
        operationId: 'compareRevisions',
        tags: ['resources'],
        summary: 'The fields in which two revisions differ',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({ from: number, to: number }),
        response: { 200: RevisionComparison },
      },
    },
    async (request) => compareRevisions(readingOf(options, request), request.params.id, request.query.from, request.query.to),
  );
  app.get(
    '/resources/:id/revisions/:number',
    {
      schema: {
        operationId: 'readRevision',
        tags: ['resources'],
        summary: 'A resource as it was shown at a revision',
        params: z.strictObject({ id: z.string(), number }),
        response: { 200: Revision },
      },
    },
    async (request) => readRevision(readingOf(options, request), request.params.id, request.params.number),
  );
}
