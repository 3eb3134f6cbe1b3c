import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 32 MiB and three passes: one of the settings that OWASP's Password Storage Cheat Sheet holds equal. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
/** Digests made at a time: each takes memory and a core for a tenth of a second. */
const AT_ONCE = 2;
const MOST_WAITING = 50;

let running = 0;
const waiting: (() => void)[] = [];

/** Waits for a turn; undefined where so many wait that whoever asks should come again. */
async function turn<T>(work: () => Promise<T>): Promise<T | undefined> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) return undefined;
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const derive = (secret: string, salt: Buffer, { N, r, p }: Required<Pick<ScryptOptions, 'N' | 'r' | 'p'>>): Promise<Buffer> =>
  new Promise((resolve, reject) => scrypt(secret.normalize('NFKC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key))));

/** What the database keeps of a chosen password: `scrypt$N$r$p$salt$key`. Undefined where too many wait for their turn. */
export const hashPassword = (secret: string): Promise<string | undefined> =>
  turn(async () => {
    const salt = randomBytes(16);
    const key = await derive(secret, salt, COST);
    return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
  });

/** Whether a password is the one kept, in the same time whether or not. Undefined where too many wait for their turn. */
export const isPassword = (secret: string, kept: string): Promise<boolean | undefined> =>
  turn(async () => {
    const [scheme, N, r, p, salt = '', key = ''] = kept.split('$');
    if (scheme !== 'scrypt') return false;
    const expected = Buffer.from(key, 'base64url');
    const given = await derive(secret, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
    return given.length === expected.length && timingSafeEqual(given, expected);
  });

/** Compared with where no such account is, so that the time of the answer does not tell. */
export const NOBODYS = `scrypt$${COST.N}$${COST.r}$${COST.p}$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(KEY_BYTES).toString('base64url')}`;
