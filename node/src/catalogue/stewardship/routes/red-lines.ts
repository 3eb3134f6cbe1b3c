import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DUO_TERMS } from '../../../access/data-use/index.ts';
import type { NewRedLineInput } from '../../../access/red-lines/index.ts';
import { Instant } from '../../../access/terms/index.ts';
import { LanguageMap } from '../../../kernel/language-map.ts';
import type { Api } from '../../routes/options.ts';
import { closeRedLine, enterRedLines, listDataCategories, listRedLines, type RedLineKeeping } from '../keep-red-lines.ts';
import { RedLineView } from '../views.ts';
import type { StewardshipRouteOptions } from './options.ts';

const tags = ['access'];
const RedLineList = z.object({ items: z.array(RedLineView) });
/** Entered at once at most. */
const MOST = 100;

/** What is never given out, and the kinds of data by which that is said. */
export function redLineRoutes(app: Api, options: StewardshipRouteOptions): void {
  const keeping = (request: FastifyRequest): RedLineKeeping => ({
    db: options.db,
    caller: options.callerOf(request),
    access: options.access,
    at: new Date(),
    requestId: request.id,
  });
  const list = async (request: FastifyRequest) => ({ items: await listRedLines(keeping(request)) });

  app.get(
    '/red-lines',
    {
      schema: {
        operationId: 'listRedLines',
        tags,
        summary: 'Red lines: what nobody’s yes can lift',
        description: 'Those in force, those to come, and those that are over.',
        response: { 200: RedLineList },
      },
    },
    list,
  );
  app.post(
    '/red-lines',
    {
      schema: {
        operationId: 'enterRedLines',
        tags,
        summary: 'Enter red lines',
        description: 'For the operator. One red line or a list of them, all or none. A red line is never deleted, only ended.',
        body: z.union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown())).min(1).max(MOST)]),
        response: { 201: RedLineList },
      },
    },
    async (request, reply) => {
      await enterRedLines(keeping(request), [request.body].flat() as NewRedLineInput[]);
      return reply.status(201).send(await list(request));
    },
  );
  app.post(
    '/red-lines/:id/end',
    {
      schema: {
        operationId: 'endRedLine',
        tags,
        summary: 'End a red line, now or later',
        params: z.strictObject({ id: z.string().max(60) }),
        body: z.strictObject({ reason: z.string().trim().min(3, 'says too little').max(2_000), until: Instant.optional() }),
        response: { 200: RedLineList },
      },
    },
    async (request) => {
      const { reason, until } = request.body;
      await closeRedLine(keeping(request), request.params.id, { reason, until: until ? new Date(until) : undefined });
      return list(request);
    },
  );
  app.get(
    '/data-categories',
    {
      schema: {
        operationId: 'listDataCategories',
        tags,
        summary: 'Kinds of data to choose from',
        description: 'Terms and red lines may name kinds of their own.',
        response: { 200: z.object({ items: z.array(z.object({ name: z.string(), label: LanguageMap, about: LanguageMap, personal: z.boolean() })) }) },
      },
    },
    async () => ({ items: await listDataCategories(options.db) }),
  );
  app.get(
    '/data-use-terms',
    {
      schema: {
        operationId: 'listDataUseTerms',
        tags,
        summary: 'Conditions of use to choose from',
        description: 'The permissions and modifiers of the GA4GH Data Use Ontology (DUO).',
        response: { 200: z.object({ items: z.array(z.object({ id: z.string(), shorthand: z.string(), label: LanguageMap, type: z.enum(['permission', 'modifier']) })) }) },
      },
    },
    async () => ({ items: [...DUO_TERMS] }),
  );
}
