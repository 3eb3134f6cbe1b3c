export { FEED_MIGRATIONS } from './migrations.ts';
export { openFeed, type Feed } from './open-feed.ts';
export { feedRoutes } from './routes.ts';
