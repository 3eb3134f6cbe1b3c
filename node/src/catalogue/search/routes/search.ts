import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CATEGORIES, KINDS } from '../../kinds.ts';
import { SearchAnswer, SORTS } from '../answer.ts';
import type { Sight } from '../../../access/index.ts';
import { FACET_VALUES, MOST_FACET_VALUES, MOST_ON_A_PAGE, searchResources, type Searching } from '../search-resources.ts';

export interface SearchRouteOptions {
  searching: Searching;
  sightOf: (request: FastifyRequest) => Sight;
}

/** A parameter that may be given several times: `kind=tool&kind=workflow`. */
const several = <T extends z.ZodType>(value: T) => z.union([z.array(value).max(200), value.transform((one) => [one])]).optional();
const value = z.string().min(1).max(500);

/** The query of a search, as an address writes it. */
export const SearchParameters = z.strictObject({
  q: z
    .string()
    .optional()
    .describe('Words (all are met), "words in a row", -excluded, either OR other, (parentheses), begin*, and kind: category: topic: licence: provider: source: title:'),
  category: several(z.enum(CATEGORIES)),
  kind: several(z.enum(KINDS)),
  topic: several(value).describe('Identifier of a vocabulary term; resources with narrower terms are included'),
  licence: several(value),
  provider: several(value),
  source: several(value),
  sort: z.enum(SORTS).default('relevance'),
  limit: z.coerce.number().int().min(1).max(MOST_ON_A_PAGE).default(20),
  facetLimit: z.coerce.number().int().min(0).max(MOST_FACET_VALUES).default(FACET_VALUES).describe('How many values of each facet to list'),
  cursor: z.string().max(8_000).optional().describe('`next` of the answer before'),
  language: z.string().max(35).optional().describe('In which language reasons name a concept; left out, that of the query'),
});

/** `GET /resources`. */
export const searchRoute: FastifyPluginAsyncZod<SearchRouteOptions> = async (app, { searching, sightOf }) => {
  app.get(
    '/resources',
    {
      schema: {
        operationId: 'searchResources',
        tags: ['search'],
        summary: 'Search resources',
        description:
          "Every hit is counted, exactly: `total` and each facet value's `count`. A facet lists its most frequent values (`facetLimit`) and those chosen; its own choice does not narrow it. Several values of one facet mean any of them. Each item says in `why` how it meets the query; `understood` says which concepts were recognised and which words corrected. Follow `next` for the following page: every hit that stays as it is comes once, also while the catalogue changes.",
        querystring: SearchParameters,
        response: { 200: SearchAnswer },
      },
      // The compiler has checked that the answer is one; to check its three hundred facet values at every request would cost more than the search.
      serializerCompiler: () => JSON.stringify,
    },
    async (request) => {
      const { q, sort, limit, facetLimit, cursor, language, ...filters } = request.query;
      return searchResources(searching, { q, filters, sort, limit, facetLimit, cursor, language, sight: sightOf(request) });
    },
  );
};
