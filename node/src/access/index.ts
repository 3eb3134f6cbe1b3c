export { ACTIONS, type Access, type Action, type Decision, type Question, type Reason, type Subject } from './access.ts';
export { accessMigrations } from './migrations.ts';
export { DecisionView, PoliciesView, PolicySetView, TryOutView, VersionView } from './policies/routes/views.ts';
export { policyRoutes, type PolicyRouteOptions } from './policies/routes/index.ts';
export { openAccess, refusal, type AccessOptions, type OpenAccess } from './open-access.ts';
export { showingOf } from './discovery/index.ts';
export { DISCOVERY, FULL_SIGHT, isPublicSight, PUBLIC_CLASS, PUBLIC_SIGHT, visibilityOf, type Discovery, type Sight, type Visibility } from './sight.ts';
