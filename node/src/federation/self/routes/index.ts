export { nodeKeyRoutes, NodeKeysView } from './key-routes.ts';
export { selfDescriptionRoute } from './well-known.ts';
