import { z } from 'zod';
import { DomainError, invalid } from '../../kernel/errors.ts';
import type { Audience } from '../envelope.ts';
import type { PeerAnswer, PeerRequest, Peers } from '../peer/index.ts';
import { bucketOf, digestOfBuckets } from '../set-digest.ts';
import { isSignedBy, type KeyBook } from '../signature.ts';
import { EntryList, SignedCheckpoint } from '../wire.ts';
import { readPage, readSaying, type ReadEvent, type Saying } from './read-page.ts';

/** Bytes that a page of a feed, or an answer with descriptions, may have. */
const LARGEST_PAGE = 128 * 2 ** 20;
const LARGEST_LIST = 64 * 2 ** 20;
/** Milliseconds a node may be silent beyond the seconds for which it was asked to wait. */
const SILENCE = 20_000;

const SayingList = z.looseObject({
  epoch: z.string(),
  sequence: z.int().nonnegative(),
  sayings: z.array(z.looseObject({ jws: z.string().max(1_000).optional(), via: z.array(z.string().max(100)).max(64).optional() })),
});

type ReadCheckpoint = { checkpoint: SignedCheckpoint; tag: string | undefined };

/** What one feed of another node answers, each answer checked for its form and for whose it is. */
export interface FeedClient {
  /** The feed's checkpoint, held by its node until it differs from `tag`, for at most `wait` seconds. Undefined where it does not differ. */
  checkpoint(asked: { tag?: string | undefined; wait: number; signal: AbortSignal }): Promise<ReadCheckpoint | undefined>;
  page(epoch: string, number: number, signal: AbortSignal): Promise<ReadEvent[]>;
  /** What some buckets hold. */
  entries(epoch: string, buckets: readonly number[], signal: AbortSignal): Promise<EntryList>;
  /** The sayings of some names, of which the feed leaves out what it does not carry. */
  sayings(epoch: string, names: readonly (readonly [string, string])[], signal: AbortSignal): Promise<Saying[]>;
  /** Shows the node what it once signed. */
  sendEvidence(checkpoint: SignedCheckpoint, signal: AbortSignal): Promise<void>;
  /** The signed self-descriptions it knows of these nodes; its own from where it stands. */
  nodes(ids: readonly string[], signal: AbortSignal): Promise<unknown[]>;
  /** What was read so far: bytes over the line, and questions. */
  read: { bytes: number; questions: number };
}

interface FeedClientOptions {
  peers: Peers;
  keys: KeyBook;
  node: string;
  /** Of the node, without trailing slash. */
  url: string;
  audience: Audience;
  /** Learns keys that were not known when a checkpoint came. */
  learn: (nodes: readonly string[], signal: AbortSignal) => Promise<unknown>;
}

export function openFeedClient({ peers, keys, node, url, audience, learn }: FeedClientOptions): FeedClient {
  const feed = audience === 'group' ? `${url}/feed/group` : `${url}/feed`;
  const read = { bytes: 0, questions: 0 };

  const ask = async (address: string, request: PeerRequest & { signal: AbortSignal }): Promise<PeerAnswer> => {
    const answer = await peers.ask(address, { silence: SILENCE, ...request, signed: audience === 'group' });
    read.bytes += answer.received;
    read.questions++;
    return answer;
  };
  const good = async (address: string, request: PeerRequest & { signal: AbortSignal }): Promise<string> => {
    const answer = await ask(address, request);
    if (answer.status !== 200) throw refusal(address, answer);
    return answer.text();
  };
  const parsed = async (address: string, request: PeerRequest & { signal: AbortSignal }): Promise<unknown> => parseJson(address, await good(address, request));
  const signed = async (checkpoint: SignedCheckpoint, signal: AbortSignal): Promise<boolean> => {
    if (await isSignedBy(keys, node, checkpoint)) return true;
    await learn([node], signal);
    return isSignedBy(keys, node, checkpoint);
  };

  return {
    read,
    async checkpoint({ tag, wait, signal }) {
      const address = `${feed}/checkpoint`;
      const headers: Record<string, string> = {};
      if (tag !== undefined) headers['if-none-match'] = tag;
      if (tag !== undefined && wait > 0) headers['prefer'] = `wait=${wait}`;
      const answer = await ask(address, { headers, signal, silence: SILENCE + wait * 1_000 });
      if (answer.status === 304) return undefined;
      if (answer.status !== 200) throw refusal(address, answer);
      const given = SignedCheckpoint.safeParse(parseJson(address, await answer.text()));
      if (!given.success) throw invalid(`${address} is no checkpoint: ${given.error.issues[0]?.path.join('.')} ${given.error.issues[0]?.message}`);
      const checkpoint = given.data;
      const { value } = checkpoint;
      if (value.node !== node) throw invalid(`${address} speaks for ${value.node}, but ${node} was asked: another node answers there`);
      if (value.audience !== audience) throw invalid(`${address} is of the feed for "${value.audience}", not "${audience}"`);
      if (!(await signed(checkpoint, signal)))
        throw invalid(`${address} is not signed by ${node}: its checkpoint is forged, or signed with a key that is not known here or was revoked`);
      const sum = digestOfBuckets(value.buckets.map(([count, of]) => ({ count, sum: of })));
      if (sum.count !== value.count || sum.digest !== value.digest) throw invalid(`${address} contradicts itself: its buckets do not add up to its digest`);
      return { checkpoint, tag: answer.headers['etag'] };
    },
    async page(epoch, number, signal) {
      return readPage(await good(`${feed}/${epoch}/${number}`, { accept: 'application/ld+json', signal, largest: LARGEST_PAGE }), number);
    },
    async entries(epoch, buckets, signal) {
      const address = `${feed}/${epoch}/entries?buckets=${buckets.join(',')}`;
      const given = EntryList.safeParse(await parsed(address, { signal, largest: LARGEST_LIST }));
      if (!given.success) throw invalid(`${address} is no list of entries: ${given.error.issues[0]?.path.join('.')} ${given.error.issues[0]?.message}`);
      const list = given.data;
      if (list.epoch !== epoch) throw invalid(`${address} answers of another epoch`);
      const asked = new Set(buckets);
      const seen = new Set<string>();
      for (const [origin, resource] of list.entries) {
        if (!asked.has(bucketOf(origin, resource)) || seen.has(`${origin} ${resource}`)) throw invalid(`${address} names ${origin}/${resource}, which was not asked for, or twice`);
        seen.add(`${origin} ${resource}`);
      }
      return list;
    },
    async sayings(epoch, names, signal) {
      const address = `${feed}/${epoch}/sayings`;
      const given = SayingList.safeParse(await parsed(address, { method: 'POST', body: JSON.stringify({ names }), signal, largest: LARGEST_PAGE }));
      if (!given.success) throw invalid(`${address} is no list of sayings: ${given.error.issues[0]?.path.join('.')} ${given.error.issues[0]?.message}`);
      const asked = new Set(names.map(([origin, resource]) => `${origin} ${resource}`));
      const sayings = given.data.sayings.map(({ envelope, jws, via }) => readSaying(envelope, jws, via));
      return [...new Map(sayings.filter(({ origin, resource }) => asked.has(`${origin} ${resource}`)).map((saying) => [`${saying.origin} ${saying.resource}`, saying])).values()];
    },
    async sendEvidence(checkpoint, signal) {
      await ask(`${url}/feed/evidence`, { method: 'POST', body: JSON.stringify(checkpoint), signal });
    },
    async nodes(ids, signal) {
      const documents: unknown[] = [];
      if (ids.includes(node)) documents.push(await parsed(`${url}/.well-known/biotope-node`, { signal }).catch(() => undefined));
      for (let from = 0; from < ids.length; from += NODES_AT_ONCE) {
        const asked = ids.slice(from, from + NODES_AT_ONCE).map((id) => `id=${encodeURIComponent(id)}`);
        const list = NodeList.safeParse(await parsed(`${url}/api/v1/federation/nodes?${asked.join('&')}`, { signal }).catch(() => undefined));
        if (list.success) documents.push(...list.data.items);
      }
      return documents.filter((document) => document !== undefined);
    },
  };
}

const NODES_AT_ONCE = 50;
const NodeList = z.looseObject({ items: z.array(z.unknown()).max(1_000) });

function parseJson(address: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(`${address} is cut short or no JSON: ${(cause as Error).message}`);
  }
}

/** A node that is asked to be left alone for a while says so with `Retry-After`. */
export class Refused extends DomainError {
  /** Milliseconds. */
  readonly pause: number | undefined;
  readonly status: number;

  constructor(message: string, status: number, pause: number | undefined) {
    super('unavailable', message);
    this.status = status;
    this.pause = pause;
  }
}

function refusal(address: string, { status, headers }: PeerAnswer): Refused {
  const after = Number(headers['retry-after']);
  return new Refused(`${address}: the node answers ${status}`, status, Number.isFinite(after) && after > 0 ? Math.min(after, 300) * 1_000 : undefined);
}
