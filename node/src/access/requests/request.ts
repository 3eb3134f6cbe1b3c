import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { Purpose } from '../data-use/index.ts';
import { Country, Review, REVIEWS } from '../terms/index.ts';

/** From what side a request is looked at. */
export const ReviewKind = z.enum(REVIEWS);
export type ReviewKind = z.infer<typeof ReviewKind>;

/** `expired` is what the clock makes of `granted`; it is never written. */
export const STATUSES = ['draft', 'review', 'question', 'granted', 'renewal', 'renewal-question', 'refused', 'withdrawn', 'revoked', 'expired'] as const;
export type Status = (typeof STATUSES)[number];

/** What may be asked for. */
export const GRANTABLE = ['resource:use', 'resource:export'] as const;

export const LIMITS = { text: 10_000, note: 2_000, obligations: 20, months: 60, publications: 100 } as const;

const Text = z.string().trim().min(1).max(LIMITS.text);
const Note = z.string().trim().min(1).max(LIMITS.note);

/** What the asker writes. */
export const Application = z.strictObject({
  purpose: Purpose,
  /** What is to be found out, with what, by whom. */
  justification: z.string().trim().max(LIMITS.text).default(''),
  actions: z
    .array(z.enum(GRANTABLE))
    .min(1)
    .default(['resource:use'])
    .transform((it) => GRANTABLE.filter((action) => it.includes(action))),
  /** Where the data would go: ISO 3166-1 alpha-2. */
  destination: Country.optional(),
});
export type Application = z.infer<typeof Application>;

/** What the conditions alone come to, as shown before submission and to the reviewers. */
export const Assessment = z.object({
  answer: z.enum(['yes', 'no', 'ask']),
  reasons: z.array(z.object({ policy: z.string(), outcome: z.enum(['permits', 'forbids', 'lacks', 'people']), text: LanguageMap })),
  obligations: z.array(LanguageMap),
});
export type Assessment = z.infer<typeof Assessment>;

/** The rules a request is decided by: those of its submission, whatever the terms become later. */
export const Rules = z.object({
  reviews: z.array(Review).min(1),
  /** The conditions alone decide where they can. */
  automatic: z.boolean(),
  /** People of the asker's own organisation may not vote. */
  independentReview: z.boolean(),
  agreement: z.object({ id: z.string(), version: z.int() }).optional(),
  /** How many days each step may take. */
  days: z.object({ review: z.number(), answer: z.number(), report: z.number() }),
});
export type Rules = z.infer<typeof Rules>;

const Vote = z.strictObject({
  kind: ReviewKind,
  vote: z.enum(['approve', 'refuse']),
  reason: Note,
  /** What the asker is bound to, beside what the conditions say. */
  obligations: z.array(LanguageMap).max(LIMITS.obligations).default([]),
  /** The last day of the access, at the latest. */
  until: z.iso.date().optional(),
});

/** What each event carries. */
export const DETAILS = {
  drafted: z.strictObject({ application: Application, organisation: z.string().optional() }),
  amended: z.strictObject({ application: Application }),
  submitted: z.strictObject({ rules: Rules, assessment: Assessment, organisation: z.string().optional() }),
  voted: Vote,
  asked: z.strictObject({ text: Note }),
  answered: z.strictObject({ text: Text }),
  'stepped-aside': z.strictObject({ reason: Note }),
  granted: z.strictObject({ until: z.coerce.date(), obligations: z.array(LanguageMap) }),
  refused: z.strictObject({ reasons: z.array(LanguageMap) }),
  withdrawn: z.strictObject({ reason: Note.optional() }),
  'renewal-requested': z.strictObject({ months: z.int().min(1).max(LIMITS.months), text: Note, rules: Rules }),
  renewed: z.strictObject({ until: z.coerce.date(), obligations: z.array(LanguageMap) }),
  'renewal-refused': z.strictObject({ reasons: z.array(LanguageMap) }),
  reported: z.strictObject({ text: Text, publications: z.array(z.string().trim().min(1).max(500)).max(LIMITS.publications).default([]) }),
  revoked: z.strictObject({ reason: Note }),
} as const;

export type EventType = keyof typeof DETAILS;
export const EVENT_TYPES = Object.keys(DETAILS) as EventType[];
export type Detail<Type extends EventType> = z.infer<(typeof DETAILS)[Type]>;

/** What happened to a request, by whom: `person:…`, or `node:…` where it follows from what people did. */
export type Deed = { [Type in EventType]: { type: Type; detail: Detail<Type> } }[EventType];
export type RequestEvent = Deed & { sequence: number; at: Date; by: string; name: string };

export interface CastVote extends Detail<'voted'> {
  by: string;
  name: string;
  at: Date;
}

/** A request as its events make it. */
export interface RequestState {
  id: string;
  resource: string;
  /** The asker: `person:…`. */
  asker: string;
  askerName: string;
  /** The asker's organisation when the request was last submitted. */
  organisation?: string | undefined;
  status: Exclude<Status, 'expired'>;
  sequence: number;
  /** When the step it is at began. */
  since: Date;
  created: Date;
  submitted?: Date | undefined;
  application: Application;
  rules?: Rules | undefined;
  assessment?: Assessment | undefined;
  /** Of the round at hand; one a person and kind, the last that was cast. */
  votes: readonly CastVote[];
  /** Who declared a conflict of interest. */
  aside: readonly string[];
  question?: { by: string; text: string } | undefined;
  /** Of a renewal that is asked for. */
  renewal?: { months: number; text: string } | undefined;
  grant?: { from: Date; until: Date; obligations: readonly LanguageMap[]; revoked?: Date | undefined } | undefined;
  /** The last report. */
  reported?: Date | undefined;
}

/** The status at an instant: access that has run out is expired, with nothing written and no job needed. */
export const statusAt = ({ status, grant }: Pick<RequestState, 'status' | 'grant'>, now: Date): Status =>
  status === 'granted' && grant && grant.until <= now ? 'expired' : status;
