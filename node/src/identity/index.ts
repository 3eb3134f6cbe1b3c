export { ANYONE, nameOf, rolesFor, type Caller, type Person, type Program } from './caller.ts';
export { Role, ROLES, RoleScope, TOKEN_SCOPES, TokenScope, type RoleHeld } from './roles.ts';
export { operatorKey, sameKey } from './operator-key.ts';
export { isSession, newSession, SESSION_COOKIE, SESSION_SECONDS } from './session.ts';
export { identityMigrations } from './migrations.ts';
export { organisationId, organisationNames, organisationsById, organisationsNamed, registerOrganisations, type NamedOrganisation, type Organisation } from './organisation.ts';
