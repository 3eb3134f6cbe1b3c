import { z } from 'zod';
import { placeText } from '../../../kernel/seal.ts';
import { invalid } from '../../../kernel/errors.ts';
import type { Api } from '../../routes/options.ts';
import { METRIC_IDS } from '../metrics.ts';
import { listQuality } from '../quality-store.ts';
import { FINDINGS, QualityList } from '../report.ts';
import type { QualityRouteOptions } from './options.ts';

export function listQualityRoute(app: Api, { readingOf, kept, seal }: QualityRouteOptions): void {
  app.get(
    '/quality/resources',
    {
      schema: {
        operationId: 'listQuality',
        tags: ['quality'],
        summary: 'Resources that do not meet a metric, or of which something was found',
        description: 'As of the last assessment of the whole catalogue. Without `verdict`, a metric lists what fails it and what meets it partly.',
        querystring: z.strictObject({
          source: z.string().max(200).optional(),
          metric: z.enum(METRIC_IDS).optional(),
          verdict: z.enum(['partly', 'fails']).optional(),
          finding: z.enum(FINDINGS).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: z.string().max(100).optional(),
        }),
        response: { 200: QualityList },
      },
    },
    async (request) => {
      const { cursor, limit, ...wanted } = request.query;
      const after = cursor === undefined ? 0 : Number(seal.open(cursor) ?? Number.NaN);
      if (!Number.isSafeInteger(after) || after < 0) throw invalid('The cursor is none of this list', [{ pointer: '/cursor', reason: 'is no cursor of this list' }]);
      const reading = readingOf(request);
      await kept.summary('node');
      const rows = await listQuality(reading.db, reading.sight, { ...wanted, after, limit });
      const page = rows.slice(0, limit);
      return { items: page as QualityList['items'], next: rows.length > limit ? seal.close(placeText(page.at(-1)?.['ordinal'] as number)) : null };
    },
  );
}
