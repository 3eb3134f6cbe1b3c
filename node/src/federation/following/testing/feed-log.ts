import { hash } from 'node:crypto';
import { canonicalJson } from '../../../kernel/identifiers.ts';
import type { Audience, Envelope } from '../../envelope.ts';
import { envelopeHash } from '../../envelope.ts';
import { bucketOf, BUCKETS, changedBucket, digestOfBuckets, EMPTY_BUCKET, type BucketDigest } from '../../set-digest.ts';
import { signed, type Signer } from '../../signature.ts';
import { contentHash, FIRST_HEAD, nextHead, PAGE, type Checkpoint, type FeedEvent, type SignedCheckpoint } from '../../wire.ts';

/** A saying as it stands in a feed. */
export interface Carried {
  envelope: Envelope;
  jws: string;
  via?: string[] | undefined;
}

/** The log of a feed, kept in memory: what an honest node says, written from the description of the wire alone. */
export interface FeedLog {
  node: string;
  audience: Audience;
  epoch: string;
  incarnation: number;
  head: string;
  events: FeedEvent[];
  entries: Map<string, Carried & { hash: string }>;
  buckets: BucketDigest[];
  /** Milliseconds since 1970, by the clock of the node. */
  clock: number;
}

export const feedLog = (node: string, audience: Audience = 'public'): FeedLog => ({
  node,
  audience,
  epoch: '000001-000001',
  incarnation: 1,
  head: FIRST_HEAD,
  events: [],
  entries: new Map(),
  buckets: Array.from({ length: BUCKETS }, () => EMPTY_BUCKET),
  clock: Date.parse('2026-01-01T00:00:00Z'),
});

const keyOf = (origin: string, resource: string) => `${origin} ${resource}`;

function append(log: FeedLog, said: Pick<FeedEvent, 'type' | 'envelope' | 'jws' | 'removed' | 'via'>, object: string, content: string): void {
  const sequence = log.events.length + 1;
  log.clock += 7;
  log.events.push({ id: `https://example.org/feed/${log.epoch}/event/${sequence}`, object, published: new Date(log.clock).toISOString(), sequence, ...said });
  log.head = nextHead(log.head, { sequence, type: said.type }, content);
}

function put(log: FeedLog, origin: string, resource: string, carried: (Carried & { hash: string }) | undefined): void {
  const key = keyOf(origin, resource);
  const before = log.entries.get(key);
  const bucket = bucketOf(origin, resource);
  log.buckets[bucket] = changedBucket(log.buckets[bucket]!, { added: carried ? [carried.hash] : [], removed: before ? [before.hash] : [] });
  if (carried) log.entries.set(key, carried);
  else log.entries.delete(key);
}

/** Hands out a saying: a description is carried from now on, with a tombstone it is no longer. */
export function hand(log: FeedLog, { envelope, jws, via }: Carried): void {
  const digest = envelopeHash(canonicalJson(envelope));
  const known = log.entries.has(keyOf(envelope.origin, envelope.resource));
  const gone = envelope.type === 'tombstone';
  append(log, { type: gone ? 'as:Delete' : known ? 'as:Update' : 'as:Create', envelope, jws, ...(via ? { via } : {}) }, envelope.url, digest);
  put(log, envelope.origin, envelope.resource, gone ? undefined : { envelope, jws, via, hash: digest });
}

/** Carries a resource no longer although its origin took nothing back. */
export function remove(log: FeedLog, origin: string, resource: string): void {
  const removed = { origin, resource, reason: { en: 'No longer handed on' } };
  append(log, { type: 'as:Delete', removed }, `https://example.org/r/${resource}`, contentHash({ removed }, undefined));
  put(log, origin, resource, undefined);
}

/** Begins another numbering with what is carried. */
export function beginEpoch(log: FeedLog, epoch: string, incarnation = log.incarnation, carried: readonly Carried[] = [...log.entries.values()]): void {
  Object.assign(log, { ...feedLog(log.node, log.audience), epoch, incarnation, clock: log.clock });
  for (const each of carried) hand(log, each);
}

export const copyOf = (log: FeedLog): FeedLog => structuredClone(log);

export function checkpointOf(signer: Signer, { node, audience, epoch, incarnation, events, head, buckets }: FeedLog, at: Date): Promise<SignedCheckpoint> {
  const value: Checkpoint = {
    node,
    audience,
    epoch,
    incarnation,
    sequence: events.length,
    head,
    ...digestOfBuckets(buckets),
    buckets: buckets.map(({ count, sum }) => [count, sum]),
    at: at.toISOString(),
  };
  return signed(signer, value);
}

export function pageOf(log: FeedLog, number: number): object {
  const member = log.events.slice((number - 1) * PAGE, number * PAGE);
  return { '@context': {}, '@graph': [{ id: 'https://example.org/feed', type: 'ldes:EventStream', member }, { id: `https://example.org/feed/${log.epoch}/${number}` }] };
}

export const entriesOf = (log: FeedLog, buckets: readonly number[]) => ({
  epoch: log.epoch,
  sequence: log.events.length,
  buckets,
  entries: [...log.entries.values()]
    .filter(({ envelope: { origin, resource } }) => buckets.includes(bucketOf(origin, resource)))
    .map(({ envelope: { origin, resource }, hash: of }) => [origin, resource, of]),
});

export const sayingsOf = (log: FeedLog, names: readonly (readonly [string, string])[]) => ({
  epoch: log.epoch,
  sequence: log.events.length,
  sayings: names.flatMap(([origin, resource]) => {
    const carried = log.entries.get(keyOf(origin, resource));
    return carried ? [{ envelope: carried.envelope, jws: carried.jws, ...(carried.via ? { via: carried.via } : {}) }] : [];
  }),
});

/** What the feed carries, by origin and resource: the hash of each saying. */
export const carriedBy = (log: FeedLog): Record<string, string> => Object.fromEntries([...log.entries].map(([key, { hash: of }]) => [key, of] as const).sort());

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** The identifier of a resource, made from a word. */
export const resourceNamed = (word: string): string => [...hash('sha256', word, 'buffer').subarray(0, 12)].map((byte) => ALPHABET[byte & 31]).join('');
