import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../kernel/errors.ts';
import { Refused } from './feed-client.ts';
import type { FeedLocks } from './feed-locks.ts';
import { followFeed, problemOf, WentBack, type RoundOutcome } from './follow-feed.ts';
import { openFollower, reload, type Followed, type Follower } from './follower.ts';
import { noteFollowing, Overtaken } from './following-store.ts';

/** Milliseconds before a feed that failed is read again: doubled with each failure, at most this, more or less a half. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 300_000;
/** Where another process follows the feed. */
const ELSEWHERE = 5_000;
/** Between two questions where nothing was new and the node did not hold its answer as long as it was asked to. */
const UNHELD = 2_000;
/** Where a comparison did not end equal: the feed has moved on meanwhile. */
const DIFFERING = 500;

export const pauseAfter = (failures: number, chance: number): number => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures - 1, 20)) * (0.5 + chance);

/** One feed that is followed for as long as its membership holds. */
export interface FeedLoop {
  id: string;
  /** What is known of the member now: its scope counts from the next reading on. */
  member: Followed;
  /** Reads once, now, before whatever the loop does next. @throws what kept it from reading. */
  readNow(asked: { compare?: boolean }): Promise<RoundOutcome>;
  /** Has the feed looked at anew, whether or not its node says there is something new. */
  look(): void;
  /** Goes on by itself from now on. */
  start(): void;
  close(): Promise<void>;
}

interface FeedLoopOptions {
  id: string;
  member: Followed;
  open: (member: Followed) => Parameters<typeof openFollower>[0];
  locks: FeedLocks;
  /** Seconds a node is asked to hold its answer. */
  wait: number;
}

export function openFeedLoop({ id, member, open, locks, wait: held }: FeedLoopOptions): FeedLoop {
  const ended = new AbortController();
  let interrupt = new AbortController();
  let follower: Follower | undefined;
  let failures = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let running: Promise<void> | undefined;
  let asked = 0;

  /** One reading at a time, in the order they were asked for. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(work, work);
    tail = turn.catch(() => undefined);
    return turn;
  };

  const read = async (seconds: number, compare: boolean): Promise<RoundOutcome> => {
    try {
      follower ??= await openFollower(open(loop.member));
      follower.member = loop.member;
      const outcome = await followFeed(follower, { wait: seconds, compare, signal: ended.signal, interrupt: interrupt.signal });
      failures = 0;
      return outcome;
    } catch (error) {
      await failed(error);
      throw error;
    }
  };

  /** Whatever was lost with a transaction is read again before the next reading; what went wrong is written down, where that can be. */
  const failed = async (error: unknown): Promise<void> => {
    const at = follower;
    if (!at || ended.signal.aborted || isInterrupt(error)) return;
    failures++;
    const { db, now, log } = at.options;
    const known = await reload(at).catch(() => (follower = undefined));
    void known;
    if (error instanceof Overtaken) return;
    if (failures === 1) log(`following ${id}: ${reasonOf(error)}`);
    const state = error instanceof WentBack ? ('went-back' as const) : ('failing' as const);
    await noteFollowing(db, id, { state, last_attempt: now(), problem: problemOf(error, at.member.node), failures }).catch(() => undefined);
  };
  const isInterrupt = (error: unknown) => interrupt.signal.aborted && error === interrupt.signal.reason;

  /** Sleeps, but for the loop's end and for whoever wants to be heard. */
  const pause = (milliseconds: number) => wait(milliseconds, undefined, { signal: AbortSignal.any([ended.signal, interrupt.signal]) }).catch(() => undefined);

  const once = async (): Promise<number> => {
    if (!(await locks.hold(id))) return ELSEWHERE;
    const begin = performance.now();
    const { state, events, repair } = await read(held, false);
    if (state === 'differs') return DIFFERING;
    const unheld = events === 0 && !repair && performance.now() - begin < (held * 1_000) / 2;
    return unheld && beforehand === follower?.tag ? UNHELD : 0;
  };
  let beforehand: string | undefined;

  const go = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      if (interrupt.signal.aborted) interrupt = new AbortController();
      beforehand = follower?.tag;
      const rest = await inTurn(once).catch((error: unknown) => {
        if (isInterrupt(error) || ended.signal.aborted) return 0;
        return Math.max(pauseAfter(Math.max(failures, 1), Math.random()), error instanceof Refused ? (error.pause ?? 0) : 0);
      });
      if (rest > 0) await pause(rest);
      // Whoever asked in the meantime reads first.
      while (asked > 0 && !ended.signal.aborted) await tail;
    }
  };

  const loop: FeedLoop = {
    id,
    member,
    async readNow({ compare = false }) {
      asked++;
      interrupt.abort(new Error('interrupted'));
      try {
        return await inTurn(async () => {
          if (interrupt.signal.aborted) interrupt = new AbortController();
          return read(0, compare);
        });
      } finally {
        asked--;
      }
    },
    look() {
      if (follower) follower.tag = undefined;
      interrupt.abort(new Error('interrupted'));
    },
    start() {
      running ??= go();
    },
    async close() {
      ended.abort(new Error('closed'));
      await running;
      await tail;
      await locks.letGo(id).catch(() => undefined);
    },
  };
  return loop;
}
