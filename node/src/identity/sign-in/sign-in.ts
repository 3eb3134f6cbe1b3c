import * as client from 'openid-client';
import { inTransaction, type Db } from '../../kernel/database.ts';
import { DomainError, notFound, reasonOf, unavailable } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { record } from '../../ledger/index.ts';
import { insertPerson, readPerson } from '../people/person-store.ts';
import type { NewPerson } from '../people/person.ts';
import { beginSession } from '../sessions/session-store.ts';
import { identityOf, type PersonRow } from '../tables.ts';
import { beginAttempt, proofsOf, takeAttempt } from './attempt.ts';
import { personFromClaims, visasIn, type Claims } from './claims.ts';
import type { RelyingParty } from './relying-party.ts';
import type { ProviderSetting } from './settings.ts';

/** A provider one can sign in with here. */
export interface SignInProvider {
  id: string;
  title: LanguageMap;
  party: RelyingParty;
  believes: Pick<ProviderSetting, 'claims' | 'organisations'>;
  /** Where subjects of this issuer are persons of this node already (the embedded provider), by their identifier. */
  own: boolean;
}

/** Why a sign-in came to nothing; the pages have words for each. */
export type SignInFailure = 'cancelled' | 'expired' | 'refused' | 'unreachable' | 'disabled';
export class SignInFailed extends DomainError {
  override readonly name = 'SignInFailed';
  readonly failure: SignInFailure;
  constructor(failure: SignInFailure, message: string, cause?: unknown) {
    super('unauthenticated', message, { cause });
    this.failure = failure;
  }
}

export interface SigningIn {
  db: Db;
  providers: readonly SignInProvider[];
}

const providerNamed = ({ providers }: SigningIn, id: string): SignInProvider => {
  const provider = providers.find((it) => it.id === id);
  if (!provider) throw notFound(`This node knows no provider "${id}".`);
  return provider;
};

/** Sends a browser to a provider: where to, and the secret it is to bring back. */
export async function beginSignIn(context: SigningIn, id: string, destination: string, at: Date): Promise<{ address: string; secret: string }> {
  const { party } = providerNamed(context, id);
  const secret = await beginAttempt(context.db, id, destination, at);
  try {
    return { address: await party.address(proofsOf(secret)), secret };
  } catch (error) {
    throw unavailable(`The provider cannot be reached: ${reasonOf(error)}.`, error);
  }
}

export interface Returned {
  provider: string;
  /** The whole address the provider sent the browser back to. */
  current: URL;
  /** What the browser was given at the beginning. */
  secret: string | undefined;
  agent: string;
  /** The session it had meanwhile, which ends. */
  before: string | undefined;
}

/**
 * Takes up who comes back from a provider: checks everything, knows or makes the person, begins a session. What is
 * refused stands in the ledger.
 */
export async function finishSignIn(context: SigningIn, returned: Returned, at: Date): Promise<{ session: string; destination: string }> {
  const provider = providerNamed(context, returned.provider);
  const { db } = context;
  try {
    const proofs = returned.secret ? proofsOf(returned.secret) : undefined;
    const attempt = proofs && returned.current.searchParams.get('state') === proofs.state ? await takeAttempt(db, provider.id, proofs.state, at) : undefined;
    if (!proofs || !attempt) throw new SignInFailed('expired', 'This sign-in was not begun in this browser, was used already, or took too long. Begin again.');
    const claims = await provider.party.claims(returned.current, proofs).catch((error: unknown) => {
      throw failureOf(error);
    });
    return await inTransaction(db, async (trx) => {
      const person = await knownPerson(trx, provider, claims, at);
      if (person.disabled) throw new SignInFailed('disabled', 'This person may not sign in here any more. Ask the operator.');
      const { visas, refused } = visasIn(claims);
      if (refused) await record(trx, { at, actor: `person:${person.id}`, action: 'sign-in.visas-refused', subject: `provider:${provider.id}`, detail: { reason: refused } });
      const session = await beginSession(trx, { of: { person: person.id }, provider: provider.id, agent: returned.agent, visas, before: returned.before }, at);
      return { session, destination: attempt.destination };
    });
  } catch (error) {
    if (error instanceof SignInFailed && error.failure !== 'cancelled')
      await inTransaction(db, (trx) =>
        record(trx, {
          at,
          actor: 'anyone',
          action: 'sign-in.refused',
          subject: `provider:${provider.id}`,
          detail: { failure: error.failure, reason: reasonOf(error.cause ?? error) },
        }),
      );
    throw error;
  }
}

/** What went wrong between node and provider, in the words of a person; the protocol's own are for the ledger. */
function failureOf(error: unknown): SignInFailed {
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied')
    return new SignInFailed('cancelled', 'The sign-in was given up at the provider.', error);
  const code = (error as { code?: string }).code;
  const unreachable = error instanceof TypeError || code === 'OAUTH_TIMEOUT' || (error as Error).name === 'TimeoutError';
  return unreachable
    ? new SignInFailed('unreachable', 'The provider did not answer. Try again in a while.', error)
    : new SignInFailed('refused', 'What the provider answered does not hold. Begin again; if it happens again, tell the operator.', error);
}

/** The person of this issuer and subject; at the first time one without any role. A name or address is never taken for a proof of who it is. */
async function knownPerson(trx: Db, provider: SignInProvider, claims: Claims, at: Date): Promise<PersonRow> {
  const subject = String(claims['sub']);
  const issuer = String(claims['iss']);
  const stated = personFromClaims(claims, provider.believes);
  const login = await identityOf(trx).selectFrom('login').select('person').where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst();
  const known = await readPerson(trx, login?.person ?? (provider.own ? subject : ''));
  if (known && !login) await identityOf(trx).insertInto('login').values({ issuer, subject, person: known.id, provider: provider.id, created: at }).execute();
  if (known) return provider.own ? known : refreshed(trx, known, stated);
  const person = await insertPerson(trx, stated, at);
  await identityOf(trx).insertInto('login').values({ issuer, subject, person: person.id, provider: provider.id, created: at }).execute();
  await record(trx, {
    at,
    actor: `person:${person.id}`,
    action: 'person.create',
    subject: `person:${person.id}`,
    detail: { provider: provider.id, organisation: person.organisation },
  });
  return person;
}

/** What the provider vouches for is taken anew at each sign-in; the rest stays as it was said here. */
async function refreshed(trx: Db, known: PersonRow, { orcid, organisation, country }: NewPerson): Promise<PersonRow> {
  const after = { ...known, orcid: orcid ?? known.orcid, organisation: organisation ?? known.organisation, country: country ?? known.country };
  if (after.orcid === known.orcid && after.organisation === known.organisation && after.country === known.country) return known;
  await identityOf(trx).updateTable('person').set({ orcid: after.orcid, organisation: after.organisation, country: after.country }).where('id', '=', known.id).execute();
  return after;
}
