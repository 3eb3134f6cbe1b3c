import { decisionOperations } from './decisions.ts';
import type { Api, PolicyRouteOptions } from './options.ts';
import { policyOperations } from './policies.ts';

export type { PolicyRouteOptions };

/** Questions about access, and the policies that answer them, below the API's prefix. */
export async function policyRoutes(app: Api, options: PolicyRouteOptions): Promise<void> {
  decisionOperations(app, options);
  policyOperations(app, options);
}
