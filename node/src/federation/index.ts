export { askingRoutes, LiveAnswer, LiveEvent, LiveStatus, MembersToAsk } from './asking/index.ts';
export { CoverageView, ecosystemRoutes, EcosystemView, openEcosystem } from './ecosystem/index.ts';
export { feedRoutes } from './feed/index.ts';
export { followingRoutes, FollowingsView, FollowingView, RefusedView } from './following/index.ts';
export { federationMigrations } from './migrations.ts';
export { HoldersView, placingRoutes } from './placing/index.ts';
export { openFederation, type Federation, type FederationOptions, type FederationSettings } from './open-federation.ts';
export { MembershipHistory, MembershipList, membershipRoutes, MembershipView, serviceRegistryRoutes } from './membership/index.ts';
export { nodeKeyRoutes, NodeKeysView, selfDescriptionRoute } from './self/index.ts';
