import { listFormatsRoute } from './list-formats.ts';
import { listHarvestsRoute } from './list-harvests.ts';
import { listRejectionsRoute } from './list-rejections.ts';
import { sourceRoutes } from './list-sources.ts';
import type { Api, ExchangeRouteOptions } from './options.ts';
import { readHarvestRoute } from './read-harvest.ts';
import { requestHarvestRoute } from './request-harvest.ts';
import { resumeHarvestRoute } from './resume-harvest.ts';
import { stopHarvestRoute } from './stop-harvest.ts';

/** Sources and harvests, below the API's prefix. */
export async function exchangeRoutes(app: Api, options: ExchangeRouteOptions): Promise<void> {
  listFormatsRoute(app);
  sourceRoutes(app, options);
  listHarvestsRoute(app, options);
  readHarvestRoute(app, options);
  listRejectionsRoute(app, options);
  requestHarvestRoute(app, options);
  stopHarvestRoute(app, options);
  resumeHarvestRoute(app, options);
}

export type { ExchangeRouteOptions } from './options.ts';
