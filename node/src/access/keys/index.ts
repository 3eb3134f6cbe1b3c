export { openKeys, type SigningKeys } from './open-keys.ts';
export { KEY_USES, PUBLISHED_AHEAD } from './signing-key.ts';
