import { hash } from 'node:crypto';
import { calculateJwkThumbprint, type CryptoKey } from 'jose';
import { z } from 'zod';
import { invalid } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import { readPublicKey, verifyDetached } from '../signature.ts';

/**
 * The keys of a node, as a chain of statements that anyone can check by itself. The first one names the node: its
 * identifier is the digest of it. A rotation is signed by the key it replaces; a revocation by the recovery key, which
 * the node need not have at hand and of which the log holds the digest alone until it is used.
 */

/** An Ed25519 public key (RFC 8037). */
export const PublicKey = z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(/^[\w-]{43}$/) });
export type PublicKey = z.infer<typeof PublicKey>;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const At = z.iso.datetime();

export const GenesisStatement = z.strictObject({ type: z.literal('genesis'), key: PublicKey, recovery: Digest, at: At });
export const RotationStatement = z.strictObject({ type: z.literal('rotation'), previous: Digest, key: PublicKey, at: At });
export const RevocationStatement = z.strictObject({
  type: z.literal('revocation'),
  previous: Digest,
  /** Thumbprints of the keys whose signatures count no longer, whenever they were made. */
  revokes: z.array(z.string().max(100)).min(1).max(200),
  key: PublicKey,
  /** The recovery key that signs this, and the digest of the next one. */
  recoveryKey: PublicKey,
  recovery: Digest,
  at: At,
});
export const KeyStatement = z.discriminatedUnion('type', [GenesisStatement, RotationStatement, RevocationStatement]);
export type KeyStatement = z.infer<typeof KeyStatement>;

/** More changes of its key than any node makes. */
const LONGEST_LOG = 500;
export const KeyLog = z
  .array(z.strictObject({ value: KeyStatement, jws: z.string().max(1_000) }))
  .min(1)
  .max(LONGEST_LOG);
export type KeyLog = z.infer<typeof KeyLog>;

/** What a log that holds says. */
export interface KnownKeys {
  node: string;
  /** The key that signs now. */
  present: string;
  /** By thumbprint, those whose signatures count. */
  keys: Map<string, CryptoKey>;
  /** Digest of the recovery key that would be believed now. */
  recovery: string;
}

export const digestOfStatement = (statement: KeyStatement): string => hash('sha256', canonicalJson(statement), 'hex');
export const digestOfKey = (key: PublicKey): string => hash('sha256', canonicalJson(key), 'hex');

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;

/** The identifier of the node whose log begins so: `node:` and 130 bits of the digest, in Crockford's base 32. */
export function nodeIdOf(genesis: KeyStatement): string {
  const bits = [...hash('sha256', canonicalJson(genesis), 'buffer').subarray(0, 17)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return `node:${Array.from({ length: LENGTH }, (_, place) => ALPHABET[Number.parseInt(bits.slice(place * 5, place * 5 + 5), 2)]).join('')}`;
}

/**
 * Checks a log whole.
 * @throws `invalid` with the statement at fault.
 */
export async function readKeyLog(log: KeyLog): Promise<KnownKeys> {
  const fault = (place: number, reason: string) => invalid(`The node's key log does not hold: statement ${place + 1} ${reason}.`, [{ pointer: `/keys/${place}`, reason }]);
  const [first] = log;
  if (!first || first.value.type !== 'genesis') throw fault(0, 'must be the first key (genesis)');
  const node = nodeIdOf(first.value);
  const keys = new Map<string, CryptoKey>();
  const revoked = new Set<string>();
  let present = '';
  let recovery = '';
  let previous = '';
  for (const [place, { value, jws }] of log.entries()) {
    const kid = await calculateJwkThumbprint(value.key);
    const key = await readPublicKey(value.key).catch(() => undefined);
    if (!key) throw fault(place, 'names a key that is none');
    const signer = value.type === 'genesis' ? { kid, key } : value.type === 'rotation' ? { kid: present, key: keys.get(present) } : await recoveryOf(value);
    if ((await verifyDetached(canonicalJson(value), jws, (named) => (named === signer.kid ? signer.key : undefined))) === undefined)
      throw fault(place, `is not signed by ${value.type === 'revocation' ? 'the recovery key' : value.type === 'rotation' ? 'the key before it' : 'its own key'}`);
    if (value.type === 'genesis' ? place > 0 : value.previous !== previous) throw fault(place, 'does not follow the one before it');
    if (keys.has(kid) || revoked.has(kid)) throw fault(place, 'takes a key up again');
    if (value.type === 'revocation') {
      if (digestOfKey(value.recoveryKey) !== recovery) throw fault(place, 'is not signed by the recovery key');
      for (const gone of value.revokes) {
        keys.delete(gone);
        revoked.add(gone);
      }
      if (revoked.has(kid)) throw fault(place, 'takes a key up again');
    }
    if (value.type !== 'rotation') ({ recovery } = value);
    keys.set(kid, key);
    present = kid;
    previous = digestOfStatement(value);
  }
  return { node, present, keys, recovery };
}

async function recoveryOf({ recoveryKey }: z.infer<typeof RevocationStatement>) {
  return { kid: await calculateJwkThumbprint(recoveryKey), key: await readPublicKey(recoveryKey).catch(() => undefined) };
}

export type LogComparison = 'same' | 'longer' | 'shorter' | 'contradicts';

/**
 * How an offered log, which holds by itself, stands to the one that is known. Where both went on from one statement in
 * different ways, the way the recovery key spoke in alone is the node's: the other was gone by whoever took its key.
 */
export function compareLogs(known: KeyLog, offered: KeyLog): LogComparison {
  const digests = (log: KeyLog) => log.map(({ value }) => digestOfStatement(value));
  const [here, there] = [digests(known), digests(offered)];
  const fork = here.findIndex((digest, place) => digest !== there[place]);
  if (fork < 0) return here.length === there.length ? 'same' : 'longer';
  if (fork >= there.length) return 'shorter';
  if (fork === 0) return 'contradicts';
  const recovered = (log: KeyLog) => log.slice(fork).some(({ value }) => value.type === 'revocation');
  if (recovered(known) === recovered(offered)) return 'contradicts';
  return recovered(offered) ? 'longer' : 'shorter';
}

/** Each key of a log that holds, oldest first: since when, and what became of it. */
export async function keyHistory(log: KeyLog): Promise<{ kid: string; since: string; state: 'signs' | 'rotated' | 'revoked' }[]> {
  const revoked = new Set(log.flatMap(({ value }) => (value.type === 'revocation' ? value.revokes : [])));
  const made = await Promise.all(log.map(async ({ value }) => ({ kid: await calculateJwkThumbprint(value.key), since: value.at })));
  return made.map(({ kid, since }, place) => ({ kid, since, state: revoked.has(kid) ? 'revoked' : place === made.length - 1 ? 'signs' : 'rotated' }));
}
