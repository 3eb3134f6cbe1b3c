/** Signing in, one’s account, people and roles. */
export const account = {};
