export { forgetKeys, keyBook } from './key-book.ts';
export { learnNode, type Learned } from './learn-node.ts';
export { hubsOf, membersOf, type Member } from './members.ts';
export { MembershipHistory, MembershipList, MembershipView } from './membership-view.ts';
export { openMembership, type Memberships } from './open-membership.ts';
export { membershipRoutes } from './routes/index.ts';
export { serviceRegistryRoutes } from './routes/service-registry.ts';
