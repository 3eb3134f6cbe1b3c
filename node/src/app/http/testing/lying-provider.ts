import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** What the token endpoint answers for the next code. */
export type TokenAnswer = (about: { issuer: string; key: CryptoKey; publicKey: JWK; claims: Record<string, unknown> }) => Promise<string>;

/** A provider that says what a test tells it to: discovery and keys in order, ID tokens as forged as wanted. */
export interface LyingProvider {
  issuer: string;
  /** Of the next ID token: what it holds is changed or the whole made anew. */
  next(answer: TokenAnswer): void;
  /** The nonce the node asked for, from the address it led the browser to. */
  asked(address: URL): void;
  close(): Promise<void>;
}

export async function startLyingProvider(): Promise<LyingProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: 'one' };
  let issuer = '';
  let nonce = '';
  let answer: TokenAnswer = honest;
  const json = (value: unknown) => JSON.stringify(value);
  const server = createServer((request, response) => {
    const say = (text: string) => response.setHeader('content-type', 'application/json').end(text);
    if (request.url === '/.well-known/openid-configuration')
      return void say(
        json({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          authorization_response_iss_parameter_supported: true,
        }),
      );
    if (request.url === '/jwks') return void say(json({ keys: [jwk] }));
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: issuer, sub: 'someone', aud: 'a-node', nonce, iat: now, exp: now + 300, name: 'Someone' };
    void answer({ issuer, key: privateKey, publicKey: jwk, claims }).then((idToken) => say(json({ access_token: 'x', token_type: 'bearer', expires_in: 60, id_token: idToken })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://localhost:${(server.address() as { port: number }).port}`;
  return {
    issuer,
    next: (it) => (answer = it),
    asked: (address) => (nonce = address.searchParams.get('nonce') ?? ''),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const signed = (claims: Record<string, unknown>, key: CryptoKey | Uint8Array, alg = 'RS256'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, kid: 'one' }).sign(key);
export const honest: TokenAnswer = ({ claims, key }) => signed(claims, key);
