import { randomUUID } from 'node:crypto';
import { identitiesOf, nameOf, organisationsById, type Caller, type Person } from '../../identity/index.ts';
import { inTransaction, type Db } from '../../kernel/database.ts';
import { DomainError, forbidden } from '../../kernel/errors.ts';
import { record } from '../../ledger/index.ts';
import type { Access, Decision, Subject } from '../access.ts';
import type { SigningKeys } from '../keys/index.ts';
import { acceptancesOf, grantsOf, isActive, type Grant } from '../requests/index.ts';
import { agreementVisa, grantVisa, identitiesVisa, VISA_LIFE, type VisaDraft } from './draft-visas.ts';
import { keepVisas, type IssuedVisa } from './visa-store.ts';

export const PASSPORT_TYPE = 'vnd.ga4gh.passport+jwt';
export const VISA_TYPE = 'vnd.ga4gh.visa+jwt';
/** Grants and agreements that one passport carries; more are asked for by name. */
export const MOST_GRANTS = 80;
const MOST_AGREEMENTS = 19;

/** What issuing needs from the node it happens in. */
export interface Issuing {
  db: Db;
  access: Access;
  keys: SigningKeys;
  /** The node's public address: the issuer. */
  url: string;
  subjectsOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, Subject>>;
  caller: Caller;
  now: Date;
  requestId?: string | undefined;
}

export interface PassportWish {
  /** The service it is for (`aud`); any where left out. */
  audience?: string | undefined;
  /** These resources alone; all that were granted where left out. */
  resources?: readonly string[] | undefined;
}

/** A signed passport, and what of the grants is not in it. */
export interface IssuedPassport {
  passport: string;
  expires: Date;
  visas: { token: string; type: string; value: string; expires: Date }[];
  /** Granted, but the answer today is no: with its reasons. */
  withheld: { resource: string; decision: Decision }[];
  /** Grants beyond what one passport carries. */
  left: number;
}

/** The address of the published keys, which every visa names. */
export const keysAddress = (url: string): string => `${url}/.well-known/jwks.json`;

/**
 * Issues a person's passport (GA4GH Passport 1.2): a visa for each grant to which the answer is yes at this moment, for
 * each agreement accepted, and for the identities known to be theirs. A grant that a red line, an embargo or anything else
 * stands against travels nowhere.
 * @throws `unauthenticated` or `forbidden` where no person asks.
 */
export async function issuePassport(issuing: Issuing, { audience, resources }: PassportWish = {}): Promise<IssuedPassport> {
  const { db, keys, url, now, requestId } = issuing;
  const person = personOf(issuing.caller);
  const name = nameOf(person);
  const [grants, acceptances, identities] = await Promise.all([grantsOf(db, { person: name }), acceptancesOf(db, name), identitiesOf(db, person.id)]);
  const active = latestByResource(grants.filter((grant) => isActive(grant, now) && grant.actions.includes('resource:use') && (!resources || resources.includes(grant.resource))));
  const asked = active.slice(0, MOST_GRANTS);
  const answered = await decideEach(issuing, person, asked);
  const organisations = await organisationsById(
    db,
    answered.flatMap(({ subject }) => subject.organisation ?? []),
  );

  const drafts: VisaDraft[] = [
    ...answered
      .filter(({ decision }) => decision.allowed)
      .map(({ grant, subject, decision }) => grantVisa(grant, { url, organisation: organisations.get(subject.organisation ?? ''), until: decision.until, now })),
    ...acceptances.slice(0, MOST_AGREEMENTS).map((acceptance) => agreementVisa(acceptance, { url, now })),
    ...(identities.length > 0 ? [identitiesVisa(identities, { url, now })] : []),
  ].filter(({ expires }) => expires > now);
  const expires = new Date(now.getTime() + VISA_LIFE);
  const times = (end: Date) => ({ iss: url, sub: person.id, iat: seconds(now), exp: seconds(end) });
  const signed = await Promise.all(
    drafts.map(async ({ object, expires: end, resource, grant }) => {
      const jti = randomUUID();
      const token = await keys.sign('visa', { ...times(end), jti, ga4gh_visa_v1: object }, { typ: VISA_TYPE, now, expires: end, jku: keysAddress(url) });
      const issued: IssuedVisa = { jti, person: name, type: object.type, value: object.value, resource: resource ?? null, grant: grant ?? null, issued: now, expires: end };
      return { token, issued };
    }),
  );
  const jti = randomUUID();
  const claims = { ...times(expires), jti, ...(audience ? { aud: [audience] } : {}), ga4gh_passport_v1: signed.map(({ token }) => token) };
  const passport = await keys.sign('visa', claims, { typ: PASSPORT_TYPE, now, expires, jku: keysAddress(url) });

  const visas = signed.map(({ issued }) => ({
    visa: issued.jti,
    type: issued.type,
    value: issued.value,
    ...(issued.grant ? { grant: issued.grant } : {}),
    until: issued.expires.toISOString(),
  }));
  await inTransaction(db, async (trx) => {
    await keepVisas(
      trx,
      name,
      signed.map(({ issued }) => issued),
      now,
    );
    await record(trx, { at: now, actor: name, action: 'passport.issue', subject: `passport:${jti}`, detail: { audience, visas, requestId } });
  });
  return {
    passport,
    expires,
    visas: signed.map(({ token, issued }) => ({ token, type: issued.type, value: issued.value, expires: issued.expires })),
    withheld: answered.filter(({ decision }) => !decision.allowed).map(({ grant, decision }) => ({ resource: grant.resource, decision })),
    left: active.length - asked.length,
  };
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);

export function personOf(caller: Caller): Person {
  if (caller.kind === 'person') return caller;
  if (caller.kind === 'anyone') throw new DomainError('unauthenticated', 'Sign in first: a passport carries what was granted to a person.');
  throw forbidden('A passport carries what was granted to a person; sign in as one.');
}

/** Of several grants for one resource the one that holds longest, which comes first. */
const latestByResource = (grants: readonly Grant[]): Grant[] => [...new Map(grants.toReversed().map((grant) => [grant.resource, grant])).values()].toReversed();

/**
 * Asks for each grant whether it may be used at this moment; a resource that is no more gives nothing. Visas of others
 * that came along at sign-in are left out: what this node issues rests on what it granted.
 */
async function decideEach({ access, subjectsOf, requestId }: Issuing, person: Person, grants: readonly Grant[]): Promise<{ grant: Grant; subject: Subject; decision: Decision }[]> {
  const subjects = await subjectsOf(grants.map(({ resource }) => resource));
  return Promise.all(
    grants.flatMap((grant) => {
      const subject = subjects.get(grant.resource);
      if (!subject) return [];
      const question = { caller: { ...person, session: undefined }, action: 'resource:use' as const, resource: subject, purpose: grant.purpose, requestId };
      return [access.decide(question).then((decision) => ({ grant, subject, decision }))];
    }),
  );
}
