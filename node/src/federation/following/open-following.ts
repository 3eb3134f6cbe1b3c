import { setTimeout as pause } from 'node:timers/promises';
import { run, type Db } from '../../kernel/database.ts';
import { notFound, reasonOf } from '../../kernel/errors.ts';
import { ANYTHING, listenTo, type Listening } from '../../kernel/listen.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { Audience } from '../envelope.ts';
import type { Learned, Member } from '../membership/index.ts';
import type { Peers } from '../peer/index.ts';
import type { KeyBook } from '../signature.ts';
import { endFollowing, settleFollowing } from './end-following.ts';
import { openFeedClient } from './feed-client.ts';
import { openFeedLocks } from './feed-locks.ts';
import { openFeedLoop, type FeedLoop } from './feed-loop.ts';
import type { RoundOutcome } from './follow-feed.ts';
import type { Followed, FollowerOptions } from './follower.ts';
import { followingId } from './following-store.ts';
import { askForJudgement, dropRevoked } from './judge-again.ts';
import { scopeText } from './scope.ts';
import { turns } from './turns.ts';

/** Feeds that are checked and written at a time; all others are read meanwhile. */
const AT_ONCE = 3;
/** Seconds a node is asked to hold its answer until there is something new. */
const WAIT = 25;
/** Milliseconds after which memberships are looked at, for those whose term the clock has ended. */
const LOOK = 10_000;
/** Keys of one node that are not known are asked for at most so often, in milliseconds, and of so many nodes at a time. */
const LEARN_EVERY = 30_000;
const MOST_LEARNED = 200;
const MOST_REMEMBERED = 10_000;
/** What was refused for want of a key is judged again after so many milliseconds. */
const JUDGE_AGAIN = 300_000;
/** Nodes that are learned together, in milliseconds, are dealt with together. */
const GATHER = 200;

export interface FollowingOptions {
  db: Db;
  databaseUrl: string;
  /** This node. */
  self: string;
  keys: KeyBook;
  peers: Peers;
  /** The members whose term holds at an instant. */
  members: (now: Date) => Promise<Member[]>;
  /** Takes in a node's signed description of itself. */
  learn: (document: unknown, from: string, now: Date) => Promise<Learned>;
  vocabulary: () => Vocabulary;
  /** Follow by itself; else only when it is asked to. */
  automatic: boolean;
  now?: () => Date;
  wait?: number;
  /** Told how many descriptions were taken in. */
  taken?: (count: number) => void;
  log: (message: string) => void;
}

/** Takes in what the members publish, each feed by itself, and keeps it whole. */
export interface Following {
  /** Follows every member's feeds from now on, as memberships begin and end. */
  start(): Promise<void>;
  close(): Promise<void>;
  /** Reads a member's feeds once, now; compares them where asked, whatever their checkpoints say. @throws `not-found` for who is no member. */
  followNow(node: string, asked?: { audience?: Audience; compare?: boolean }): Promise<(RoundOutcome & { audience: Audience })[]>;
  /** Looks at the memberships now: begins and ends followings as they say. */
  refresh(): Promise<void>;
}

interface Wanted {
  id: string;
  audience: Audience;
  member: Followed;
  relays: boolean;
}

export function openFollowing(options: FollowingOptions): Following {
  const { db, databaseUrl, self, keys, peers, members, learn, vocabulary, automatic, taken, log, now = () => new Date(), wait = WAIT } = options;
  const locks = openFeedLocks(databaseUrl);
  const loops = new Map<string, FeedLoop>();
  let relaying: readonly string[] = [];
  let started = false;
  let closed = false;
  let listening: Listening | undefined;
  let timer: NodeJS.Timeout | undefined;
  const shared: FollowerOptions = { db, self, keys, vocabulary, relaying: () => relaying, turns: turns(AT_ONCE), now, taken, log };

  const openLoop = ({ id, audience, member }: Wanted): FeedLoop => {
    const asked = new Map<string, number>();
    const open = (of: Followed) => {
      const learnKeys = async (nodes: readonly string[], signal: AbortSignal): Promise<boolean> => {
        const time = performance.now();
        const due = nodes.filter((node) => time - (asked.get(node) ?? -Infinity) > LEARN_EVERY).slice(0, MOST_LEARNED);
        if (asked.size > MOST_REMEMBERED) asked.clear();
        for (const node of due) asked.set(node, time);
        const documents = due.length > 0 ? await client.nodes(due, signal) : [];
        const outcomes: (Learned | undefined)[] = [];
        for (const document of documents) outcomes.push(await learn(document, of.node, now()).catch(() => undefined));
        return outcomes.some((outcome) => outcome === 'new' || outcome === 'newer');
      };
      const client = openFeedClient({ peers, keys, node: of.node, url: of.url, audience, learn: learnKeys });
      return { member: of, audience, client, options: shared, learn: learnKeys };
    };
    return openFeedLoop({ id, member, open, locks, wait });
  };

  const look = async (): Promise<void> => {
    const admitted = await members(now());
    const wanted = new Map(
      admitted
        .filter(({ node }) => node !== self)
        .flatMap(wantedOf)
        .map((each) => [each.id, each]),
    );
    relaying = [...wanted.values()].filter(({ relays }) => relays).map(({ id }) => id);
    for (const [id, loop] of loops) {
      const still = wanted.get(id);
      if (still && still.member.url === loop.member.url) {
        const changed = scopeText(still.member.scope) !== scopeText(loop.member.scope);
        loop.member = still.member;
        if (changed) loop.look();
        continue;
      }
      loops.delete(id);
      await loop.close();
    }
    for (const each of wanted.values()) {
      if (loops.has(each.id) || closed) continue;
      const loop = openLoop(each);
      loops.set(each.id, loop);
      if (started && automatic) loop.start();
    }
    await followMemberships([...wanted.values()]);
  };

  /** What the database still holds of feeds that are followed no longer, or otherwise than before, is brought in step. */
  const followMemberships = async (wanted: readonly Wanted[]): Promise<void> => {
    const { rows } = await run(db, 'select id, relays from federation.following');
    const known = rows as { id: string; relays: boolean | null }[];
    const relays = new Map(wanted.map((each) => [each.id, each.relays]));
    for (const { id } of known.filter(({ id: of }) => !relays.has(of))) {
      if (!(await locks.hold(id))) continue;
      await endFollowing(db, id, relaying);
      await locks.letGo(id);
      log(`following ${id}: the membership is over; what it brought is let go`);
    }
    for (const { id, relays: before } of known) {
      const after = relays.get(id);
      if (after === undefined || after === before) continue;
      if (before !== null) await settleFollowing(db, id, relaying);
      await run(db, 'update federation.following set relays = $2 where id = $1', [id, after]);
    }
  };

  let looking: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    const next = looking.then(look, look);
    looking = next.catch(() => undefined);
    return next;
  };
  const soon = () => void (closed || refresh().catch((error: unknown) => closed || log(`following: the memberships could not be read: ${reasonOf(error)}`)));

  /** What was refused for want of a key is judged again, also after a while in which somebody else may have learned it. */
  const judgeRefused = async (): Promise<void> => {
    judged = performance.now();
    for (const id of await askForJudgement(db)) loops.get(id)?.look();
  };
  let judged = performance.now();
  let judging: Promise<void> | undefined;
  /** Keys came, or were revoked. Several at once are dealt with together. */
  const nodesLearned = () => {
    judging ??= pause(GATHER)
      .then(async () => {
        judging = undefined;
        await dropRevoked(db, keys, relaying);
        await judgeRefused();
      })
      .catch((error: unknown) => closed || log(`following: ${reasonOf(error)}`))
      .then(() => undefined);
  };
  const tick = () => {
    soon();
    if (performance.now() - judged > JUDGE_AGAIN) void judgeRefused().catch(() => undefined);
  };

  return {
    refresh,
    async start() {
      started = true;
      await refresh();
      if (automatic) for (const loop of loops.values()) loop.start();
      listening = listenTo({
        databaseUrl,
        channel: 'federation_changed',
        heard: (what) => {
          if (what === 'nodes' || what === ANYTHING) nodesLearned();
          if (what === 'membership' || what === ANYTHING) soon();
        },
      });
      timer = setInterval(tick, LOOK);
      timer.unref();
    },
    async followNow(node, { audience, compare } = {}) {
      await refresh();
      const asked = [...loops.values()].filter(({ id }) => (audience ? id === followingId(node, audience) : id.startsWith(`${node}/`)));
      if (asked.length === 0) throw notFound(`${node} is no member of this node${audience === 'group' ? ' that shares what it keeps to its group' : ''}.`);
      return Promise.all(asked.map(async (loop) => ({ audience: loop.id.split('/')[1] as Audience, ...(await loop.readNow({ compare: compare ?? false })) })));
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await listening?.close();
      await looking;
      await judging;
      await Promise.all([...loops.values()].map((loop) => loop.close()));
      loops.clear();
      await locks.close();
    },
  };
}

/** The feeds of a member: what it says to everybody, and where it shares it what it keeps to its group. */
function wantedOf({ node, url, scope, role, sharesGroup }: Member): Wanted[] {
  const member = { node, url, scope };
  const all: Wanted[] = [{ id: followingId(node, 'public'), audience: 'public', member, relays: role !== 'peer' }];
  return sharesGroup ? [...all, { id: followingId(node, 'group'), audience: 'group', member, relays: false }] : all;
}
