import { hash, randomBytes } from 'node:crypto';
import { createSignature, verifySignature, webcrypto, type RequestDescriptor } from 'http-message-sig';
import type { Db } from '../../kernel/database.ts';
import { run } from '../../kernel/database.ts';
import { NodeId } from '../envelope.ts';
import type { KeyBook } from '../signature.ts';

/**
 * One hop between two nodes: who asks, and that the request is the one they made (RFC 9421, HTTP Message Signatures,
 * Ed25519), its body included (RFC 9530, Digest Fields).
 */

/** Says that a signature is of this use and no other. */
const TAG = 'biotope';
const LABEL = 'biotope';
/**
 * Seconds by which the clocks of two nodes may differ, either way. It is wide, so that a clock that is off by an hour at
 * both ends stops nobody; what keeps a request from being made again is its nonce, which is remembered for as long.
 */
export const CLOCKS_DIFFER = 2 * 3_600;
const NONCE = /^[\w-]{16,64}$/;

/** Who signs requests. */
export interface RequestSigner {
  id: string;
  kid: string;
  signBytes(bytes: Uint8Array): Promise<Uint8Array>;
}

export interface SignedRequest {
  method: string;
  /** The whole address, as the node that is asked names itself. */
  url: string;
  /** As it came. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body?: Uint8Array | string | undefined;
}

const digestField = (body: Uint8Array | string): string => `sha-256=:${hash('sha256', body, 'base64')}:`;
const hasBody = (body: Uint8Array | string | undefined): body is Uint8Array | string => body !== undefined && body.length > 0;

/** The headers that sign a request: `signature`, `signature-input` and, with a body, `content-digest`. */
export async function signRequest(
  signer: RequestSigner,
  { method, url, body }: { method: string; url: string; body?: Uint8Array | string | undefined },
  now: Date = new Date(),
): Promise<Record<string, string>> {
  const digest: Record<string, string> = hasBody(body) ? { 'content-digest': digestField(body) } : {};
  const message: RequestDescriptor = { kind: 'request', method, targetUri: new URL(url).href, fields: Object.entries(digest).map(([name, value]) => ({ name, value })) };
  const { signature, signatureInput } = await createSignature(message, {
    label: LABEL,
    components: componentsOf(body),
    parameters: { created: Math.floor(now.getTime() / 1_000), nonce: randomBytes(18).toString('base64url'), keyid: `${signer.id}#${signer.kid}`, alg: 'ed25519', tag: TAG },
    signer: { algorithm: 'ed25519', sign: (bytes) => signer.signBytes(bytes) },
  });
  return { ...digest, 'signature-input': signatureInput, signature };
}

const componentsOf = (body: Uint8Array | string | undefined) => ['@method', '@target-uri', ...(hasBody(body) ? ['content-digest'] : [])];

/** Whether a request claims to be signed by a node. */
export const isSigned = ({ headers }: Pick<SignedRequest, 'headers'>): boolean => headers['signature-input'] !== undefined;

/** The node that signed a request, by its known keys; undefined where nobody did, or not this request. A replay is not noticed here. */
export async function verifyRequest(keys: KeyBook, { method, url, headers, body }: SignedRequest, now: Date): Promise<{ node: string; nonce: string } | undefined> {
  const field = (name: string) => (typeof headers[name] === 'string' ? [{ name, value: headers[name] }] : []);
  const fields = ['signature', 'signature-input', 'content-digest'].flatMap(field);
  // Also where there is no body: it may have been taken away.
  if ((hasBody(body) || headers['content-digest'] !== undefined) && headers['content-digest'] !== digestField(body ?? '')) return undefined;
  let node = '';
  try {
    const { parameters } = await verifySignature(
      { kind: 'request', method, targetUri: new URL(url).href, fields },
      {
        label: LABEL,
        policy: {
          algorithms: ['ed25519'],
          requiredComponents: componentsOf(body),
          requiredParameters: ['created', 'nonce', 'keyid', 'tag'],
          now: Math.floor(now.getTime() / 1_000),
          maxAge: 0,
          clockSkew: CLOCKS_DIFFER,
        },
        resolveVerifier: async ({ parameters: claimed }) => {
          const [id = '', kid = ''] = String(claimed.keyid).split('#');
          const key = NodeId.safeParse(id).success ? await keys.keyOf(id, kid) : undefined;
          if (!key) throw new Error('unknown key');
          node = id;
          return webcrypto.verifier(key);
        },
      },
    );
    const { nonce, tag } = parameters;
    return tag === TAG && nonce !== undefined && NONCE.test(nonce) ? { node, nonce } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The node that signed a request; undefined where nobody known did, where it is another request than was signed, where
 * the clocks are too far apart, or where it was made before.
 */
export async function whoSigned({ db, keys }: { db: Db; keys: KeyBook }, request: SignedRequest, now: Date): Promise<string | undefined> {
  if (!isSigned(request)) return undefined;
  const verified = await verifyRequest(keys, request, now);
  if (!verified) return undefined;
  const until = new Date(now.getTime() + 2 * CLOCKS_DIFFER * 1_000);
  const { rows } = await run(db, 'insert into federation.request_nonce (node, nonce, until) values ($1, $2, $3) on conflict do nothing returning 1 as first', [
    verified.node,
    verified.nonce,
    until,
  ]);
  return rows.length > 0 ? verified.node : undefined;
}

/** Forgets nonces whose requests would be refused by their time alone. */
export const forgetNonces = (db: Db, now: Date) =>
  run(db, 'delete from federation.request_nonce where ctid in (select ctid from federation.request_nonce where until < $1 limit 20000)', [now]);
