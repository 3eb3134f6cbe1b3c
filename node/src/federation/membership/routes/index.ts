import { knownNodesRoute } from './known-nodes.ts';
import { nodeMembershipRoutes } from './node-routes.ts';
import { operatorMembershipRoutes } from './operator-routes.ts';
import type { Api, MembershipRouteOptions } from './options.ts';

/** Who belongs to whom, below the API's prefix. */
export async function membershipRoutes(app: Api, options: MembershipRouteOptions): Promise<void> {
  await operatorMembershipRoutes(app, options);
  knownNodesRoute(app, options);
  await app.register((nodes) => nodeMembershipRoutes(nodes as unknown as Api, options));
}

export type { MembershipRouteOptions };
