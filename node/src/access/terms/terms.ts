import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { Condition, duoTerm } from '../data-use/index.ts';
import { DISCOVERY } from '../sight.ts';

/** Limits of terms, so that one resource can exhaust neither memory nor a page. */
export const TERMS_LIMITS = { conditions: 100, categories: 50, ethics: 50, text: 4_000 } as const;

/** An instant as ISO 8601, or a day, which begins at midnight UTC; kept as an instant in UTC. */
export const Instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'is no instant (ISO 8601, such as 2027-01-31 or 2027-01-31T08:00:00Z)')
  .transform((text) => new Date(text).toISOString());

/** ISO 3166-1 alpha-2. */
export const Country = z.string().regex(/^[A-Z]{2}$/, 'is no country code of two capital letters (ISO 3166-1, such as "CN")');

/** The name of a kind of data, of `DATA_CATEGORIES` or the operator's own. */
export const DataCategory = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,59}$/, 'is no name of a data category (lower-case letters, digits and hyphens, such as "human-genetic-resources")');

/** Who must look at a request before it is granted. */
export const REVIEWS = ['technical', 'ethics', 'committee'] as const;

/** A review a request needs: how many reviewers must agree, and within how many days. */
export const Review = z.strictObject({ kind: z.enum(REVIEWS), quorum: z.int().min(1).max(20).default(1), days: z.int().min(1).max(365).optional() });
export type Review = z.infer<typeof Review>;

/** What allows the data to be held at all: an approval, the consent of those they come from, or why none is needed. */
export const EthicsReference = z.strictObject({
  type: z.enum(['approval', 'consent', 'exemption']).default('approval'),
  reference: z.string().trim().min(1).max(500),
  by: z.string().trim().min(1).max(500).optional(),
  until: z.iso.date().optional(),
});
export type EthicsReference = z.infer<typeof EthicsReference>;

/** Where the data lie, told only to those who may use them. */
export const Location = z
  .strictObject({
    url: z
      .string()
      .max(TERMS_LIMITS.text)
      .refine((text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text) && !/^(javascript|data|vbscript):/i.test(text), 'is no address')
      .optional(),
    instructions: LanguageMap.optional(),
  })
  .refine(({ url, instructions }) => url !== undefined || Object.keys(instructions ?? {}).length > 0, 'names neither an address nor instructions');

/** On what terms a resource may be discovered and used. What is left out asks for nothing. */
export const Terms = z
  .strictObject({
    discovery: z.enum(DISCOVERY).default('public'),
    /** Of the providing organisation (`org:…`), where discovery depends on it. */
    organisation: z
      .string()
      .regex(/^org:[a-z0-9-]{1,100}$/, 'is no identifier of an organisation ("org:…")')
      .optional(),
    /** What kinds of data it holds: red lines and borders go by them. */
    dataCategories: z
      .array(DataCategory)
      .max(TERMS_LIMITS.categories)
      .transform((names) => [...new Set(names)])
      .default([]),
    /** Conditions of use, as terms of the Data Use Ontology. */
    conditions: z.array(Condition).max(TERMS_LIMITS.conditions).default([]),
    /** Whether a yes of the conditions alone suffices, without a request. */
    automatic: z.boolean().default(false),
    /** Until when nobody but its keepers uses it. */
    embargoUntil: Instant.optional(),
    /** From when others may discover it. */
    shownFrom: Instant.optional(),
    /** The country whose law the data stand under. */
    country: Country.optional(),
    /** Whether others discover and use it only while it is certified. */
    certification: z.enum(['none', 'required']).default('none'),
    /** The agreement an asker accepts. */
    agreement: z.string().trim().min(1).max(100).optional(),
    reviews: z
      .array(Review)
      .max(REVIEWS.length)
      .refine((reviews) => new Set(reviews.map(({ kind }) => kind)).size === reviews.length, 'names a kind of review twice')
      .default([]),
    /** Whether people of the asker's own organisation may not review. */
    independentReview: z.boolean().default(true),
    ethics: z.array(EthicsReference).max(TERMS_LIMITS.ethics).default([]),
    location: Location.optional(),
    /** Web addresses and other URLs by which visas of trusted issuers elsewhere name it, beside its address here. */
    knownAs: z
      .array(
        z
          .string()
          .max(255)
          .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'is no URL'),
      )
      .max(20)
      .optional(),
  })
  .superRefine((terms, context) => {
    if (terms.discovery === 'organisation' && !terms.organisation)
      context.addIssue({ code: 'custom', path: ['organisation'], message: 'is missing: discovery within an organisation names it' });
    if (terms.automatic && !terms.conditions.some(({ term }) => duoTerm(term)?.type === 'permission'))
      context.addIssue({ code: 'custom', path: ['automatic'], message: 'needs a permission among the conditions (such as GRU), or nothing says yes' });
    if (terms.automatic && (terms.reviews.length > 0 || terms.agreement))
      context.addIssue({ code: 'custom', path: ['automatic'], message: 'does not go with reviews or an agreement, which need a request' });
  });
export type Terms = z.infer<typeof Terms>;
export type TermsInput = z.input<typeof Terms>;

/** The terms of a resource nobody wrote terms for. */
export const OPEN_TERMS: Terms = Terms.parse({});

/** Whether anybody may use it without asking: no conditions, no reviews, no agreement. */
export const asksForNothing = ({ conditions, reviews, agreement }: Pick<Terms, 'conditions' | 'reviews' | 'agreement'>): boolean =>
  conditions.length === 0 && reviews.length === 0 && agreement === undefined;
