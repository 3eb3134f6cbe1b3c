import type { NewPerson } from '../people/person.ts';
import type { ProviderSetting } from './settings.ts';

export type Claims = Record<string, unknown>;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(text).filter((it) => it !== undefined);
/** Control characters and the like have no place in a name; 200 characters hold any. */
const cleaned = (value: string | undefined): string | undefined => value?.replace(/\p{C}/gu, '').slice(0, 200).trim() || undefined;

/** What a provider says of a person, as far as the operator believes it. */
export function personFromClaims(claims: Claims, { claims: believed, organisations }: Pick<ProviderSetting, 'claims' | 'organisations'>): NewPerson {
  const full = [text(claims['given_name']), text(claims['family_name'])].filter(Boolean).join(' ');
  const email = text(claims['email']);
  return {
    name: cleaned(text(claims['name'])) ?? cleaned(full) ?? cleaned(text(claims['preferred_username'])) ?? cleaned(email) ?? String(claims['sub']).slice(0, 200),
    email: email && email.length <= 254 && claims['email_verified'] !== false ? email : undefined,
    orcid: believed.orcid ? orcidIn(claims[believed.orcid]) : undefined,
    organisation: believed.organisation ? organisationIn(claims[believed.organisation], organisations) : undefined,
    country: believed.country
      ? texts(claims[believed.country])
          .find((it) => /^[A-Za-z]{2}$/.test(it))
          ?.toUpperCase()
      : undefined,
  };
}

const orcidIn = (value: unknown): string | undefined =>
  texts(value)
    .map((it) => /^(?:https?:\/\/orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/.exec(it)?.[1])
    .find(Boolean);

/** An organisation from a ROR, an affiliation such as `member@example.org` (eduPersonScopedAffiliation), or a domain. */
function organisationIn(value: unknown, organisations: Record<string, string>): string | undefined {
  for (const it of texts(value)) {
    const ror = /^(?:https?:\/\/ror\.org\/)?(0[a-z0-9]{6}\d{2})$/i.exec(it)?.[1];
    if (ror) return `org:ror-${ror.toLowerCase()}`;
    const mapped = organisations[it] ?? organisations[it.slice(it.lastIndexOf('@') + 1).toLowerCase()];
    if (mapped) return mapped;
  }
  return undefined;
}

/** GA4GH Passport 1.2: the visas of a person are an array of JWTs. More than this is none of anybody's. */
export const VISAS_CLAIM = 'ga4gh_passport_v1';
const MOST_VISAS = 100;
const LARGEST_PASSPORT = 1_000_000;

/** The visas among the claims as they came; `refused` says why there are none although something was given. */
export function visasIn(claims: Claims): { visas: string[]; refused?: string } {
  const value = claims[VISAS_CLAIM];
  if (value === undefined || value === null) return { visas: [] };
  if (!Array.isArray(value) || value.some((it) => typeof it !== 'string')) return { visas: [], refused: 'is no list of JWTs' };
  if (value.length > MOST_VISAS) return { visas: [], refused: `holds more than ${MOST_VISAS} visas` };
  if (value.reduce((sum, it: string) => sum + it.length, 0) > LARGEST_PASSPORT) return { visas: [], refused: `is larger than ${LARGEST_PASSPORT} bytes` };
  return { visas: value as string[] };
}
