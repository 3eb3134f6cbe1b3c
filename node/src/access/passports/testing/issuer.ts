import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { TrustedIssuer } from '../trusted-issuer.ts';
import type { VisaObject } from '../visa.ts';

export const NOW = new Date('2026-05-01T10:00:00Z');
export const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);

/** An issuer of visas and passports with a key of its own, published at an address on this machine that counts who asks. */
export interface TestIssuer {
  issuer: string;
  jwks: string;
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
  /** Connections that were made to it. */
  connections(): number;
  /** What it publishes from now on. */
  publish(keys: JWK[]): void;
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  visa(object: Partial<VisaObject>, claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  passport(visas: unknown, claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  trusted(more?: Partial<TrustedIssuer>): TrustedIssuer;
  close(): Promise<void>;
}

export async function openIssuer(name: string, alg: 'ES256' | 'RS256' = 'ES256'): Promise<TestIssuer> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const kid = `${name}-key`;
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' };
  let published: JWK[] = [publicJwk];
  let connections = 0;
  const server: Server = createServer((_request, reply) => reply.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published })));
  server.on('connection', () => connections++);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const jwks = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  const issuer = `https://${name}.example.org/oidc`;
  const times = { iat: seconds(NOW) - 100, exp: seconds(NOW) + 3_600 };

  const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}) => new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(pair.privateKey);
  return {
    issuer,
    jwks,
    kid,
    privateKey: pair.privateKey,
    publicJwk,
    connections: () => connections,
    publish: (keys) => void (published = keys),
    sign,
    visa: (object, claims, header) =>
      sign(
        {
          iss: issuer,
          sub: 'asker',
          jti: `${name}-visa`,
          ...times,
          ga4gh_visa_v1: { asserted: seconds(NOW) - 1_000, source: `https://${name}.example.org`, by: 'dac', ...object },
          ...claims,
        },
        { typ: 'vnd.ga4gh.visa+jwt', jku: jwks, ...header },
      ),
    passport: (visas, claims, header) => sign({ iss: issuer, sub: 'asker', ...times, ga4gh_passport_v1: visas, ...claims }, { typ: 'vnd.ga4gh.passport+jwt', ...header }),
    trusted: (more = {}) => TrustedIssuer.parse({ issuer, jwks, ...more }),
    close: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())),
  };
}
