import { createHash, randomBytes } from 'node:crypto';

/** A secret nobody can guess: 256 random bits, after a prefix that says what it is. */
export const newSecret = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** What the database keeps of a random secret. A plain digest suffices: there is nothing to guess by trying words. */
export const digestOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
