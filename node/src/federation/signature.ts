import { exportJWK, calculateJwkThumbprint, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { canonicalJson } from '../kernel/identifiers.ts';

/**
 * Signatures that travel with what was signed, through any number of nodes: a detached JWS (RFC 7515, appendix F; RFC
 * 8037, Ed25519) over the canonical JSON (RFC 8785) of a value. Whoever holds value and public key can check it.
 */

/** What a node signs with now. */
export interface NodeKey {
  /** RFC 7638 thumbprint of the public key. */
  kid: string;
  publicKey: JWK;
  privateKey: CryptoKey;
}

/** A node that signs. */
export interface Signer {
  /** The node's identifier. */
  id: string;
  /** A detached JWS (`header..signature`) over a canonical text. */
  sign(canonical: string): Promise<string>;
}

/** The public keys of nodes, as their signed key logs tell them. A revoked or unknown key is none. */
export interface KeyBook {
  keyOf(node: string, kid: string): Promise<CryptoKey | undefined> | CryptoKey | undefined;
}

const ALGORITHM = 'EdDSA';

export async function makeNodeKey(): Promise<NodeKey & { exported: JWK }> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const publicKey = await exportJWK(pair.publicKey);
  return { kid: await calculateJwkThumbprint(publicKey), publicKey, privateKey: pair.privateKey, exported: await exportJWK(pair.privateKey) };
}

export const readPublicKey = async (jwk: JWK): Promise<CryptoKey> => (await importJWK(jwk, ALGORITHM)) as CryptoKey;

/** Signs a canonical text. */
export async function signDetached({ kid, privateKey }: Pick<NodeKey, 'kid' | 'privateKey'>, canonical: string): Promise<string> {
  const head = Buffer.from(JSON.stringify({ alg: ALGORITHM, kid })).toString('base64url');
  // The signing input of RFC 7515, section 5.1.
  const input = Buffer.from(`${head}.${Buffer.from(canonical).toString('base64url')}`, 'latin1');
  return `${head}..${Buffer.from(await crypto.subtle.sign('Ed25519', privateKey, input)).toString('base64url')}`;
}

const DETACHED = /^([\w-]{1,400})\.\.([\w-]{86})$/;

/** The key that signed a canonical text; undefined where the signature is none, by an unknown key, or of another text. */
export async function verifyDetached(canonical: string, jws: string, keyOf: (kid: string) => Promise<CryptoKey | undefined> | CryptoKey | undefined): Promise<string | undefined> {
  const [, head, signature] = DETACHED.exec(jws) ?? [];
  if (!head || !signature) return undefined;
  const { kid } = headOf(head);
  const key = kid === undefined ? undefined : await keyOf(kid);
  if (!kid || !key) return undefined;
  try {
    // RFC 7515, 5.2: what is signed is the head and the payload, each in base64url, with a full stop between.
    const text = Buffer.from(`${head}.${Buffer.from(canonical).toString('base64url')}`);
    return (await crypto.subtle.verify('Ed25519', key, Buffer.from(signature, 'base64url'), text)) ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** The key a signature names, believed or not. */
export const kidOf = (jws: string): string | undefined => headOf(jws.split('.')[0] ?? '').kid;

/** Nearly all signatures of a feed bear the same head. */
const heads = new Map<string, { kid?: string }>();
function headOf(text: string): { kid?: string } {
  const known = heads.get(text);
  if (known) return known;
  let head: { kid?: string } = {};
  try {
    const { alg, kid, crit } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as { alg?: unknown; kid?: unknown; crit?: unknown };
    // What a head declares critical must be understood, and nothing of the kind is.
    if (typeof kid === 'string' && alg === ALGORITHM && crit === undefined) head = { kid };
  } catch {
    // No head, no key.
  }
  if (heads.size > 1_000) heads.clear();
  heads.set(text, head);
  return head;
}

/** A value with the signature over it. */
export interface Signed<T> {
  value: T;
  jws: string;
}

export const signed = async <T>(signer: Signer, value: T): Promise<Signed<T>> => ({ value, jws: await signer.sign(canonicalJson(value)) });

/** Whether this node signed this value. */
export const isSignedBy = async (keys: KeyBook, node: string, { value, jws }: Signed<unknown>): Promise<boolean> =>
  (await verifyDetached(canonicalJson(value), jws, (kid) => keys.keyOf(node, kid))) !== undefined;
