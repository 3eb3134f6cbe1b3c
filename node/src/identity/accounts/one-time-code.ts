import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** Codes of an app that shares a secret with the node (RFC 6238), as every such app makes them: 6 digits, 30 s, SHA-1. */
const PERIOD = 30;
const DIGITS = 6;
/** A code counts one period early and one late, for clocks that differ. */
const WINDOW = 1;

/** A new shared secret, in Base32. */
export const newSharedSecret = (): string => new Secret({ size: 20 }).base32;

const totp = (secret: string, issuer: string, label: string) => new TOTP({ issuer, label, algorithm: 'SHA1', digits: DIGITS, period: PERIOD, secret: Secret.fromBase32(secret) });

/** The address that an app takes the secret from, by a picture of it (otpauth://). */
export const addressOfSecret = (secret: string, { issuer, login }: { issuer: string; login: string }): string => totp(secret, issuer.replaceAll(':', ' '), login).toString();

/** The period in which a code counts, or undefined where it is wrong. A period counts once: whoever asks keeps the last one and refuses it and those before. */
export function periodOfCode(secret: string, code: string, at: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const shift = totp(secret, '', 'code').validate({ token: code, window: WINDOW, timestamp: at.getTime() });
  return shift === null ? undefined : Math.floor(at.getTime() / 1_000 / PERIOD) + shift;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Codes for the day the app is lost: ten, each of 15 letters (74 bits), each counting once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => Array.from({ length: 3 }, () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-'));

/** Where letters of a code were read from paper: case and separators do not matter. */
export const plainCode = (code: string): string => code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Seals shared secrets with a key of the data folder, so that whoever reads the database alone can make no codes. AES-256-GCM. */
export function sharedSecretSeal(folderKey: string): { seal(secret: string): string; open(sealed: string): string } {
  const key = Buffer.from(hkdfSync('sha256', folderKey, '', 'one-time codes', 32));
  return {
    seal(secret) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      cipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString('utf8');
    },
  };
}
