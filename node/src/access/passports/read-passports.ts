import { createHash } from 'node:crypto';
import { conditionsMet, hasConditions } from './conditions.ts';
import { linkedWith } from './identities.ts';
import { NotAccepted, openToken, type Checking, type Opened } from './open-token.ts';
import { reasonOf, type Refusal, type RefusalCode } from './refusal.ts';
import { identityOf, isStandardType, VisaClaims, type Visa } from './visa.ts';

/** Bytes of one token, of all, and how many visas are looked at. */
export const PASSPORT_LIMITS = { each: 256 * 1024, all: 2 ** 20, visas: 100 } as const;
/** Seconds for which a visa that is an access token counts without its issuer being asked (AAI profile, Conformance for Passport Clearinghouses, 5.2). */
const ACCESS_TOKEN_AGE = 3_600;

/** A visa that counts, its conditions met. */
export interface AcceptedVisa extends Visa {
  /** It counts until the first of: its end, that of the passport that brought it, and those of the visas its conditions rest on (Passport 1.2, "Visa Expiry"). */
  until: Date;
  /** Issuer of the passport it came in; a visa shown by itself has none. */
  broker?: string | undefined;
  /** Whom that passport speaks of, as `identityOf` says it. */
  bearer?: string | undefined;
  /** Digest of the visa's token, its name in reports. */
  token: string;
}

/** What passports come to. */
export interface Reading {
  visas: AcceptedVisa[];
  refusals: Refusal[];
}

export const NOTHING_SHOWN: Reading = { visas: [], refusals: [] };

/**
 * Reads passports and single visas (GA4GH Passport 1.2, AAI profile 1.2): those of trusted issuers whose checks hold. A
 * passport that fails its checks takes all that was shown with it along ("MUST reject all requests that include Passports
 * that fail the necessary checks"); one of an issuer that is not trusted, and any visa that does not count, is left aside.
 */
export async function readPassports(tokens: readonly string[], checking: Checking): Promise<Reading> {
  const refusals: Refusal[] = [];
  const refuse = (token: string, code: RefusalCode, about: Partial<Pick<Refusal, 'what' | 'issuer' | 'at'>> = {}) =>
    void refusals.push({ code, reason: reasonOf(code), what: 'token', token: digestOf(token), ...about });
  const total = tokens.reduce((sum, token) => sum + Buffer.byteLength(token), 0);
  if (total > PASSPORT_LIMITS.all || tokens.length > PASSPORT_LIMITS.visas) {
    refuse(tokens.length > 0 ? tokens[0]! : '', total > PASSPORT_LIMITS.all ? 'too-much' : 'too-many');
    return { visas: [], refusals };
  }

  /** Opens what is to be a visa, or what was shown first, whatever it is. */
  const opened = async (token: string, nested: boolean): Promise<Opened | undefined> => {
    if (Buffer.byteLength(token) > PASSPORT_LIMITS.each) return refuse(token, 'too-large', { what: nested ? 'visa' : 'token' });
    try {
      const found = await openToken(token, checking);
      if (nested && found.kind !== 'visa') throw new NotAccepted('wrong-type', { kind: 'visa', issuer: found.issuer.issuer });
      return found;
    } catch (error) {
      if (!(error instanceof NotAccepted)) throw error;
      return refuse(token, error.code, { what: nested ? 'visa' : error.kind, issuer: error.issuer, at: error.at });
    }
  };

  const shown = await Promise.all(tokens.map(async (token) => ({ token, found: await opened(token, false) })));
  const carried: { token: string; found: Opened; broker?: string; bearer?: string | undefined; ends: number }[] = [];
  for (const { token, found } of shown) {
    if (found?.kind === 'visa') carried.push({ token, found, ends: Number.POSITIVE_INFINITY });
    if (found?.kind !== 'passport') continue;
    const inside = found.claims['ga4gh_passport_v1'];
    const broker = found.issuer.issuer;
    if (!Array.isArray(inside) || !inside.every((visa) => typeof visa === 'string')) refuse(token, 'claims', { what: 'passport', issuer: broker, at: 'ga4gh_passport_v1' });
    else if (carried.length + inside.length > PASSPORT_LIMITS.visas) refuse(token, 'too-many', { what: 'passport', issuer: broker });
    else {
      const { sub } = found.claims;
      const bearer = typeof sub === 'string' ? identityOf({ subject: sub, issuer: broker }) : undefined;
      const visas = await Promise.all(inside.map(async (visa: string) => ({ token: visa, found: await opened(visa, true) })));
      for (const visa of visas) if (visa.found) carried.push({ token: visa.token, found: visa.found, broker, bearer, ends: (found.claims.exp as number) * 1_000 });
    }
  }
  if (refusals.some(({ what, code }) => what !== 'visa' && code !== 'untrusted-issuer')) return { visas: [], refusals };

  const visas = new Map<string, AcceptedVisa>();
  for (const { token, found, broker, bearer, ends } of carried) {
    const visa = visaOf(found, checking.now);
    if (typeof visa === 'string' || 'at' in visa) {
      refuse(token, typeof visa === 'string' ? visa : 'claims', { what: 'visa', issuer: found.issuer.issuer, at: typeof visa === 'string' ? undefined : visa.at });
      continue;
    }
    const until = new Date(Math.min(visa.expires.getTime(), ends));
    if (until > (visas.get(token)?.until ?? 0)) visas.set(token, { ...visa, expires: until, until, broker, bearer, token: digestOf(token) });
  }
  const valid = [...visas.values()];
  const met: AcceptedVisa[] = [];
  for (const [token, visa] of visas) {
    const until = hasConditions(visa.object) ? conditionsHoldUntil(visa, valid) : visa.until;
    if (until) met.push({ ...visa, until });
    else refuse(token, 'conditions', { what: 'visa', issuer: visa.issuer });
  }
  return { visas: met, refusals };
}

/** The visa, or why it does not count: a refusal's code, or the place that does not keep to the form. */
function visaOf({ issuer, claims, header }: Opened, now: Date): Visa | RefusalCode | { at: string } {
  const parsed = VisaClaims.safeParse(claims);
  if (!parsed.success) return { at: parsed.error.issues[0]?.path.join('.') ?? '' };
  const { iss, sub, iat, exp, jti, scope, ga4gh_visa_v1: object } = parsed.data;
  // One of `scope` and `jku` says which format it is (Passport 1.2, "Visa Format").
  const isAccessToken = (scope ?? '').split(' ').includes('openid');
  if (isAccessToken === (header.jku !== undefined)) return { at: header.jku === undefined ? 'jku' : 'scope' };
  if (isAccessToken && now.getTime() / 1_000 - iat > ACCESS_TOKEN_AGE) return 'too-old';
  if (!isStandardType(object.type)) return 'unsupported-type';
  if (object.asserted > now.getTime() / 1_000 + 60) return 'not-yet-valid';
  if (issuer.sources && !issuer.sources.includes(object.source)) return 'untrusted-source';
  if (object.type === 'ControlledAccessGrants' && !(issuer.by as string[]).includes(object.by ?? '')) return 'authority';
  const ends = isAccessToken ? Math.min(exp, iat + ACCESS_TOKEN_AGE) : exp;
  return { issuer: iss, subject: sub, jti, expires: new Date(ends * 1_000), object };
}

/** Until when the conditions of a visa hold by visas of the same person; undefined where they do not. */
function conditionsHoldUntil(visa: Visa, valid: readonly Visa[]): Date | undefined {
  const linked = linkedWith(visa, valid);
  const candidates = valid.flatMap((other) => {
    const until = linked.get(identityOf(other));
    return until ? [{ ...other, expires: new Date(Math.min(other.expires.getTime(), until.getTime())) }] : [];
  });
  const witnesses = conditionsMet(visa.object.conditions, candidates);
  return witnesses && new Date(Math.min(visa.expires.getTime(), ...witnesses.map(({ expires }) => expires.getTime())));
}

/** A token's name in reports and the ledger: nobody can use it. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);
