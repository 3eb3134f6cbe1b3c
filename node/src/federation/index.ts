export { federationMigrations } from './migrations.ts';
export { openFederation, type Federation, type FederationOptions, type FederationSettings } from './open-federation.ts';
