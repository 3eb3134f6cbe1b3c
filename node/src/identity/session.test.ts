import { expect, it } from 'vitest';
import { isSession, newSession, SESSION_SECONDS } from './session.ts';

const now = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

it('a session holds for its time, with its key', () => {
  const session = newSession('key', now);
  expect(session).not.toContain('key');
  expect(isSession(session, 'key', later(SESSION_SECONDS - 1))).toBe(true);
  expect(isSession(session, 'key', later(SESSION_SECONDS + 1))).toBe(false);
  expect(isSession(session, 'another key', now)).toBe(false);
});

it('cannot be made longer, nor made up', () => {
  const [ends, digest] = newSession('key', now).split('.');
  for (const forged of [`${Number(ends) + 1}.${digest}`, `${ends}.`, `.${digest}`, '', 'x', `${ends}.${digest}x`, `-1.${digest}`])
    expect(isSession(forged, 'key', now), forged).toBe(false);
});
