import { z } from 'zod';
import { LanguageMap } from '../kernel/language-map.ts';

/** A record that was not taken, and why. */
export const Rejection = z.object({
  /** The record's key, or its place in the source (`tools.tsv line 17`). */
  record: z.string(),
  /** The field at fault as a path (`distributions.0.size`); empty when the whole record is. */
  field: z.string(),
  reason: z.string(),
});
export type Rejection = z.infer<typeof Rejection>;

/** read = created + updated + unchanged + rejected, always; `deleted` counts records the source no longer has. */
export const HarvestCounts = z.object({
  read: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  deleted: z.int(),
  rejected: z.int(),
});
export type HarvestCounts = z.infer<typeof HarvestCounts>;

export const HARVEST_STATES = ['queued', 'running', 'done', 'failed', 'stopped'] as const;

/** `GET /api/v1/harvests/{id}`. */
export const HarvestView = z.object({
  id: z.string(),
  source: z.string(),
  address: z.string(),
  state: z.enum(HARVEST_STATES),
  counts: HarvestCounts,
  /** Records by kind, as read. */
  kinds: z.record(z.string(), z.int()),
  /** Links stated, and how many of them lead to nothing known yet. */
  links: z.object({ stated: z.int(), unresolved: z.int() }),
  started: z.iso.datetime().nullable(),
  ended: z.iso.datetime().nullable(),
  progress: z.object({
    /** 0 to 1 where the size is known. */
    fraction: z.number().nullable(),
    recordsPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  /** Why it failed or was stopped, for a person. */
  reason: z.string().optional(),
  /** What else a person should know: fields left out, collections not compared for deletions. */
  notes: z.array(z.string()),
  /** Its figures are left out, because some of what it brought is not for the asker. */
  withheld: z.literal(true).optional(),
  by: z.string(),
});
export type HarvestView = z.infer<typeof HarvestView>;

export const HarvestList = z.object({ total: z.int(), items: z.array(HarvestView), next: z.string().nullable() });
export const RejectionPage = z.object({ total: z.int(), items: z.array(Rejection), next: z.string().nullable() });

/** `GET /api/v1/sources`. */
export const SourceView = z.object({
  id: z.string(),
  title: LanguageMap,
  description: LanguageMap,
  homepage: z.string(),
  /** Null: as each description says. */
  licence: z.object({ id: z.string().optional(), name: z.string(), url: z.string().optional() }).nullable(),
  /**
   * Who brings it: the `node` itself, its `operator`, or a `standard` of which any address may be harvested. `removed`:
   * the operator defined it once; what it brought is kept, but it can't be harvested.
   */
  origin: z.enum(['node', 'operator', 'standard', 'removed']),
  /** The standard it is written in, where it is one of those this node reads. */
  standard: z.string().nullable(),
  /** The live address harvested when none is given. */
  address: z.string().nullable(),
  /** How often it is harvested by itself, as a cron expression; null: by hand only. */
  schedule: z.string().nullable(),
  /** How many resources (or, of a vocabulary, terms) it describes here. */
  records: z.int(),
  lastHarvest: HarvestView.nullable(),
});
export type SourceView = z.infer<typeof SourceView>;
