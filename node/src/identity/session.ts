import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long one stays signed in: a working day. In seconds. */
export const SESSION_SECONDS = 12 * 60 * 60;

export const SESSION_COOKIE = 'biotope_session';

/**
 * The proof that a browser showed the operator's key a while ago: the instant it ends, and a digest over it that only
 * the key can make. The key itself never lies in a browser; a new key ends every session.
 */
export function newSession(key: string, now = new Date()): string {
  const ends = String(Math.floor(now.getTime() / 1_000) + SESSION_SECONDS);
  return `${ends}.${seal(key, ends)}`;
}

/** Whether a session was made with this key and has not ended. */
export function isSession(session: string, key: string, now = new Date()): boolean {
  const [ends = '', digest = ''] = session.split('.');
  const expected = Buffer.from(seal(key, ends));
  const given = Buffer.from(digest);
  return /^\d{1,12}$/.test(ends) && given.length === expected.length && timingSafeEqual(given, expected) && Number(ends) * 1_000 > now.getTime();
}

const seal = (key: string, ends: string): string => createHmac('sha256', key).update(`session ${ends}`).digest('base64url');
