export { compareLogs, KeyLog, readKeyLog } from './key-log.ts';
export { openSelf, type Self } from './open-self.ts';
export { LARGEST_SELF_DESCRIPTION, readDescription, SELF_DESCRIPTION_PATH, SelfDescription, SignedDescription } from './self-description.ts';
export { nodeKeyRoutes, NodeKeysView, selfDescriptionRoute } from './routes/index.ts';
