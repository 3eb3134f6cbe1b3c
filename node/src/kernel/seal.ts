import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Closes texts that leave the node and come back, such as cursors, so that nobody reads, changes or makes them. */
export interface Seal {
  close(text: string): string;
  /** The text; undefined where this node did not close it, for this purpose. */
  open(sealed: string): string | undefined;
}

const LONGEST = 16_000;
const NONCE = 12;
const TAG = 16;
const FORM = /^[A-Za-z0-9_-]+$/;

/**
 * AES-256-GCM whose nonce is made of the text itself: the same text is closed the same way, and no nonce serves two
 * texts.
 * @param secret of the node, which outlives a restart.
 * @param purpose what is closed for one purpose is not opened for another.
 */
export function sealOf(secret: string, purpose: string): Seal {
  const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `${purpose}: ${use}`, 32));
  const [key, naming] = [keyFor('closing'), keyFor('nonce')];
  const nonceOf = (text: string) => createHmac('sha256', naming).update(text).digest().subarray(0, NONCE);
  return {
    close(text) {
      const nonce = nonceOf(text);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed) {
      if (sealed.length > LONGEST || !FORM.test(sealed)) return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== sealed) return undefined;
      const nonce = bytes.subarray(0, NONCE);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(bytes.subarray(-TAG));
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
        return timingSafeEqual(nonceOf(text), nonce) ? text : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** An ordinal as a sealed text holds it: of one length, which would tell how many there are. */
export const placeText = (ordinal: number): string => String(ordinal).padStart(10, '0');
