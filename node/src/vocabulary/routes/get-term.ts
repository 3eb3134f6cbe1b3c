import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { showTerm } from '../show-term.ts';
import { TermView } from '../term.ts';
import type { VocabularyRouteOptions } from './options.ts';

const Params = z.strictObject({ id: z.string().min(1).max(500).describe('edam:topic_0091, topic_0091, or the IRI, URL-encoded') });

export const getTerm: FastifyPluginAsyncZod<VocabularyRouteOptions> = async (app, { vocabulary }) => {
  app.get(
    '/terms/:id',
    {
      schema: {
        operationId: 'getTerm',
        tags: ['vocabulary'],
        summary: 'One term among its neighbours',
        params: Params,
        querystring: z.strictObject({}),
        response: { 200: TermView },
      },
    },
    async (request) => showTerm(vocabulary(), request.params.id),
  );
};
