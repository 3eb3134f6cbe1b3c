import type { Api } from '../../routes/options.ts';
import { linkCheckRoutes } from './link-checks.ts';
import { listQualityRoute } from './list-quality.ts';
import type { QualityRouteOptions } from './options.ts';
import { readQualityRoutes } from './read-quality.ts';

/** Reports of quality and the checks of links, below the API's prefix. */
export async function qualityRoutes(app: Api, options: QualityRouteOptions): Promise<void> {
  readQualityRoutes(app, options);
  listQualityRoute(app, options);
  linkCheckRoutes(app, options);
}

export type { QualityRouteOptions } from './options.ts';
