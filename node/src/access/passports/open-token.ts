import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { DomainError } from '../../kernel/errors.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { RefusalCode } from './refusal.ts';
import { isAddress, type TrustedIssuer } from './trusted-issuer.ts';

/** AAI profile, "Signing Algorithms". A fixed list: what the token itself names chooses among these only (RFC 8725, 3.1). */
export const ALGORITHMS = ['ES256', 'RS256'];
/** Seconds that clocks of issuers may run ahead. */
const LEEWAY = 60;

export interface Checking {
  trusted: ReadonlyMap<string, TrustedIssuer>;
  keys: IssuerKeys;
  /** The names of this node that `aud` may hold, beside those an issuer's settings add. */
  audience: readonly string[];
  now: Date;
}

export interface Opened {
  kind: 'passport' | 'visa';
  issuer: TrustedIssuer;
  claims: JWTPayload;
  header: { jku?: string | undefined };
}

/** A token that was refused, and why; `issuer` as it states itself. */
export class NotAccepted extends Error {
  override readonly name = 'NotAccepted';
  readonly code: RefusalCode;
  readonly issuer: string | undefined;
  readonly kind: 'passport' | 'visa' | 'token';
  readonly at: string | undefined;
  constructor(code: RefusalCode, about: { issuer?: string | undefined; kind?: 'passport' | 'visa' | undefined; at?: string | undefined } = {}) {
    super(code);
    this.code = code;
    this.issuer = about.issuer;
    this.kind = about.kind ?? 'token';
    this.at = about.at;
  }
}

const KINDS: Record<string, 'passport' | 'visa'> = { 'vnd.ga4gh.passport+jwt': 'passport', 'vnd.ga4gh.visa+jwt': 'visa', 'at+jwt': 'visa', jwt: 'visa' };

/**
 * Checks a token as far as it can be without its content's meaning: form, type, algorithm, issuer, address of the keys,
 * times, audience, and last the signature, so that nothing is asked of anybody for a token that fails before.
 * @throws NotAccepted
 */
export async function openToken(token: string, checking: Checking): Promise<Opened> {
  const { header, claims } = decoded(token);
  const kind = header.typ === undefined ? 'visa' : KINDS[header.typ.toLowerCase().replace(/^application\//, '')];
  const stated = typeof claims.iss === 'string' ? claims.iss.slice(0, 300) : undefined;
  const refuse = (code: RefusalCode, at?: string) => new NotAccepted(code, { issuer: stated, kind, at });
  if (!kind || 'ga4gh_passport_v1' in claims !== (kind === 'passport') || 'ga4gh_visa_v1' in claims !== (kind === 'visa')) throw refuse('wrong-type');
  if (!ALGORITHMS.includes(header.alg)) throw refuse('algorithm');
  const issuer = typeof claims.iss === 'string' ? checking.trusted.get(claims.iss) : undefined;
  if (!issuer) throw refuse('untrusted-issuer');
  if (header.jku !== undefined && !expectsJku(issuer, header.jku)) throw refuse('unexpected-jku');
  if (!header.kid) throw refuse('unknown-key');
  checkTimes(claims, checking.now, refuse);
  if (claims.aud !== undefined && ![claims.aud].flat().some((name) => checking.audience.includes(name) || issuer.audience.includes(name))) throw refuse('audience');

  const key = await checking.keys.keysOf(issuer, header.kid, checking.now).catch((error: unknown) => {
    throw refuse(error instanceof DomainError && error.code === 'not-found' ? 'unknown-key' : 'keys-unavailable');
  });
  await compactVerify(token, key, { algorithms: ALGORITHMS }).catch(() => {
    throw refuse('signature');
  });
  return { kind, issuer, claims, header };
}

interface Header {
  typ: string | undefined;
  alg: string;
  kid: string | undefined;
  jku: string | undefined;
}

function decoded(token: string): { header: Header; claims: JWTPayload } {
  try {
    const { typ, alg, kid, jku, crit } = decodeProtectedHeader(token) as Record<string, unknown>;
    const claims = decodeJwt(token);
    const isText = (value: unknown) => value === undefined || (typeof value === 'string' && value.length <= 2_000);
    if (typeof alg !== 'string' || ![typ, kid, jku].every(isText) || crit !== undefined) throw new NotAccepted('malformed');
    return { header: { typ, alg, kid, jku } as Header, claims };
  } catch {
    throw new NotAccepted('malformed');
  }
}

/** Where the keys came by another way, what the token says of their place is neither needed nor followed (AAI profile, Conformance for Passport Clearinghouses, 5.3). */
const expectsJku = ({ jwks, jku }: TrustedIssuer, given: string): boolean => given === jwks || jku.includes(given) || (!isAddress(jwks) && jku.length === 0);

function checkTimes({ exp, iat, nbf }: JWTPayload, at: Date, refuse: (code: RefusalCode, at?: string) => NotAccepted): void {
  const now = at.getTime() / 1_000;
  for (const [name, value] of Object.entries({ exp, iat })) if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse('claims', name);
  if (nbf !== undefined && typeof nbf !== 'number') throw refuse('claims', 'nbf');
  if ((exp as number) <= now) throw refuse('expired');
  if (Math.max(iat as number, nbf ?? 0) > now + LEEWAY) throw refuse('not-yet-valid');
}
