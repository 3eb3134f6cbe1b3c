export { FEED_MIGRATIONS } from './migrations.ts';
export { openFeed, type Feed, type FeedOptions } from './open-feed.ts';
export { feedRoutes, type FeedRouteOptions } from './routes.ts';
