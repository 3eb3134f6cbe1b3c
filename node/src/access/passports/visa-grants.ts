import type { AcceptedVisa, Reading } from './read-passports.ts';

/** Access that a visa grants to a resource here. */
export interface VisaGrant {
  /** The visa's value: the address of the resource. */
  value: string;
  source: string;
  by: string | undefined;
  issuer: string;
  subject: string;
  jti: string | undefined;
  broker: string | undefined;
  asserted: Date;
  until: Date;
}

/**
 * What visas grant for a resource, the longest first. `addresses` are the resource's own here and those its steward says
 * it is known by elsewhere; they are compared as they stand, letter by letter (Passport 1.2, "URL Claims").
 */
export const visaGrants = ({ visas }: Pick<Reading, 'visas'>, addresses: readonly string[], now: Date): VisaGrant[] =>
  granting(visas, addresses, now)
    .map(({ object, issuer, subject, jti, broker, until }) => ({
      value: object.value,
      source: object.source,
      by: object.by,
      issuer,
      subject,
      jti,
      broker,
      asserted: new Date(object.asserted * 1_000),
      until,
    }))
    .sort((a, b) => b.until.getTime() - a.until.getTime());

/** The visas that grant access to a resource of one of these addresses now. */
export const granting = (visas: readonly AcceptedVisa[], addresses: readonly string[], now: Date): AcceptedVisa[] =>
  visas.filter(({ object, until }) => object.type === 'ControlledAccessGrants' && addresses.includes(object.value) && until > now);
