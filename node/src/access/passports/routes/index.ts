import { issueOperations } from './issue.ts';
import type { Api, PassportRouteOptions } from './options.ts';
import { readOperation } from './read.ts';

/** Passports out and in, below the API's prefix. */
export async function passportRoutes(app: Api, options: PassportRouteOptions): Promise<void> {
  issueOperations(app, options);
  readOperation(app, options);
}
