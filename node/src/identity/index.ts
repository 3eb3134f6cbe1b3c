export { ANYONE, nameOf, type Caller } from './caller.ts';
export { operatorKey, sameKey } from './operator-key.ts';
export { isSession, newSession, SESSION_COOKIE, SESSION_SECONDS } from './session.ts';
export { identityMigrations } from './migrations.ts';
export { organisationId, organisationNames, organisationsById, organisationsNamed, registerOrganisations, type NamedOrganisation, type Organisation } from './organisation.ts';
