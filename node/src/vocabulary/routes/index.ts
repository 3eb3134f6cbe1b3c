import type { FastifyPluginAsync } from 'fastify';
import { getTerm } from './get-term.ts';
import { listPrefixes } from './list-prefixes.ts';
import { listTerms } from './list-terms.ts';
import type { VocabularyRouteOptions } from './options.ts';

export type { VocabularyRouteOptions } from './options.ts';

/** The vocabulary's part of the public API. */
export const vocabularyRoutes: FastifyPluginAsync<VocabularyRouteOptions> = async (app, { vocabulary }) => {
  await app.register(listTerms, { vocabulary });
  await app.register(getTerm, { vocabulary });
  await app.register(listPrefixes, { vocabulary });
};
