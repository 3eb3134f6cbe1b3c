import { identitiesOf, visasOfSession, type Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import type { Question } from '../access.ts';
import { termsOf } from '../terms/index.ts';
import { resourceAddress } from './draft-visas.ts';
import { linkedWith } from './identities.ts';
import type { Passports } from './open-passports.ts';
import type { AcceptedVisa, Reading } from './read-passports.ts';
import { reasonOf, type Refusal } from './refusal.ts';
import { granting, visaGrants } from './visa-grants.ts';
import { identityOf } from './visa.ts';

/** What the passports of an asker say of one question. */
export interface ShownGrants {
  grants: { visa: string; by: string; until: Date }[];
  /** Why others do not count. */
  refusals: Refusal[];
  /** When to read them again at the latest: an issuer may have withdrawn a key, or be in reach again. */
  again?: Date | undefined;
}

const NOTHING: ShownGrants = { grants: [], refusals: [] };
/** Milliseconds for which a reading is trusted; shorter where an issuer's keys could not be had, or a time has not come yet. */
const TRUSTED_FOR = 600_000;
const SOON = 60_000;
const PASSING: ReadonlySet<string> = new Set(['keys-unavailable', 'unknown-key', 'not-yet-valid']);

export interface GrantsShownOptions {
  db: Db;
  passports: Passports;
  /** The node's public address. */
  url: string;
  /** Who may show a passport (`passports.holder` in biotope.yaml). */
  holder?: 'anyone' | 'asker' | undefined;
}

/** Reads what an asker shows with a question, and what came along when they signed in. */
export const grantsShown =
  ({ db, passports, url, holder = 'anyone' }: GrantsShownOptions) =>
  async ({ caller, resource, passports: shown = [], requestId }: Question, now: Date): Promise<ShownGrants> => {
    const session = caller.kind === 'person' && passports.trusts() ? caller.session : undefined;
    const brought = session ? await visasOfSession(db, session) : [];
    const tokens = [...shown, ...brought];
    if (tokens.length === 0 || !resource) return NOTHING;
    const asking = { caller, now, requestId };
    const [reading, terms] = await Promise.all([passports.read(tokens, asking), termsOf(db, [resource.id])]);
    const addresses = [resourceAddress(url, resource.id), ...(terms.get(resource.id)?.knownAs ?? [])];
    const foreign = holder === 'anyone' || shown.length === 0 ? [] : ofOthers(granting(reading.visas, addresses, now), reading, await ownIdentities(caller, brought, asking));
    const visas = reading.visas.filter((visa) => !foreign.includes(visa));
    const grants = visaGrants({ visas }, addresses, now).map(({ issuer, jti, source, until }) => ({ visa: `${issuer} ${jti ?? '-'}`, by: source, until }));
    const refusals = foreign.map(({ issuer, token }): Refusal => ({ code: 'not-the-askers', reason: reasonOf('not-the-askers'), what: 'visa', issuer, token }));
    return { grants, refusals: [...reading.refusals, ...refusals], again: readAgain(reading, now) };

    /** As whom the caller signs in here, and whom the visas speak of that came along when they did. */
    async function ownIdentities(of: Caller, along: readonly string[], about: typeof asking): Promise<Set<string>> {
      if (of.kind !== 'person') return new Set();
      const [logins, came] = await Promise.all([identitiesOf(db, of.id), passports.read(along, about)]);
      return new Set([...logins, ...came.visas].map(identityOf));
    }
  };

/** Those that speak of somebody else: neither they, nor the passport they came in, nor one that other visas say is the same is the asker. */
const ofOthers = (visas: readonly AcceptedVisa[], { visas: all }: Reading, own: ReadonlySet<string>): AcceptedVisa[] =>
  visas.filter((visa) => ![...linkedWith(visa, all).keys(), visa.bearer ?? ''].some((identity) => own.has(identity)));

const readAgain = ({ refusals }: Reading, now: Date): Date => new Date(now.getTime() + (refusals.some(({ code }) => PASSING.has(code)) ? SOON : TRUSTED_FOR));
