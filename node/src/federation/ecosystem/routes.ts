import { z } from 'zod';
import type { Api } from '../../catalogue/index.ts';
import { coverageCsv } from './coverage.ts';
import { CoverageView, EcosystemView } from './ecosystem-view.ts';
import type { Ecosystem } from './open-ecosystem.ts';

const MOST_TOPICS = 500;
const TOPICS = 30;

/** The surroundings of this node, for everybody. */
export function ecosystemRoutes(app: Api, ecosystem: Ecosystem): void {
  const tags = ['federation'];
  app.get(
    '/federation/ecosystem',
    {
      schema: {
        operationId: 'describeEcosystem',
        tags,
        summary: 'This node, its members and theirs, and the hubs it belongs to: who holds what, and how replication stands',
        response: { 200: EcosystemView },
      },
    },
    () => ecosystem.read(new Date()),
  );
  app.get(
    '/federation/coverage',
    {
      schema: {
        operationId: 'describeCoverage',
        tags,
        summary: 'Which categories and topics each group or platform holds, and what few or none hold',
        querystring: z.strictObject({
          by: z.enum(['group', 'platform']).default('group'),
          topics: z.coerce.number().int().min(0).max(MOST_TOPICS).default(TOPICS).describe('How many topics, the most frequent ones, beside the broadest that nobody holds'),
          format: z.enum(['json', 'csv']).default('json'),
        }),
        response: { 200: z.union([CoverageView, z.string()]) },
      },
    },
    async (request, reply) => {
      const { format, ...asked } = request.query;
      const view = await ecosystem.coverage(asked, new Date());
      if (format === 'json') return view;
      return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="coverage-by-${asked.by}.csv"`).send(coverageCsv(view));
    },
  );
}
