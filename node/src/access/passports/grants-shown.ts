import { visasOfSession } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import type { Question } from '../access.ts';
import { termsOf } from '../terms/index.ts';
import { resourceAddress } from './draft-visas.ts';
import type { Passports } from './open-passports.ts';
import type { Reading } from './read-passports.ts';
import type { Refusal } from './refusal.ts';
import { visaGrants } from './visa-grants.ts';

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

/** Reads what an asker shows with a question, and what came along when they signed in. */
export const grantsShown =
  ({ db, passports, url }: { db: Db; passports: Passports; url: string }) =>
  async ({ caller, resource, passports: shown = [], requestId }: Question, now: Date): Promise<ShownGrants> => {
    const session = caller.kind === 'person' && passports.trusts() ? caller.session : undefined;
    const tokens = [...shown, ...(session ? await visasOfSession(db, session) : [])];
    if (tokens.length === 0 || !resource) return NOTHING;
    const [reading, terms] = await Promise.all([passports.read(tokens, { caller, now, requestId }), termsOf(db, [resource.id])]);
    const addresses = [resourceAddress(url, resource.id), ...(terms.get(resource.id)?.knownAs ?? [])];
    const grants = visaGrants(reading, addresses, now).map(({ issuer, jti, source, until }) => ({ visa: `${issuer} ${jti ?? '-'}`, by: source, until }));
    return { grants, refusals: reading.refusals, again: readAgain(reading, now) };
  };

const readAgain = ({ refusals }: Reading, now: Date): Date => new Date(now.getTime() + (refusals.some(({ code }) => PASSING.has(code)) ? SOON : TRUSTED_FOR));
