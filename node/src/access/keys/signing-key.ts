import { z } from 'zod';

/**
 * What a key signs. Visas and passports by ES256, which the GA4GH AAI profile names (Signing Algorithms); certificates
 * by Ed25519 (EdDSA, RFC 8037).
 */
export const KEY_USES = ['visa', 'certificate'] as const;
export type KeyUse = (typeof KEY_USES)[number];

export const ALGORITHMS = { visa: 'ES256', certificate: 'EdDSA' } as const satisfies Record<KeyUse, string>;

const DAY = 86_400_000;
/** How long a key signs before the next one takes over. */
export const SIGNS_FOR: Record<KeyUse, number> = { visa: 90 * DAY, certificate: 365 * DAY };
/** How long a key is published before it signs, so that those who keep the published keys for a while know it in time. */
export const PUBLISHED_AHEAD = DAY;

const Instant = z.iso.datetime().transform((text) => new Date(text));
const Jwk = z.looseObject({ kty: z.string(), crv: z.string().optional(), x: z.string().optional(), y: z.string().optional() });

/** A key as its file in the data folder holds it. The private part goes when the key has signed its last. */
export const SigningKey = z.strictObject({
  kid: z.string(),
  use: z.enum(KEY_USES),
  signsFrom: Instant,
  /** The latest expiry of anything it signed: it stays published until then. */
  signedUntil: Instant,
  /** Taken out of use before its time, such as after it became known. */
  withdrawn: Instant.optional(),
  publicKey: Jwk,
  privateKey: Jwk.optional(),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** The key that signs now: the newest whose time has come. */
export const signingNow = (keys: readonly SigningKey[], use: KeyUse, now: Date): SigningKey | undefined =>
  keys.filter((key) => key.use === use && key.privateKey && !key.withdrawn && key.signsFrom <= now).sort((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())[0];

/** When the next key of a use has to be made, so that it is published ahead. */
export function nextKeyDue(keys: readonly SigningKey[], use: KeyUse): Date | undefined {
  const newest = keys.filter((key) => key.use === use && key.privateKey && !key.withdrawn).sort((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())[0];
  return newest && new Date(newest.signsFrom.getTime() + SIGNS_FOR[use] - PUBLISHED_AHEAD);
}

/** Whether others must be able to find the key: it signs, will sign, or what it signed still holds. */
export const isPublished = (key: SigningKey, keys: readonly SigningKey[], now: Date): boolean =>
  !key.withdrawn && (key.signedUntil > now || key.signsFrom > now || signingNow(keys, key.use, now) === key);
