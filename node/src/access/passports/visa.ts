import { z } from 'zod';

/** The standard visa types (Passport 1.2, "GA4GH Standard Visa Type Definitions"). */
export const VISA_TYPES = ['AffiliationAndRole', 'AcceptedTermsAndPolicies', 'ResearcherStatus', 'ControlledAccessGrants', 'LinkedIdentities'] as const;
export type VisaType = (typeof VISA_TYPES)[number];
export const isStandardType = (type: string): type is VisaType => (VISA_TYPES as readonly string[]).includes(type);

/** On whose authority (Passport 1.2, "by"). */
export const AUTHORITIES = ['self', 'peer', 'system', 'so', 'dac'] as const;
export const Authority = z.enum(AUTHORITIES);

/** "URL Claims": an opaque, persistent identifier, never fetched. */
const LONGEST_URL = 255;
/** Of `value`, which for LinkedIdentities is a list. */
const LONGEST_VALUE = 16 * 1024;
const UrlClaim = z
  .string()
  .max(LONGEST_URL)
  .refine((text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text), 'is no URL');
const Seconds = z.number().min(0).max(8_640_000_000_000);

/**
 * `ga4gh_visa_v1` (Passport 1.2, "Visa Object Claims"). Claims not named there are kept apart and ignored. `conditions`
 * stays as it came: it is evaluated, and what does not hold to its form never matches.
 */
export const VisaObject = z
  .object({
    type: z.string().min(1).max(LONGEST_URL),
    asserted: Seconds,
    value: z.string().min(1).max(LONGEST_VALUE),
    source: UrlClaim,
    by: z.string().max(LONGEST_URL).optional(),
    conditions: z.unknown().optional(),
  })
  .superRefine(({ type, value, by }, context) => {
    const flaw = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (['AcceptedTermsAndPolicies', 'ResearcherStatus', 'ControlledAccessGrants'].includes(type)) {
      const url = UrlClaim.safeParse(value);
      if (!url.success) flaw('value', url.error.issues[0]?.message ?? 'is no URL');
    }
    if (['AcceptedTermsAndPolicies', 'ControlledAccessGrants'].includes(type) && by === undefined) flaw('by', 'is missing');
  });
export type VisaObject = z.infer<typeof VisaObject>;

/** The claims of a visa's token that count here (Passport 1.2, "Visa Format"). */
export const VisaClaims = z.object({
  iss: z.string().min(1).max(2_000),
  sub: z.string().min(1).max(2_000),
  iat: Seconds,
  exp: Seconds,
  nbf: Seconds.optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  jti: z.string().max(500).optional(),
  scope: z.string().max(2_000).optional(),
  ga4gh_visa_v1: VisaObject,
});

/** A visa whose signature, issuer, source and times hold. */
export interface Visa {
  issuer: string;
  subject: string;
  jti: string | undefined;
  expires: Date;
  object: VisaObject;
}

/** Who a visa speaks of ("Visa Identity"): the pair of `sub` and `iss`. */
export const identityOf = ({ subject, issuer }: Pick<Visa, 'subject' | 'issuer'>): string => JSON.stringify([subject, issuer]);
