import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findTerms } from '../find-terms.ts';
import { BRANCHES, TermList } from '../term.ts';
import type { VocabularyRouteOptions } from './options.ts';

const Query = z.strictObject({
  q: z.string().max(300).optional().describe('An identifier, a label or a synonym in any language, or a part of one'),
  branch: z.enum(BRANCHES).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(20),
});

export const listTerms: FastifyPluginAsyncZod<VocabularyRouteOptions> = async (app, { vocabulary }) => {
  app.get(
    '/terms',
    { schema: { operationId: 'listTerms', tags: ['vocabulary'], summary: 'Find terms by identifier, label or synonym', querystring: Query, response: { 200: TermList } } },
    async (request) => ({ items: findTerms(vocabulary(), request.query) }),
  );
};
