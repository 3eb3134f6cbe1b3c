export { LiveAnswer, LiveEvent, LiveStatus, MembersToAsk } from './live-answer.ts';
export { openAsking, type Asking } from './open-asking.ts';
export { askingRoutes } from './routes/index.ts';
