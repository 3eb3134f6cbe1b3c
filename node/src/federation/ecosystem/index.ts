export { CoverageView, EcosystemView } from './ecosystem-view.ts';
export { openEcosystem } from './open-ecosystem.ts';
export { ecosystemRoutes } from './routes.ts';
