export { HoldersView } from './holders.ts';
export { openPlacing, type Placing } from './open-placing.ts';
export { placingRoutes } from './routes.ts';
