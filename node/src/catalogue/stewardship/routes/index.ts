import type { Api } from '../../routes/options.ts';
import { certificateRoutes } from './certificates.ts';
import type { StewardshipRouteOptions } from './options.ts';
import { redLineRoutes } from './red-lines.ts';
import { termsRoutes } from './terms.ts';

/** Terms, certificates and red lines, below the API's prefix. */
export async function stewardshipRoutes(app: Api, options: StewardshipRouteOptions): Promise<void> {
  termsRoutes(app, options);
  await certificateRoutes(app, options);
  redLineRoutes(app, options);
}

export type { StewardshipRouteOptions } from './options.ts';
