import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { USES } from '../data-use/index.ts';
import { Assessment, EVENT_TYPES, GRANTABLE, ReviewKind, STATUSES } from './request.ts';

const instant = z.iso.datetime();

/** Whose turn it is, until when. */
export const TurnView = z.object({
  who: z.enum(['asker', 'reviewers', 'nobody']),
  task: z.enum(['submit', 'answer', 'review', 'report', 'renew', 'none']),
  kinds: z.array(ReviewKind),
  deadline: instant.optional(),
  overdue: z.boolean(),
  /** It is the caller's. */
  yours: z.boolean(),
});

export const RequestSummary = z.object({
  id: z.string(),
  resource: z.object({ id: z.string(), title: LanguageMap, category: z.string().optional(), kind: z.string().optional() }),
  asker: z.object({ name: z.string(), organisation: z.string().optional() }),
  purpose: z.string().optional(),
  status: z.enum(STATUSES),
  turn: TurnView,
  created: instant,
  submitted: instant.optional(),
  until: instant.optional(),
});
export type RequestSummary = z.infer<typeof RequestSummary>;

export const RequestPage = z.object({ items: z.array(RequestSummary), next: z.string().nullable() });

/** What the caller may do with it now. */
export const STEPS = ['amended', 'submitted', 'withdrawn', 'voted', 'asked', 'stepped-aside', 'answered', 'renewal-requested', 'reported', 'revoked'] as const;

const words = z.array(z.string());
/** What the asker wrote, as it was understood. */
export const ApplicationView = z.object({
  purpose: z.object({
    title: z.string().optional(),
    uses: z.array(z.enum(USES)),
    diseases: words,
    researchTypes: words,
    countries: words,
    institution: z.string().optional(),
    user: z.string().optional(),
    project: z.string().optional(),
    organisationType: z.enum(['not-for-profit', 'for-profit']).optional(),
    commercial: z.boolean().optional(),
    months: z.number().optional(),
    ethicsApproval: z.object({ reference: z.string(), by: z.string().optional(), until: z.string().optional() }).optional(),
    undertakes: z.object({ publish: z.boolean().optional(), collaborate: z.boolean().optional(), returnResults: z.boolean().optional() }),
    publishNotBefore: z.string().optional(),
  }),
  justification: z.string(),
  actions: z.array(z.enum(GRANTABLE)),
  destination: z.string().optional(),
});

export const RequestView = RequestSummary.extend({
  organisation: LanguageMap.optional(),
  application: ApplicationView,
  role: z.enum(['asker', 'reviewer', 'onlooker']),
  assessment: Assessment.optional(),
  reviews: z.array(
    z.object({
      kind: ReviewKind,
      quorum: z.int(),
      cast: z.int(),
      decided: z.enum(['approve', 'refuse']).optional(),
      /** For reviewers: the caller may vote in it. */
      open: z.boolean(),
      mine: z.enum(['approve', 'refuse']).optional(),
    }),
  ),
  question: z.string().optional(),
  renewal: z.object({ months: z.int(), text: z.string() }).optional(),
  grant: z.object({ from: instant, until: instant, revoked: instant.optional(), active: z.boolean(), actions: z.array(z.string()), obligations: z.array(LanguageMap) }).optional(),
  /** The agreement the terms ask for now, and whether the asker accepted its current version. */
  agreement: z.object({ id: z.string(), version: z.int(), title: LanguageMap, accepted: z.boolean() }).optional(),
  reasons: z.array(LanguageMap),
  /** Why the caller may not review it, whatever their roles. */
  conflict: LanguageMap.optional(),
  steps: z.array(z.enum(STEPS)),
  events: z.array(
    z.object({
      sequence: z.int(),
      at: instant,
      type: z.enum(EVENT_TYPES as [(typeof EVENT_TYPES)[number], ...(typeof EVENT_TYPES)[number][]]),
      /** Who it was; of reviewers, the asker learns only that it was one. */
      name: z.string().optional(),
      role: z.enum(['asker', 'reviewer', 'node', 'other']),
      kind: ReviewKind.optional(),
      vote: z.enum(['approve', 'refuse']).optional(),
      text: z.string().optional(),
      until: instant.optional(),
      texts: z.array(LanguageMap).optional(),
    }),
  ),
});
export type RequestView = z.infer<typeof RequestView>;

/** What would become of an application if it were handed in now. */
export const CheckView = z.object({
  assessment: Assessment,
  consequence: z.enum(['granted', 'refused', 'review']),
  reviews: z.array(z.object({ kind: ReviewKind, quorum: z.int(), days: z.int().optional() })),
  agreement: z.object({ id: z.string(), version: z.int(), title: LanguageMap, accepted: z.boolean() }).optional(),
  resource: z.object({ id: z.string(), title: LanguageMap, category: z.string().optional(), kind: z.string().optional() }),
});
export type CheckView = z.infer<typeof CheckView>;

export const NoticeList = z.object({ items: z.array(RequestSummary.extend({ reminders: z.array(z.object({ stage: z.string(), at: instant })) })) });

export const GrantView = z.object({
  id: z.string(),
  request: z.string(),
  resource: z.object({ id: z.string(), title: LanguageMap }),
  actions: z.array(z.string()),
  purpose: z.string().optional(),
  obligations: z.array(LanguageMap),
  from: instant,
  until: instant,
  revoked: instant.optional(),
  active: z.boolean(),
});
export const GrantList = z.object({ items: z.array(GrantView) });

export const AgreementView = z.object({ id: z.string(), version: z.int(), current: z.int(), title: LanguageMap, text: LanguageMap, at: instant, accepted: instant.optional() });
export const AgreementList = z.object({ items: z.array(AgreementView) });
