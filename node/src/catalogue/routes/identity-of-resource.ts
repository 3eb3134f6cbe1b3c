import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Editing } from '../amend-resource.ts';
import { chooseValue } from '../choose-value.ts';
import { readResource } from '../read-resource.ts';
import { mergeResources, separateRecord } from '../resolution/merge-resources.ts';
import { ResourceView, Tombstone } from '../resource.ts';
import { Statements, statementsOf } from '../statements.ts';
import type { Api, CatalogueRouteOptions } from './options.ts';
import { readingAfter, readingOf } from './read-resource.ts';

const params = z.strictObject({ id: z.string() });
const note = z.string().max(1_000).optional();
const RecordRef = z.strictObject({ source: z.string().max(200), record: z.string().max(1_000) });

/** Who says what of a resource, and which records are one thing. */
export function identityOfResourceRoutes(app: Api, options: CatalogueRouteOptions): void {
  const editing = (request: FastifyRequest): Editing => ({
    db: options.db,
    vocabulary: options.vocabulary(),
    caller: options.callerOf(request),
    access: options.access,
    at: new Date(),
    rankOf: options.rankOf,
    requestId: request.id,
  });
  const shown = async (request: FastifyRequest, id: string) => {
    const answer = await readResource(await readingAfter(options, request), id);
    if ('tombstone' in answer) throw new Error('a resource just changed is withdrawn');
    return answer.resource;
  };

  app.get(
    '/resources/:id/statements',
    {
      schema: {
        operationId: 'listStatements',
        tags: ['resources'],
        summary: 'What each source says of each field, and why one is shown',
        description:
          'Where several sources describe a resource: the value shown, whose it is, what the others say, and the reason (a curator chose it, rank of the source, recency).',
        params,
        response: { 200: Statements },
      },
    },
    (request) => statementsOf({ ...readingOf(options, request), rankOf: options.rankOf }, request.params.id),
  );
  app.post(
    '/resources/:id/choices',
    {
      schema: {
        operationId: 'chooseValue',
        tags: ['curation'],
        summary: 'Choose whose value of a field is shown',
        description: 'For keepers. `choice: null` returns to the policy: rank of the source, then recency.',
        params,
        body: z.strictObject({ field: z.string().max(60), choice: RecordRef.nullable(), note }),
        response: { 200: ResourceView },
      },
    },
    async (request) => {
      const { field, choice, note: why } = request.body;
      await chooseValue(editing(request), request.params.id, field, choice, why);
      return shown(request, request.params.id);
    },
  );
  app.post(
    '/resources/:id/merge',
    {
      schema: {
        operationId: 'mergeResources',
        tags: ['curation'],
        summary: 'Say that two resources are one thing',
        description: 'For keepers. Every record is kept; the older address stands and the other leads there. `separate` takes it back.',
        params,
        body: z.strictObject({ with: z.string(), note }),
        response: { 200: ResourceView },
      },
    },
    async (request) => {
      const { id } = await mergeResources(editing(request), [request.params.id, request.body.with], request.body.note);
      return shown(request, id);
    },
  );
  app.post(
    '/resources/:id/separate',
    {
      schema: {
        operationId: 'separateRecord',
        tags: ['curation'],
        summary: 'Say that a record speaks of something else',
        description: 'For keepers. The record gets a resource of its own (the one it had before, if it had one), which is answered. No identifier joins the two again.',
        params,
        body: RecordRef.extend({ note }),
        response: { 200: ResourceView, 410: Tombstone },
      },
    },
    async (request) => {
      const { source, record, note: why } = request.body;
      const { id } = await separateRecord(editing(request), request.params.id, { source, key: record }, why);
      return shown(request, id);
    },
  );
}
