export { ACTIONS, type Access, type Action, type Decision, type Question, type Reason, type Subject } from './access.ts';
export { audienceOf, type Audience } from './audience.ts';
export { accessMigrations } from './migrations.ts';
export { openAccess, refusal, type AccessOptions, type OpenAccess } from './open-access.ts';
export { DISCOVERY, FULL_SIGHT, PUBLIC_CLASS, PUBLIC_SIGHT, visibilityOf, type Discovery, type Sight, type Visibility } from './sight.ts';
