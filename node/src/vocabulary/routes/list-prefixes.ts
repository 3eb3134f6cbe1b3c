import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import type { VocabularyRouteOptions } from './options.ts';

const Answer = z.object({
  items: z.array(z.object({ prefix: z.string(), name: LanguageMap, identifies: z.boolean(), pattern: z.string(), address: z.string().nullable(), synonyms: z.array(z.string()) })),
});

export const listPrefixes: FastifyPluginAsyncZod<VocabularyRouteOptions> = async (app, { vocabulary }) => {
  app.get(
    '/prefixes',
    {
      schema: {
        operationId: 'listPrefixes',
        tags: ['vocabulary'],
        summary: 'The prefixes of identifiers known here',
        description: 'Two records that state the same identifier of a prefix that `identifies` speak of one thing, and become one resource.',
        response: { 200: Answer },
      },
    },
    async () => ({
      items: vocabulary()
        .prefixes.list()
        .map(({ prefix, name, identifies, pattern, addresses, synonyms }) => ({ prefix, name, identifies, pattern: pattern.source, address: addresses[0] ?? null, synonyms })),
    }),
  );
};
