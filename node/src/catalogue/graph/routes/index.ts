import type { FastifyPluginAsync } from 'fastify';
import { getNeighbourhood } from './get-neighbourhood.ts';
import { getPath } from './get-path.ts';
import { getPossibilities } from './get-possibilities.ts';
import { listLinks } from './list-links.ts';
import { listPredicates } from './list-predicates.ts';
import type { GraphRouteOptions } from './options.ts';

export type { GraphRouteOptions } from './options.ts';

/** The graph's part of the public API. */
export const graphRoutes: FastifyPluginAsync<GraphRouteOptions> = async (app, { db, organisationNames, vocabulary, sightOf }) => {
  const options = { db, organisationNames, vocabulary, sightOf };
  await app.register(getNeighbourhood, options);
  await app.register(listLinks, options);
  await app.register(getPath, options);
  await app.register(getPossibilities, options);
  await app.register(listPredicates);
};
