import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { ResourceSummary } from '../resource.ts';
import { LETTERS, METRIC_IDS } from './metrics.ts';

/** What an assessment says of a metric. `partly`: some of what it asks for is there; `not-applicable`: the metric has no meaning for this kind of resource. */
export const VERDICTS = ['holds', 'partly', 'fails', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Who earned a verdict: the description, this node (which does the same for every resource), both, or nobody. */
export const EARNERS = ['description', 'node', 'both', 'nobody'] as const;

export const Evidence = z.object({
  /** JSON pointer into the resource (`/licence/id`); of what the node itself does, the address or standard by which it does it. */
  field: z.string(),
  value: z.string(),
  /** The source that said it; `node` for what this node does for every resource; null for a description that is not registered. */
  source: z.string().nullable(),
  record: z.string().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const MetricResult = z.object({
  metric: z.enum(METRIC_IDS),
  number: z.int(),
  letter: z.enum(LETTERS),
  name: LanguageMap,
  /** The names under which version 0.8 of the metrics asks the same. */
  later: z.array(z.string()),
  verdict: z.enum(VERDICTS),
  earnedBy: z.enum(EARNERS),
  because: LanguageMap,
  evidence: z.array(Evidence),
  fix: LanguageMap.optional(),
});
export type MetricResult = z.infer<typeof MetricResult>;

/** Counts, never a percentage alone: `holds` of `of` metrics that apply, `byNode` of which this node holds for every resource alike. */
export const Score = z.object({ holds: z.int(), partly: z.int(), fails: z.int(), of: z.int(), byNode: z.int() });
export type Score = z.infer<typeof Score>;

export const Scores = z.object({ F: Score, A: Score, I: Score, R: Score, all: Score });
export type Scores = z.infer<typeof Scores>;

export const FINDINGS = [
  'no-description',
  'short-description',
  'no-licence',
  'unknown-licence',
  'no-contact',
  'no-topics',
  'deprecated-term',
  'dead-link',
  'redirected-link',
  'duplicate-title',
  'one-language',
  'long-unmodified',
] as const;
export type FindingName = (typeof FINDINGS)[number];

export const Finding = z.object({
  finding: z.enum(FINDINGS),
  title: LanguageMap,
  because: LanguageMap,
  fix: LanguageMap,
  evidence: z.array(Evidence),
});
export type Finding = z.infer<typeof Finding>;

/** A term that a record names and its vocabulary has deprecated. */
export const DeprecatedTerm = z.object({
  /** JSON pointer into the record's description. */
  field: z.string(),
  /** As the record writes it. */
  written: z.string(),
  term: z.object({ id: z.string(), label: LanguageMap }),
  /** What replaces it; null where the vocabulary names nothing, or several to choose from. */
  replacement: z.object({ id: z.string(), label: LanguageMap }).nullable(),
  /** Where nothing replaces it for certain: what the vocabulary suggests to consider. */
  consider: z.array(z.object({ id: z.string(), label: LanguageMap })),
  source: z.string().nullable(),
  record: z.string().optional(),
});
export type DeprecatedTerm = z.infer<typeof DeprecatedTerm>;

export const LINK_STATES = ['alive', 'redirected', 'dead', 'unknown'] as const;
/** What is known of an address a resource names. `dead` only after failures over days; `unknown` where nothing was or could be learnt. */
export const AddressState = z.object({
  address: z.string(),
  state: z.enum(LINK_STATES),
  /** HTTP status of the last answer. */
  httpStatus: z.int().nullable(),
  /** Where a redirect led at last. */
  redirectedTo: z.string().nullable(),
  reason: z.string().nullable(),
  checked: z.iso.datetime().nullable(),
  failingSince: z.iso.datetime().nullable(),
});
export type AddressState = z.infer<typeof AddressState>;

/** What an assessment of one description answers. */
export const Assessment = z.object({
  specification: z.object({ name: z.string(), version: z.string(), doi: z.string(), allVersions: z.string() }),
  scores: Scores,
  metrics: z.array(MetricResult),
  findings: z.array(Finding),
  deprecatedTerms: z.array(DeprecatedTerm),
});
export type Assessment = z.infer<typeof Assessment>;

/** `GET /api/v1/resources/{id}/quality`. */
export const ResourceQuality = Assessment.extend({
  id: z.string(),
  revision: z.int(),
  /** The instant of this assessment. */
  assessed: z.iso.datetime(),
  addresses: z.array(AddressState),
});
export type ResourceQuality = z.infer<typeof ResourceQuality>;

const Verdicts = z.object({ holds: z.int(), partly: z.int(), fails: z.int(), notApplicable: z.int() });

/** `GET /api/v1/sources/{id}/quality` and `GET /api/v1/quality`: counts over all resources that are published. */
export const QualitySummary = z.object({
  specification: Assessment.shape.specification,
  /** When the counts were made; null where they are being made for the first time. */
  computed: z.iso.datetime().nullable(),
  /** Something changed since, and they are being made anew. */
  stale: z.boolean(),
  resources: z.int(),
  metrics: z.array(MetricResult.pick({ metric: true, number: true, letter: true, name: true, later: true }).extend({ counts: Verdicts })),
  findings: z.array(z.object({ finding: z.enum(FINDINGS), title: LanguageMap, resources: z.int() })),
  /** Deprecated terms that records name, the most frequent first. */
  deprecatedTerms: z.array(z.object({ term: DeprecatedTerm.shape.term, replacement: DeprecatedTerm.shape.replacement, resources: z.int(), examples: z.array(z.string()) })),
  links: z.object({ alive: z.int(), redirected: z.int(), dead: z.int(), unknown: z.int() }),
});
export type QualitySummary = z.infer<typeof QualitySummary>;

/** `GET /api/v1/quality/resources`: resources whose assessment fits the question. */
export const QualityList = z.object({
  items: z.array(ResourceSummary.extend({ partly: z.array(z.enum(METRIC_IDS)), fails: z.array(z.enum(METRIC_IDS)), findings: z.array(z.enum(FINDINGS)) })),
  next: z.string().nullable(),
});
export type QualityList = z.infer<typeof QualityList>;
