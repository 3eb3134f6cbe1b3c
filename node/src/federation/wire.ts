import { hash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../kernel/identifiers.ts';
import { LanguageMap } from '../kernel/language-map.ts';
import { Audience, Envelope, NodeId } from './envelope.ts';
import { BUCKETS } from './set-digest.ts';

/** What nodes say to each other about their feeds. */

/** Events on a page of a feed. A page that is full never changes. */
export const PAGE = 250;

const Jws = z.string().max(1_000);
const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** An event of a feed, as it stands on a page; `@context` gives the rest its meaning. */
export const FeedEvent = z.object({
  /** Its address: `{node}/feed/{epoch}/event/{sequence}`. */
  id: z.string().max(4_000),
  type: z.enum(['as:Create', 'as:Update', 'as:Delete']),
  /** The address of the resource at its origin. */
  object: z.string().max(4_000),
  /** When this node handed it out: grows from event to event. */
  published: z.iso.datetime(),
  title: LanguageMap.optional(),
  sequence: z.int().positive(),
  /** What the origin said, with its signature: a description, or a tombstone. */
  envelope: Envelope.optional(),
  jws: Jws.optional(),
  /** Where this feed no longer carries a resource although its origin took nothing back. */
  removed: z.object({ origin: NodeId, resource: z.string().max(100), reason: LanguageMap }).optional(),
  /** In place of what was said, where the feed no longer carries the resource: of what it was said, and its content hash, for the chain. */
  takenBack: z.object({ origin: NodeId, resource: z.string().max(100), content: Digest }).optional(),
  /** The nodes that handed it on before this one, from the one nearest to the origin. */
  via: z.array(NodeId).max(64).optional(),
});
export type FeedEvent = z.infer<typeof FeedEvent>;

/** What a feed holds at one moment, signed by its node. */
export const Checkpoint = z.strictObject({
  node: NodeId,
  audience: Audience,
  /** Names one numbering of events: it changes where the log begins anew. Later epochs are greater as texts. */
  epoch: z.string().regex(/^[0-9a-z-]{1,64}$/),
  incarnation: z.int().positive(),
  /** Of the last event; 0 where there is none. */
  sequence: z.int().nonnegative(),
  /** The chain of digests up to that event (`nextHead`). */
  head: Digest,
  /** How many descriptions the feed carries now, and the digest of them all (`digestOfBuckets`). */
  count: z.int().nonnegative(),
  digest: Digest,
  buckets: z.array(z.tuple([z.int().nonnegative(), Digest])).length(BUCKETS),
  at: z.iso.datetime(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;
export const SignedCheckpoint = z.strictObject({ value: Checkpoint, jws: Jws });
export type SignedCheckpoint = z.infer<typeof SignedCheckpoint>;

/** What some buckets of a feed hold, as of an event: `[origin, resource, hash]` each. */
export const EntryList = z.strictObject({
  epoch: z.string(),
  sequence: z.int().nonnegative(),
  buckets: z.array(
    z
      .int()
      .min(0)
      .max(BUCKETS - 1),
  ),
  entries: z.array(z.tuple([NodeId, z.string(), Digest])).max(200_000),
});
export type EntryList = z.infer<typeof EntryList>;

/** Descriptions asked for by name; those the feed does not carry are left out. */
export const SayingsAsked = z.strictObject({
  names: z
    .array(z.tuple([NodeId, z.string()]))
    .min(1)
    .max(500),
});
export const Sayings = z.strictObject({
  epoch: z.string(),
  sequence: z.int().nonnegative(),
  sayings: z.array(z.strictObject({ envelope: Envelope, jws: Jws, via: z.array(NodeId).max(64).optional() })),
});
export type Sayings = z.infer<typeof Sayings>;

/** Before the first event. */
export const FIRST_HEAD = '0'.repeat(64);

/** What an event adds to the chain: the hash of its envelope, or of what it says is removed. */
export const contentHash = (event: Pick<FeedEvent, 'removed'>, envelopeHash: string | undefined): string =>
  envelopeHash ?? hash('sha256', canonicalJson(event.removed ?? {}), 'hex');

/** The chain of a feed's events: SHA-256 of `head before, sequence, type, content hash`, set apart by new lines. */
export const nextHead = (before: string, { sequence, type }: Pick<FeedEvent, 'sequence' | 'type'>, content: string): string =>
  hash('sha256', `${before}\n${sequence}\n${type}\n${content}`, 'hex');
