import { z } from 'zod';

const HOUR = 60 * 60 * 1_000;
/** How long one stays signed in at most: a working day. In seconds. */
export const SESSION_SECONDS = 12 * 60 * 60;
/** How long a session outlives its last use, in milliseconds. */
export const IDLE_LIMIT = 2 * HOUR;
/** How old the noted last use may be before it is noted again, in milliseconds. */
export const NOTED_EVERY = 60_000;

/** How long it stays known that there was a session, in milliseconds; the ledger knows it for longer. */
export const REMEMBERED = 30 * 24 * HOUR;

/** Over TLS the prefix binds the cookie to this very host and to TLS (RFC 6265bis 4.1.3.2). */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-biotope_session' : 'biotope_session');

export const SessionView = z.object({
  id: z.string(),
  provider: z.string(),
  agent: z.string(),
  created: z.iso.datetime(),
  lastUsed: z.iso.datetime(),
  expires: z.iso.datetime(),
  /** The session this very request came by. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/(?:Headless)?Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** What a browser calls itself, in two words: enough to tell one's own sessions apart, too little to follow anybody. */
export function shortAgent(userAgent: string | undefined): string {
  if (!userAgent) return '';
  const named = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(', ') || userAgent.replace(/[^\x20-\x7e]/g, '').slice(0, 40);
}
