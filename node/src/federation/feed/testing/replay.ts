import { canonicalJson } from '../../../kernel/identifiers.ts';
import { envelopeHash, type Envelope } from '../../envelope.ts';
import { bucketOf, changedBucket, digestOfBuckets, EMPTY_BUCKET, type BucketDigest } from '../../set-digest.ts';
import { verifyDetached, type KeyBook } from '../../signature.ts';
import { contentHash, FeedEvent, FIRST_HEAD, nextHead, PAGE, SignedCheckpoint } from '../../wire.ts';

/** What a reader has who read a feed from its first event, and checked all of it. */
export interface Replayed {
  checkpoint: SignedCheckpoint['value'];
  events: FeedEvent[];
  /** By origin and resource. */
  held: Map<string, { envelope: Envelope; hash: string; via: string[] }>;
  /** Every byte of every page. */
  bytes: string;
}

export type Ask = (path: string, init?: { method?: string; body?: string; headers?: Record<string, string> }) => Promise<Response>;

/**
 * Reads a feed whole over HTTP and computes everything that its checkpoint states from scratch; throws where anything
 * is not as it says.
 * @param path of the feed, such as `/feed`.
 */
export async function replay(ask: Ask, path: string, keys: KeyBook): Promise<Replayed> {
  const { value: checkpoint, jws } = SignedCheckpoint.parse(await (await ask(`${path}/checkpoint`)).json());
  const by = await verifyDetached(canonicalJson(checkpoint), jws, (kid) => keys.keyOf(checkpoint.node, kid));
  if (!by) throw new Error('the checkpoint is not signed by its node');
  const events: FeedEvent[] = [];
  let bytes = '';
  for (let page = 1; page <= Math.ceil(checkpoint.sequence / PAGE); page++) {
    const answer = await ask(`${path}/${checkpoint.epoch}/${page}`);
    if (!answer.ok) throw new Error(`page ${page} answers ${answer.status}`);
    const text = await answer.text();
    bytes += text;
    const [stream] = (JSON.parse(text) as { '@graph': [{ member: unknown[] }] })['@graph'];
    events.push(...stream.member.map((member) => FeedEvent.parse(member)));
  }
  const held: Replayed['held'] = new Map();
  const buckets: BucketDigest[] = Array.from({ length: 256 }, () => EMPTY_BUCKET);
  let head = FIRST_HEAD;
  let last = '';
  for (const [at, event] of events.slice(0, checkpoint.sequence).entries()) {
    const { envelope, jws: signature = '', removed, takenBack, sequence, type, published } = event;
    if (sequence !== at + 1) throw new Error(`event ${at + 1} is numbered ${sequence}`);
    if (published <= last) throw new Error(`event ${sequence} was published at ${published}, not after ${last}`);
    last = published;
    const canonical = envelope && canonicalJson(envelope);
    const hash = takenBack?.content ?? (canonical && envelopeHash(canonical));
    if (envelope && canonical && !(await verifyDetached(canonical, signature, (kid) => keys.keyOf(envelope.origin, kid))))
      throw new Error(`event ${sequence} is not signed by its origin`);
    head = nextHead(head, event, contentHash(event, hash));
    const { origin, resource } = (envelope ?? removed ?? takenBack)!;
    const name = `${origin} ${resource}`;
    const before = held.get(name);
    // Of what was taken back since, its hash alone is told, and the event that deletes it comes later.
    const carried = envelope?.type === 'description' || takenBack !== undefined;
    if ((type === 'as:Create') !== (before === undefined && carried)) throw new Error(`event ${sequence} is a ${type}`);
    const added = carried && hash ? [hash] : [];
    const bucket = bucketOf(origin, resource);
    buckets[bucket] = changedBucket(buckets[bucket]!, { added, removed: before ? [before.hash] : [] });
    if (carried && hash) held.set(name, { envelope: envelope as Envelope, hash, via: event.via ?? [] });
    else held.delete(name);
  }
  if ([...held.values()].some(({ envelope }) => envelope === undefined)) throw new Error('something was taken back and not deleted');
  const found = { head, ...digestOfBuckets(buckets), buckets: buckets.map(({ count, sum }) => [count, sum]) };
  const { head: claimed, count, digest, buckets: parts } = checkpoint;
  if (canonicalJson(found) !== canonicalJson({ head: claimed, count, digest, buckets: parts })) throw new Error('the checkpoint states something else than the events come to');
  return { checkpoint, events, held, bytes };
}
