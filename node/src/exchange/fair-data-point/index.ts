export { fairDataPointRoutes } from './routes.ts';
