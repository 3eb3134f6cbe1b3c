export { FOLLOWING_MIGRATIONS } from './migrations.ts';
export { FollowingsView, FollowingView, RefusedView } from './followings-view.ts';
export { openFollowing, type Following, type FollowingOptions } from './open-following.ts';
export { followingRoutes, type FollowingRouteOptions } from './routes.ts';
