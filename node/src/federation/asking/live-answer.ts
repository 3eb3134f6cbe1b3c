import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { Holder, HolderStatus, MemberHit, MemberOutcome, SummedFacets } from './question.ts';

/** What is told of a live question, whole or as it comes. */

/** A holder with what it is called. */
const NamedHolder = Holder.extend({ name: LanguageMap });

export const LiveItem = MemberHit.omit({ holders: true }).extend({
  /** Its page at the first holder. */
  url: z.string(),
  holders: z.array(NamedHolder),
  /** Which members named it, and at which place of their own answers. */
  from: z.array(z.object({ node: z.string(), place: z.int().positive() })),
  score: z.number().describe('Reciprocal rank fusion; it compares items of this answer and nothing else'),
});
export type LiveItem = z.infer<typeof LiveItem>;

export const LiveResults = z.object({
  total: z.object({ atMost: z.int() }).describe('The sum of what the members have: what several hold counts several times, so it is an upper bound'),
  /** Of the hits that the members named, those this node holds a copy of itself: they stand in its own answer. */
  alreadyHere: z.int(),
  items: z.array(LiveItem),
  facets: SummedFacets,
});
export type LiveResults = z.infer<typeof LiveResults>;

/** `GET /api/v1/federation/search`. */
export const LiveAnswer = LiveResults.extend({
  members: z.array(MemberOutcome),
  /** All that were asked answered. */
  complete: z.boolean(),
  milliseconds: z.number(),
  deadline: z.number().describe('Milliseconds that the members were given'),
});
export type LiveAnswer = z.infer<typeof LiveAnswer>;

export const MemberToAsk = z.object({ node: z.string(), name: LanguageMap, url: z.string() });
/** `GET /api/v1/federation/search/members`. */
export const MembersToAsk = z.object({ members: z.array(MemberToAsk), deadline: z.number() });

/** A line of the streamed form, in the order: `asked`, then `member` and `results` as they come, `answer` at the end. */
export const LiveEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('asked'), members: z.array(MemberToAsk), deadline: z.number() }),
  z.object({ event: z.literal('member'), member: MemberOutcome }),
  z.object({ event: z.literal('results'), results: LiveResults }),
  z.object({ event: z.literal('answer'), answer: LiveAnswer }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

/** `GET /api/v1/federation/resources/{id}/status`. */
export const LiveStatus = z.object({
  id: z.string(),
  holders: z.array(
    z.object({
      node: z.string(),
      name: LanguageMap,
      resource: z.string(),
      url: z.string(),
      /** The copy this node has: what the holder said, by its own clock, and when it came. None of what this node says itself. */
      copy: z.object({ incarnation: z.int(), version: z.int(), at: z.string(), received: z.string(), gone: z.boolean() }).optional(),
      /** What the holder says now; absent where nothing was heard from it. */
      now: HolderStatus.optional(),
      /** What it says now differs in time from what the copy was made from. */
      newer: z.boolean().optional(),
    }),
  ),
  members: z.array(MemberOutcome),
  milliseconds: z.number(),
});
export type LiveStatus = z.infer<typeof LiveStatus>;
