export { oaiPmhRoutes, type OaiPmhOptions } from './provider/routes.ts';
export { oaiPmh } from './standard.ts';
