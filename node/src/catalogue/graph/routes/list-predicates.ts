import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LanguageMap } from '../../../kernel/language-map.ts';
import { NODE_TYPES, PREDICATE_NAMES, PREDICATES } from '../../predicates.ts';

const PredicateList = z.object({
  items: z.array(z.object({ name: z.enum(PREDICATE_NAMES), label: LanguageMap, inverse: LanguageMap, iri: z.string(), object: z.enum(NODE_TYPES) })),
});

export const listPredicates: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/predicates',
    { schema: { operationId: 'listPredicates', tags: ['graph'], summary: 'The vocabulary of links', querystring: z.strictObject({}), response: { 200: PredicateList } } },
    async () => ({ items: PREDICATE_NAMES.map((name) => ({ name, ...PREDICATES[name] })) }),
  );
};
