export { FOLLOWING_MIGRATIONS } from './migrations.ts';
export { FollowingsView, FollowingView, RefusedView } from './followings-view.ts';
export { openFollowing, type Following } from './open-following.ts';
export { followingRoutes } from './routes.ts';
