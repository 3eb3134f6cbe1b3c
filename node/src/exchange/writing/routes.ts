import type { FastifyRequest } from 'fastify';
import type { Reading } from '../../catalogue/index.ts';
import type { Searching } from '../../catalogue/search/index.ts';
import { siteRoute } from '../bioschemas/site-route.ts';
import { citationRoute } from '../citation/citation-route.ts';
import { searchTableRoute } from '../csv/search-table-route.ts';
import type { WritingContext } from '../format.ts';
import type { Api } from '../routes/options.ts';
import { resourceFormatsRoute } from './formats-route.ts';

/** What is needed to hand resources out beside the formats. */
export interface WritingRouteOptions {
  /** The reading of this request: what it may see. */
  readingOf: (request: FastifyRequest) => Reading;
  searching: Searching;
  node: WritingContext['node'];
}

/** Citations, formats, tables of searches and the description of the site, below the API's prefix. */
export async function writingRoutes(app: Api, options: WritingRouteOptions): Promise<void> {
  citationRoute(app, options);
  resourceFormatsRoute(app, options);
  searchTableRoute(app, options);
  siteRoute(app, options);
}
