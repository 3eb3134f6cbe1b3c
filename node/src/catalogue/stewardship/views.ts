import { z } from 'zod';
import { type Certificate, Check, CheckOutcome, certifiedDigest, type CheckReport, type Files } from '../../access/certificates/index.ts';
import { duoTerm, type Condition } from '../../access/data-use/index.ts';
import type { Decision } from '../../access/index.ts';
import { RequestSummary } from '../../access/requests/index.ts';
import { FORBIDS, type RedLine } from '../../access/red-lines/index.ts';
import { categoryLabel, EthicsReference, Location, Review, Terms } from '../../access/terms/index.ts';
import { LanguageMap } from '../../kernel/language-map.ts';

/** A condition as people read it. */
export const ConditionView = z.object({
  term: z.string(),
  shorthand: z.string().optional(),
  label: LanguageMap,
  type: z.enum(['permission', 'modifier', 'unknown']),
  values: z.array(z.string()),
});

export const conditionView = ({ term, values }: Condition): z.infer<typeof ConditionView> => {
  const known = duoTerm(term);
  return known ? { term: known.id, shorthand: known.shorthand, label: known.label, type: known.type, values } : { term, label: { en: term, zh: term }, type: 'unknown', values };
};

export const CategoryRef = z.object({ name: z.string(), label: LanguageMap });
export const categoryRef = (name: string): z.infer<typeof CategoryRef> => ({ name, label: categoryLabel(name) });

export const ReasonView = z.object({ policy: z.string(), outcome: z.enum(['permits', 'forbids', 'lacks', 'people']), text: LanguageMap });

/** Yes, no, or ask; and why. */
export const DecisionView = z.object({
  allowed: z.boolean(),
  answer: z.enum(['yes', 'no', 'ask']),
  reasons: z.array(ReasonView),
  obligations: z.array(LanguageMap),
  /** When the clock alone may make it another answer. */
  until: z.iso.datetime().optional(),
  entry: z.int().optional(),
});
export const decisionView = ({ allowed, answer, reasons, obligations, until, entry }: Decision): z.infer<typeof DecisionView> => ({
  allowed,
  answer,
  reasons,
  obligations,
  ...(until ? { until: until.toISOString() } : {}),
  ...(entry === undefined ? {} : { entry }),
});

export const CertificateView = z.object({
  id: z.int(),
  state: z.enum(['valid', 'expired', 'revoked']),
  at: z.iso.datetime(),
  by: z.string(),
  /** Whether every check passed, or a steward signed for what did not. */
  passed: z.boolean(),
  signedFor: z.string().optional(),
  expires: z.iso.datetime(),
  revision: z.int(),
  digest: z.string(),
  /** Whether the files are others than those certified. */
  changedSince: z.boolean(),
  checks: z.array(z.object({ check: z.string(), outcome: CheckOutcome })),
  /** JWS (EdDSA), verifiable with the keys at `/.well-known/jwks.json`. */
  signature: z.string(),
  revoked: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).optional(),
});
export const certificateView = (it: Certificate, content: Files, now: Date): z.infer<typeof CertificateView> => ({
  id: it.id,
  state: it.revoked ? 'revoked' : it.expires <= now ? 'expired' : 'valid',
  at: it.at.toISOString(),
  by: it.by,
  passed: it.signedFor === undefined,
  ...(it.signedFor === undefined ? {} : { signedFor: it.signedFor }),
  expires: it.expires.toISOString(),
  revision: it.revision,
  digest: it.digest,
  changedSince: it.digest !== certifiedDigest(content),
  checks: it.checks,
  signature: it.signature,
  ...(it.revoked ? { revoked: { ...it.revoked, at: it.revoked.at.toISOString() } } : {}),
});

/** What one asks for before use, as anybody who may discover the resource may know it. */
export const Asked = z.object({
  /** Nothing: anybody may use it. */
  nothing: z.boolean(),
  conditions: z.array(ConditionView),
  /** Whether a purpose that meets the conditions is enough, without a request. */
  automatic: z.boolean(),
  reviews: z.array(Review),
  agreement: z.string().optional(),
});

/** `GET /resources/{id}/terms`. What only stewards may know is left out for others. */
export const TermsView = z.object({
  resource: z.string(),
  title: LanguageMap,
  /** Whether the asker may change them. */
  steward: z.boolean(),
  /** Of the terms in force; 0 where nobody wrote any. */
  version: z.int(),
  asks: Asked,
  discovery: Terms.shape.discovery,
  dataCategories: z.array(CategoryRef),
  country: z.string().optional(),
  embargoUntil: z.iso.datetime().optional(),
  shownFrom: z.iso.datetime().optional(),
  certification: Terms.shape.certification,
  /** Everything, for stewards. */
  terms: z.record(z.string(), z.unknown()).optional(),
  history: z.array(z.object({ version: z.int(), at: z.iso.datetime(), by: z.string(), note: z.string().optional(), terms: z.record(z.string(), z.unknown()) })).optional(),
});

/** `GET /resources/{id}/access`: may I, and what is asked for. */
export const AccessView = z.object({
  resource: z.string(),
  decision: DecisionView,
  asks: Asked,
  dataCategories: z.array(CategoryRef),
  country: z.string().optional(),
  embargo: z.object({ until: z.iso.datetime(), inForce: z.boolean() }).optional(),
  certification: Terms.shape.certification,
  certificate: CertificateView.optional(),
  /** For those who may see them. */
  ethics: z.array(EthicsReference).optional(),
  /** The asker's own newest request for it: where it stands and whose turn it is. */
  request: RequestSummary.optional(),
  /** What the asker may do beside using it. */
  mine: z.object({ steward: z.boolean(), certify: z.boolean() }),
});

/** `POST /resources/{id}/use`. */
export const UseView = DecisionView.extend({ resource: z.string(), location: Location.optional(), distributions: z.array(z.string()) });

export const CheckReportView = z.object({
  id: z.int(),
  resource: z.string(),
  revision: z.int(),
  digest: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  /** Whether every check passed. */
  passes: z.boolean(),
  checks: z.array(Check),
  sample: z.object({ rows: z.int(), columns: z.int(), bytes: z.int(), digest: z.string() }).optional(),
});
export const reportView = ({ sample, ...it }: CheckReport): z.infer<typeof CheckReportView> => ({
  ...it,
  at: it.at.toISOString(),
  passes: it.checks.every(({ outcome }) => outcome === 'passes'),
  ...(sample ? { sample } : {}),
});

export const RedLineView = z.object({
  id: z.string(),
  title: LanguageMap,
  dataCategory: CategoryRef,
  forbids: z.enum(FORBIDS),
  country: z.string().optional(),
  source: z.object({ title: z.string(), url: z.string().optional(), section: z.string().optional(), date: z.string() }),
  from: z.iso.datetime(),
  until: z.iso.datetime().optional(),
  state: z.enum(['coming', 'in-force', 'over']),
  entered: z.object({ at: z.iso.datetime(), by: z.string() }),
  ended: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).optional(),
});
export const redLineView = (it: RedLine, now: Date): z.infer<typeof RedLineView> => ({
  id: it.id,
  title: it.title,
  dataCategory: categoryRef(it.dataCategory),
  forbids: it.forbids,
  ...(it.country ? { country: it.country } : {}),
  source: it.source,
  from: it.from.toISOString(),
  ...(it.until ? { until: it.until.toISOString() } : {}),
  state: it.from > now ? 'coming' : it.until && it.until <= now ? 'over' : 'in-force',
  entered: { ...it.entered, at: it.entered.at.toISOString() },
  ...(it.ended ? { ended: { ...it.ended, at: it.ended.at.toISOString() } } : {}),
});
