import type { Caller } from '../identity/index.ts';

/** Who may discover what: `public` sees published and deprecated resources, `keeper` drafts too. */
export type Audience = 'public' | 'keeper';

export const audienceOf = (caller: Caller): Audience => (caller.kind === 'operator' || caller.kind === 'node' ? 'keeper' : 'public');
