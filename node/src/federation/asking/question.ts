import { z } from 'zod';
import { CATEGORIES, KINDS } from '../../catalogue/index.ts';
import { SearchItem, SORTS } from '../../catalogue/search/index.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { RESOURCE_ID } from '../../kernel/identifiers.ts';
import { NodeId } from '../envelope.ts';

/** What a hub asks its members while somebody waits, and what they answer. */

/** Milliseconds that a question may be given. */
export const SHORTEST_DEADLINE = 100;
export const LONGEST_DEADLINE = 30_000;
/** How far a question is handed on: to members, to theirs, and so on. */
export const MOST_HOPS = 3;
/** Hits a member names: more than are shown, since its hub holds most of them already. */
export const MOST_HITS = 60;
/** Resources whose state is asked at once. */
export const MOST_NAMES = 50;
/** Bytes of a member's answer. */
export const LARGEST_ANSWER = 1_000_000;
/** No node keeps more members apart in one answer. */
export const MOST_MEMBERS = 500;

const value = z.string().min(1).max(500);
const several = <T extends z.ZodType>(one: T) => z.array(one).max(200).optional();

export const SearchQuestion = z.strictObject({
  type: z.literal('search'),
  q: z.string().max(1_000).optional(),
  category: several(z.enum(CATEGORIES)),
  kind: several(z.enum(KINDS)),
  topic: several(value),
  licence: several(value),
  provider: several(value),
  source: several(value),
  sort: z.enum(SORTS).default('relevance'),
  language: z.string().max(35).optional(),
});
export type SearchQuestion = z.infer<typeof SearchQuestion>;

/** Resources by their origin and their identifier there. */
export const HolderName = z.tuple([NodeId, z.string().regex(RESOURCE_ID)]);
export type HolderName = z.infer<typeof HolderName>;

export const StatusQuestion = z.strictObject({ type: z.literal('status'), names: z.array(HolderName).min(1).max(MOST_NAMES) });
export type StatusQuestion = z.infer<typeof StatusQuestion>;

export const Question = z.discriminatedUnion('type', [SearchQuestion, StatusQuestion]);
export type Question = z.infer<typeof Question>;

/** A person for whom a hub vouches. Their identifier means something at that hub alone. */
export const Asker = z.strictObject({
  sub: z.string().regex(/^[\w:/.-]{1,300}$/, 'is no identifier of a person'),
  organisation: z.string().min(1).max(200).optional(),
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** GA4GH passports and visas the person shows, as compact JWTs: for the answer to "may I?". */
  passports: z.array(z.string()).max(100).optional(),
});
export type Asker = z.infer<typeof Asker>;

/** `POST /api/v1/federation/questions`, in a signed request. */
export const AskedQuestion = z.strictObject({
  /** The same for all nodes that a question reaches, so that one that hears it by two ways answers once. */
  id: z.uuid(),
  question: Question,
  asker: Asker.optional(),
  /** Milliseconds from now on within which an answer is of use. */
  deadline: z.number().min(1).max(LONGEST_DEADLINE),
  /** How often it may be handed on from here. */
  hops: z.int().min(0).max(MOST_HOPS),
  /** The nodes it came through, the one where it was asked first: none of them is asked again. */
  path: z
    .array(NodeId)
    .min(1)
    .max(MOST_HOPS + 1),
});
export type AskedQuestion = z.infer<typeof AskedQuestion>;

const WebAddress = z
  .string()
  .max(4_000)
  .regex(/^https?:\/\/[^\s]+$/, 'is no web address');

/** Where a resource is held: the node that speaks for it, and its page there. */
export const Holder = z.object({ node: NodeId, resource: z.string().regex(RESOURCE_ID), url: WebAddress });
export type Holder = z.infer<typeof Holder>;

/** A hit as a member tells of it. */
export const MemberHit = SearchItem.omit({ sources: true, score: true }).extend({
  holders: z.array(Holder).min(1).max(50),
  /** Canonical identifiers of the very thing, at most one of each scheme. */
  identifiers: z.array(value).max(50),
  /** The registry records it was made from. */
  records: z.array(z.string().min(1).max(1_100)).max(50),
});
export type MemberHit = z.infer<typeof MemberHit>;

export const OUTCOMES = ['answered', 'late', 'refused', 'unreachable', 'failed'] as const;
export type OutcomeName = (typeof OUTCOMES)[number];

/** How a member did. */
export interface MemberOutcome {
  node: string;
  name: LanguageMap;
  url: string;
  outcome: OutcomeName;
  /** From the question to the answer, or to when it was given up. */
  milliseconds: number;
  /** Hits it has in all. */
  total?: number | undefined;
  /** Why there is no answer. */
  reason?: LanguageMap | undefined;
  /** Not asked this time, after it failed again and again; when it will be. */
  askedAgain?: string | undefined;
  /** How its own members did, where it asked them. */
  members?: MemberOutcome[] | undefined;
}

const OutcomeAlone = z.object({
  node: NodeId,
  name: LanguageMap,
  url: WebAddress,
  outcome: z.enum(OUTCOMES),
  milliseconds: z.number().nonnegative(),
  total: z.int().nonnegative().optional(),
  reason: LanguageMap.optional(),
  askedAgain: z.iso.datetime().optional(),
});
const withMembers = <T extends z.ZodType>(outcome: T) => OutcomeAlone.extend({ members: z.array(outcome).max(MOST_MEMBERS).optional() });
/** As deep as a question is handed on. */
export const MemberOutcome = withMembers(withMembers(OutcomeAlone));

const FacetCount = z.object({ value: z.string().max(100), count: z.int().nonnegative() });
/** Of the closed vocabularies alone, which every node lists whole: sums of others would leave values out. */
export const SummedFacets = z.object({ category: z.array(FacetCount).max(100), kind: z.array(FacetCount).max(100) });
export type SummedFacets = z.infer<typeof SummedFacets>;

export const SearchReply = z.object({
  type: z.literal('search'),
  node: NodeId,
  total: z.int().nonnegative(),
  hits: z.array(MemberHit).max(MOST_HITS),
  facets: SummedFacets,
  members: z.array(MemberOutcome).max(MOST_MEMBERS),
});
export type SearchReply = z.infer<typeof SearchReply>;

/** What one holder says of a resource at this moment. */
export const HolderStatus = z.object({
  node: NodeId,
  resource: z.string().regex(RESOURCE_ID),
  url: WebAddress,
  /** `hidden`: not there, or not for this asker, which look the same. */
  state: z.enum(['shown', 'withdrawn', 'hidden']),
  status: z.string().max(50).optional(),
  title: LanguageMap.optional(),
  updated: z.iso.datetime().optional(),
  /** Of the holder's catalogue: grows with each change. */
  revision: z.int().optional(),
  version: z.string().max(500).optional(),
  reason: LanguageMap.optional(),
  /** Whether the asker may use it now, as the holder decides; for whoever asks where the holder knows nobody. */
  access: z.object({ answer: z.enum(['yes', 'no', 'ask']), reasons: z.array(LanguageMap).max(50), until: z.iso.datetime().optional() }).optional(),
});
export type HolderStatus = z.infer<typeof HolderStatus>;

export const StatusReply = z.object({
  type: z.literal('status'),
  node: NodeId,
  resources: z.array(HolderStatus).max(MOST_NAMES),
  members: z.array(MemberOutcome).max(MOST_MEMBERS),
});
export type StatusReply = z.infer<typeof StatusReply>;

export const Reply = z.discriminatedUnion('type', [SearchReply, StatusReply]);
export type Reply = z.infer<typeof Reply>;
