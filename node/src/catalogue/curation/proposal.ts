import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { ResourceSummary } from '../resource.ts';

/** What a curator is asked to decide. Nothing of it happens by itself. */
export const PROPOSAL_TYPES = ['merge', 'rejected-record', 'dead-link', 'deprecated-term', 'spam'] as const;
export type ProposalType = (typeof PROPOSAL_TYPES)[number];

/** `settled`: the cause is gone, nothing is left to decide. */
export const PROPOSAL_STATES = ['open', 'accepted', 'refused', 'settled'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** A finding on its way into the queue. */
export interface NewProposal {
  type: ProposalType;
  /** A resource's identifier, or `source:record` where there is none. */
  subject: string;
  /** Tells one finding from another: the same is proposed once, and never again after it was refused. */
  fingerprint: string;
  detail: Record<string, unknown>;
}

/** Why two resources may be one thing. */
export const MergeEvidence = z.object({ type: z.enum(['identifier', 'homepage', 'title']), value: z.string() });
export const MergeDetail = z.object({ resources: z.tuple([z.string(), z.string()]), evidence: z.array(MergeEvidence) });
export const DeadLinkDetail = z.object({ address: z.string(), field: z.string(), status: z.unknown().optional(), reason: z.unknown().optional(), since: z.unknown().optional() });
export const DeprecatedTermDetail = z.object({
  field: z.string(),
  written: z.string().optional(),
  term: z.unknown(),
  replacement: z.unknown().optional(),
  consider: z.unknown().optional(),
  source: z.string().optional(),
  record: z.string().optional(),
});
export const SpamDetail = z.object({ reasons: z.array(z.string()) });
export const RejectedRecordDetail = z.object({ source: z.string(), record: z.string(), field: z.string(), reason: z.string(), harvest: z.string().optional() });

/** A resource a proposal is about, as it stands now, with what it takes to tell it from another. */
export const ResourceOfProposal = ResourceSummary.extend({
  /** Where it was merged into another: that one. */
  mergedInto: z.string().optional(),
  identifiers: z.array(z.string()),
  homepage: z.string().optional(),
  provider: LanguageMap.optional(),
  version: z.string().optional(),
  /** The beginning of its description. */
  summary: LanguageMap.optional(),
  sources: z.array(z.object({ source: z.string(), title: LanguageMap, record: z.string() })),
});

const base = {
  id: z.string(),
  subject: z.string(),
  state: z.enum(PROPOSAL_STATES),
  proposed: z.iso.datetime(),
  resources: z.array(ResourceOfProposal),
  decided: z.object({ at: z.iso.datetime(), by: z.string(), note: z.string().optional() }).optional(),
};
export const ProposalView = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('merge'), detail: MergeDetail }),
  z.object({ ...base, type: z.literal('rejected-record'), detail: RejectedRecordDetail }),
  z.object({ ...base, type: z.literal('dead-link'), detail: DeadLinkDetail }),
  z.object({ ...base, type: z.literal('deprecated-term'), detail: DeprecatedTermDetail }),
  z.object({ ...base, type: z.literal('spam'), detail: SpamDetail }),
]);
export type ProposalView = z.infer<typeof ProposalView>;

/** `GET /api/v1/curation/proposals`. */
export const ProposalPage = z.object({
  total: z.int(),
  items: z.array(ProposalView),
  next: z.string().nullable(),
  /** Open proposals of each type. */
  open: z.record(z.enum(PROPOSAL_TYPES), z.int()),
});
