import { z } from 'zod';
import { notFound } from '../../../kernel/errors.ts';
import type { Api } from '../../routes/options.ts';
import { NODE_SCOPE, sourceScope } from '../count-quality.ts';
import { QualitySummary, ResourceQuality } from '../report.ts';
import { resourceQuality } from '../resource-quality.ts';
import type { QualityRouteOptions } from './options.ts';

export function readQualityRoutes(app: Api, { readingOf, provision, kept, hasSource }: QualityRouteOptions): void {
  app.get(
    '/resources/:id/quality',
    {
      schema: {
        operationId: 'readResourceQuality',
        tags: ['quality'],
        summary: 'The FAIR and quality report of a resource',
        description:
          'Each metric of the FAIRsFAIR Data Object Assessment Metrics with its verdict, the evidence (field, value, source) and what would fix it; what a curator would want to mend; what is known of its links. What this node does for every resource alike says so (`earnedBy: node`).',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({}),
        response: { 200: ResourceQuality },
      },
    },
    async (request) => resourceQuality(readingOf(request), request.params.id, provision, new Date()),
  );
  app.get(
    '/sources/:id/quality',
    {
      schema: {
        operationId: 'readSourceQuality',
        tags: ['quality'],
        summary: 'How many resources of a source meet each metric',
        description: 'Counts over all published resources the source describes, made in the background; `computed` says when.',
        params: z.strictObject({ id: z.string() }),
        querystring: z.strictObject({}),
        response: { 200: QualitySummary },
      },
    },
    async (request) => {
      if (!hasSource(request.params.id)) throw notFound(`There is no source "${request.params.id}"`);
      return kept.summary(sourceScope(request.params.id));
    },
  );
  app.get(
    '/quality',
    {
      schema: {
        operationId: 'readNodeQuality',
        tags: ['quality'],
        summary: 'How many resources of this node meet each metric',
        querystring: z.strictObject({}),
        response: { 200: QualitySummary },
      },
    },
    async () => kept.summary(NODE_SCOPE),
  );
}
