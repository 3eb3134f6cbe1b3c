import type { Api, CatalogueRouteOptions } from './options.ts';
import { identityOfResourceRoutes } from './identity-of-resource.ts';
import { readResourceRoute } from './read-resource.ts';
import { resolveNameRoute } from './resolve-name.ts';
import { revisionRoutes } from './revisions.ts';
import { writeResourceRoutes } from './write-resource.ts';

/** The catalogue's operations on single resources, below the API's prefix. */
export async function catalogueRoutes(app: Api, options: CatalogueRouteOptions): Promise<void> {
  readResourceRoute(app, options);
  revisionRoutes(app, options);
  writeResourceRoutes(app, options);
  resolveNameRoute(app, options);
  identityOfResourceRoutes(app, options);
}

export type { Api, CatalogueRouteOptions } from './options.ts';
