import type { Db } from '../../kernel/database.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { Audience } from '../envelope.ts';
import type { KeyBook } from '../signature.ts';
import type { Scope } from '../tables.ts';
import { FIRST_HEAD, type SignedCheckpoint } from '../wire.ts';
import { applyChanges, type Applied, type Change } from './apply-sayings.ts';
import { readBuckets, type Buckets } from './buckets.ts';
import type { FeedClient } from './feed-client.ts';
import { beginFollowing, followingId, type Position } from './following-store.ts';
import { checkSignatures, type Ground } from './judge-saying.ts';
import type { Saying } from './read-page.ts';
import { liesWithin, scopeText } from './scope.ts';
import type { Turns } from './turns.ts';

/** A member whose feed is followed. */
export interface Followed {
  node: string;
  /** Its public address, without trailing slash. */
  url: string;
  scope: Scope;
}

/** What the following of any feed needs. */
export interface FollowerOptions {
  db: Db;
  /** This node. */
  self: string;
  keys: KeyBook;
  vocabulary: () => Vocabulary;
  /** Followings whose descriptions this node hands on. */
  relaying: () => readonly string[];
  /** Lets few at a time check and write, so that none takes the processor from all. */
  turns: Turns;
  now: () => Date;
  /** Told how many descriptions were taken in. */
  taken?: ((count: number) => void) | undefined;
  log: (message: string) => void;
}

/** One feed that is followed: how far it was read, and what of it is held. */
export interface Follower {
  id: string;
  member: Followed;
  audience: Audience;
  client: FeedClient;
  options: FollowerOptions;
  at: Position;
  buckets: Buckets;
  /** The last checkpoint that was verified. */
  last: SignedCheckpoint | undefined;
  /** Names the feed's state at which all of it was held, for as long as this process knows. */
  tag: string | undefined;
  /** The scope by which what is held was judged. */
  scope: string;
  lag: number | null;
  /** Milliseconds since 1970 at which everything was last known to be held. */
  succeeded: number;
  /** Times in a row that pages did not lead to the checkpoint. */
  pageFaults: number;
  /** Learns keys of nodes from the one that is followed; false where nothing was learned. */
  learn: (nodes: readonly string[], signal: AbortSignal) => Promise<boolean>;
}

/** Takes a following up where it was left. */
export async function openFollower(given: Pick<Follower, 'member' | 'audience' | 'client' | 'options' | 'learn'>): Promise<Follower> {
  const { member, audience, options } = given;
  const id = followingId(member.node, audience);
  const follower: Follower = {
    ...given,
    id,
    at: { epoch: null, sequence: 0, head: FIRST_HEAD },
    buckets: [],
    last: undefined,
    tag: undefined,
    scope: '',
    lag: null,
    succeeded: options.now().getTime(),
    pageFaults: 0,
  };
  await reload(follower);
  return follower;
}

/** Reads again what the database says of it, after another process moved on or a transaction was lost. */
export async function reload(follower: Follower): Promise<void> {
  const { member, audience, options, id } = follower;
  const row = await beginFollowing(options.db, { node: member.node, audience, scope: scopeText(member.scope) });
  follower.at = { epoch: row.epoch, sequence: row.sequence, head: row.head };
  follower.last = row.checkpoint ?? undefined;
  follower.scope = row.scope;
  follower.lag = row.lag;
  follower.buckets = await readBuckets(options.db, id);
  follower.tag = undefined;
}

const groundOf = ({ options, member, audience }: Follower): Ground => {
  const vocabulary = options.vocabulary();
  return { self: options.self, followed: member.node, audience, within: (description) => liesWithin(member.scope, description, vocabulary) };
};

/** What of some resources is to be written: descriptions, tombstones, or that they are carried no longer. */
export interface Unchecked {
  name: { origin: string; resource: string };
  said?: Saying | undefined;
  tombstone?: Saying | undefined;
}

/** Checks the signatures, having learned keys that are not known yet, and puts both beside each other. */
export async function check(follower: Follower, unchecked: readonly Unchecked[], signal: AbortSignal): Promise<Change[]> {
  const { options } = follower;
  const sayings = unchecked.flatMap(({ said, tombstone }) => [said, tombstone].filter((saying) => saying !== undefined)).filter(({ origin }) => origin !== options.self);
  let checks = await checkSignatures(options.keys, sayings);
  const strangers = [...new Set(sayings.filter((_, place) => checks[place] === 'unknown-key').map(({ origin }) => origin))];
  if (strangers.length > 0 && (await follower.learn(strangers, signal))) checks = await checkSignatures(options.keys, sayings);
  const results = new Map(sayings.map((saying, place) => [saying, checks[place]!]));
  const withCheck = (saying: Saying | undefined) => saying && { saying, signature: results.get(saying) ?? ('bad' as const) };
  return unchecked.map(({ name, said, tombstone }) => ({ ...name, said: withCheck(said), tombstone: withCheck(tombstone) }));
}

/** Judges and writes what some resources have become, and moves on to `to` with it. */
export async function write(follower: Follower, changes: readonly Change[], to: Position): Promise<Applied> {
  const { options, id } = follower;
  const applied = await options.turns(() =>
    applyChanges(options.db, changes, {
      following: id,
      from: follower.at,
      to,
      buckets: follower.buckets,
      ground: groundOf(follower),
      relaying: options.relaying(),
      now: options.now(),
    }),
  );
  options.taken?.(changes.length);
  follower.at = to;
  follower.buckets = applied.buckets;
  for (const { origin, resource } of applied.unsigned)
    options.log(`following ${id}: a tombstone of ${origin}/${resource} is not what its origin signed; it is not believed, the description is only no longer held by this feed`);
  return applied;
}

/** Checks, judges and writes. */
export const take = async (follower: Follower, unchecked: readonly Unchecked[], to: Position, signal: AbortSignal): Promise<Applied> =>
  write(follower, await check(follower, unchecked, signal), to);
