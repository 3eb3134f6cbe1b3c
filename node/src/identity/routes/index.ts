import { meRoutes } from './me.ts';
import type { Api, IdentityRouteOptions } from './options.ts';
import { peopleRoutes } from './people.ts';
import { programRoutes } from './programs.ts';
import { secondFactorRoutes } from './second-factor.ts';

/** Accounts, people, roles and programs, below the API's prefix. */
export async function identityRoutes(app: Api, options: IdentityRouteOptions): Promise<void> {
  await meRoutes(app, options);
  await secondFactorRoutes(app, options);
  await peopleRoutes(app, options);
  await programRoutes(app, options);
}
