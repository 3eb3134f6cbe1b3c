import { hash } from 'node:crypto';
import { canonicalJson } from '../../kernel/identifiers.ts';
import type { DescriptionEnvelope, Envelope, TombstoneEnvelope } from '../envelope.ts';
import { makeNodeKey, readPublicKey, signDetached, type KeyBook, type Signer } from '../signature.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A node of a test: an identifier made from a word, and a key of its own. */
export async function testNode(word: string): Promise<Signer & { kid: string; keys: KeyBook; signBytes(bytes: Uint8Array): Promise<Uint8Array> }> {
  const key = await makeNodeKey();
  const id = `node:${[...hash('sha256', word, 'buffer').subarray(0, 26)].map((byte) => ALPHABET[byte & 31]).join('')}`;
  const publicKey = await readPublicKey(key.publicKey);
  const signBytes = async (bytes: Uint8Array) => new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, new Uint8Array(bytes)));
  return {
    id,
    kid: key.kid,
    signBytes,
    sign: (canonical) => signDetached(key, canonical),
    keys: { keyOf: (node, kid) => (node === id && kid === key.kid ? publicKey : undefined) },
  };
}

/** The keys of several nodes as one book. */
export const keyBookOf = (nodes: readonly { keys: KeyBook }[]): KeyBook => ({
  keyOf: async (node, kid) => {
    for (const { keys } of nodes) {
      const key = await keys.keyOf(node, kid);
      if (key) return key;
    }
    return undefined;
  },
});

type Said<T extends Envelope> = Omit<T, 'type' | 'origin' | 'url' | 'incarnation' | 'at' | 'audience'> & Partial<T>;

/** A description as a node says it, signed. */
export async function saying(node: Signer, given: Said<DescriptionEnvelope>): Promise<{ envelope: DescriptionEnvelope; jws: string }> {
  const envelope: DescriptionEnvelope = {
    type: 'description',
    origin: node.id,
    url: `https://example.org/r/${given.resource}`,
    incarnation: 1,
    at: '2026-01-01T00:00:00.000Z',
    audience: 'public',
    ...given,
  };
  return { envelope, jws: await node.sign(canonicalJson(envelope)) };
}

/** What a node says of a resource it no longer publishes, signed. */
export async function tombstone(node: Signer, given: Said<TombstoneEnvelope>): Promise<{ envelope: TombstoneEnvelope; jws: string }> {
  const envelope: TombstoneEnvelope = {
    type: 'tombstone',
    origin: node.id,
    url: `https://example.org/r/${given.resource}`,
    incarnation: 1,
    at: '2026-01-01T00:00:00.000Z',
    audience: 'public',
    ...given,
  };
  return { envelope, jws: await node.sign(canonicalJson(envelope)) };
}
