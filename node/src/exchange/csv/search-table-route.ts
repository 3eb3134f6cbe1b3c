import { Readable } from 'node:stream';
import { z } from 'zod';
import { outgoing, type Outgoing, type Reading } from '../../catalogue/index.ts';
import { MOST_ON_A_PAGE, SearchParameters, searchResources, type SearchRequest, type Searching } from '../../catalogue/search/index.ts';
import type { Api } from '../routes/options.ts';
import type { WritingRouteOptions } from '../writing/routes.ts';
import { table } from './write-csv.ts';

/** A table holds no more rows than this; it is what spreadsheets still open with ease. */
const MOST_ROWS = 100_000;

const Parameters = SearchParameters.omit({ limit: true, cursor: true }).extend({
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS).describe('Most rows'),
});

/** `GET /api/v1/resources.csv`. */
export function searchTableRoute(app: Api, { searching, readingOf }: WritingRouteOptions): void {
  app.get(
    '/resources.csv',
    {
      schema: {
        operationId: 'searchResourcesAsTable',
        tags: ['search'],
        summary: 'The hits of a search as a table (CSV)',
        description: `The same query as \`/resources\`, every hit a row, in the same order, up to ${MOST_ROWS.toLocaleString('en')}. UTF-8 with its mark, so that spreadsheets show every script; values of one cell are set apart by " | "; what a spreadsheet would take for a formula begins with an apostrophe. \`x-total-count\` tells how many hits there are.`,
        querystring: Parameters,
      },
    },
    async (request, reply) => {
      const { q, sort, limit, language, ...filters } = request.query;
      const reading = readingOf(request);
      const pages = hits(searching, { q, filters, sort, language, sight: reading.sight }, reading, limit);
      // The first page is asked for before the answer begins: a query that cannot be read is answered with its problem.
      const first = await pages.next();
      const { total, items } = first.value ?? { total: 0, items: [] };
      void reply.type('text/csv; charset=utf-8; header=present').header('content-disposition', 'attachment; filename="resources.csv"').header('x-total-count', total);
      return reply.send(Readable.from(table(resources(items, pages))));
    },
  );
}

interface Hits {
  total: number;
  items: Outgoing[];
}

/** So many hits are read at once. */
const BATCH = 5 * MOST_ON_A_PAGE;

/** The hits in batches, each read whole; memory stays that of one batch. */
async function* hits(searching: Searching, request: SearchRequest, reading: Reading, most: number): AsyncGenerator<Hits, undefined> {
  let cursor: string | undefined;
  let left = most;
  let total = 0;
  do {
    const ids: string[] = [];
    do {
      const answer = await searchResources(searching, { ...request, limit: Math.min(MOST_ON_A_PAGE, left), cursor });
      ids.push(...answer.items.map(({ id }) => id));
      total = answer.total;
      left -= answer.items.length;
      cursor = answer.next ?? undefined;
    } while (cursor && left > 0 && ids.length < BATCH);
    const { items } = await outgoing(reading, { by: 'ordinal', ids, limit: Math.max(1, ids.length) });
    const found = new Map(items.flatMap((item) => ('resource' in item ? [[item.resource.id, item.resource] as const] : [])));
    yield { total, items: ids.flatMap((id) => found.get(id) ?? []) };
  } while (cursor && left > 0);
  return undefined;
}

async function* resources(first: Outgoing[], further: AsyncIterable<Hits>): AsyncGenerator<Outgoing[]> {
  yield first;
  for await (const { items } of further) yield items;
}
