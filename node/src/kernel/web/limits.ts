import { DomainError } from '../errors.ts';

/** Bounds of what the web may deliver, so that no server can fill memory or hold a harvest for ever. */
export interface WebLimits {
  /** Bytes in all. */
  total: number;
  /** Bytes of one document that is read whole. */
  entry: number;
  redirects: number;
  /** Milliseconds without an answer or a byte. */
  silence: number;
  /** Milliseconds one answer may keep its reader waiting, all waits for bytes together. */
  duration: number;
  /** The longest pause, in milliseconds, that a server may ask for ("Retry-After") and get. */
  patience: number;
  /** How often a server that asks for a pause is asked again. */
  retries: number;
}

export const WEB_LIMITS: WebLimits = { total: 2 * 2 ** 30, entry: 64 * 2 ** 20, redirects: 5, silence: 60_000, duration: 900_000, patience: 120_000, retries: 5 };

export const tooLarge = (what: string, limit: number) => new DomainError('too-large', `${what} is larger than ${limit} bytes, the limit for a harvest`);
