export { CoverageView, EcosystemView } from './ecosystem-view.ts';
export { openEcosystem, type Ecosystem, type EcosystemOptions } from './open-ecosystem.ts';
export { ecosystemRoutes } from './routes.ts';
