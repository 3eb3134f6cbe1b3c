import type { Organisation } from '../../identity/index.ts';
import type { Acceptance, Grant } from '../requests/index.ts';
import type { VisaType } from './visa.ts';

/** For how long a visa holds at most, in milliseconds: what is revoked is gone from everywhere that soon. */
export const VISA_LIFE = 3_600_000;

/** A visa about to be signed. */
export interface VisaDraft {
  object: { type: VisaType; asserted: number; value: string; source: string; by: 'self' | 'system' | 'dac' };
  expires: Date;
  resource?: string | undefined;
  grant?: string | undefined;
}

/** Claims of an organisation or of this node as a URL of at most 255 characters (Passport 1.2, "URL Claims"). */
const LONGEST_URL = 255;

/** The address by which visas name a resource of this node. */
export const resourceAddress = (url: string, id: string): string => `${url}/r/${id}`;
export const agreementAddress = (url: string, { agreement, version }: Pick<Acceptance, 'agreement' | 'version'>): string => `${url}/agreements/${agreement}?version=${version}`;

const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);
const soonest = (now: Date, ...ends: (Date | undefined)[]): Date => new Date(Math.min(now.getTime() + VISA_LIFE, ...ends.flatMap((end) => end?.getTime() ?? [])));

/** Access granted here (Passport 1.2, "ControlledAccessGrants"): never longer than the grant, nor than today's answer is known to hold. */
export const grantVisa = (
  grant: Grant,
  { url, organisation, until, now }: { url: string; organisation?: Organisation | undefined; until: Date | undefined; now: Date },
): VisaDraft => ({
  object: { type: 'ControlledAccessGrants', asserted: seconds(grant.from), value: resourceAddress(url, grant.resource), source: sourceOf(organisation, url), by: 'dac' },
  expires: soonest(now, grant.until, grant.revoked, until),
  resource: grant.resource,
  grant: grant.id,
});

/** An agreement the person accepted by name (Passport 1.2, "AcceptedTermsAndPolicies"). */
export const agreementVisa = (acceptance: Acceptance, { url, now }: { url: string; now: Date }): VisaDraft => ({
  object: { type: 'AcceptedTermsAndPolicies', asserted: seconds(acceptance.at), value: agreementAddress(url, acceptance), source: url, by: 'self' },
  expires: soonest(now),
});

/** The identities by which the person signed in here (Passport 1.2, "LinkedIdentities"): each pair URI-encoded. */
export const identitiesVisa = (logins: readonly { issuer: string; subject: string; since: Date }[], { url, now }: { url: string; now: Date }): VisaDraft => ({
  object: {
    type: 'LinkedIdentities',
    asserted: Math.max(...logins.map(({ since }) => seconds(since))),
    value: logins.map(({ issuer, subject }) => `${encodeURIComponent(subject)},${encodeURIComponent(issuer)}`).join(';'),
    source: url,
    by: 'system',
  },
  expires: soonest(now),
});

/** The organisation that provides the resource, by its ROR or web address; this node where it has none. */
function sourceOf(organisation: Organisation | undefined, url: string): string {
  const ror = organisation?.ror && `https://ror.org/${organisation.ror.replace(/^https?:\/\/ror\.org\//, '')}`;
  const source = ror ?? organisation?.url;
  return source && source.length <= LONGEST_URL && URL.canParse(source) ? source : url;
}
