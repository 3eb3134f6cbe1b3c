import { setTimeout as wait } from 'node:timers/promises';
import type { Access } from '../../access/index.ts';
import { CATALOGUE_CHANNEL } from '../../catalogue/index.ts';
import { REGISTRIES } from '../../exchange/index.ts';
import { ANYONE } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { reasonOf, unavailable } from '../../kernel/errors.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import { AUDIENCES, type Audience } from '../envelope.ts';
import type { PressOfWork } from '../press-of-work.ts';
import type { Self } from '../self/index.ts';
import type { SignedCheckpoint } from '../wire.ts';
import { isTooLong, shortenLog } from './begin-epoch.ts';
import { checkpoints, type Checkpoints } from './checkpoint.ts';
import { takeEvidence, type EvidenceOutcome } from './evidence.ts';
import { forgetEnded, lockFeed, readState } from './feed-store.ts';
import { readMark, writeMark } from './high-water-mark.ts';
import { openNews, type News } from './news.ts';
import { noticeBackup, standing, writeSome, type Writer } from './write-feed.ts';

/** Milliseconds after which the feed looks by itself, for what the clock alone changes and for what was not heard. */
const LOOK_EVERY = 5_000;
/** Changes that come together are told together. */
const GATHER = 100;
/** How far this node has spoken is kept beside the database at most so often, in milliseconds. */
const MARK_EVERY = 1_000;

export interface FeedOptions {
  db: Db;
  databaseUrl: string;
  dataFolder: string;
  /** This node's public address, without trailing slash. */
  url: string;
  self: Pick<Self, 'id' | 'kid' | 'sign' | 'keyOf' | 'onChange'>;
  access: Access;
  vocabulary: () => Vocabulary;
  rankOf: (source: string) => number;
  isRegistry?: (source: string) => boolean;
  /** While much is taken in, nothing of it is handed on yet. */
  press?: PressOfWork | undefined;
  now?: () => Date;
  log: (message: string) => void;
}

/** What this node hands out, kept up with its catalogue and with what its members said. */
export interface Feed {
  /** The feed's address, by audience. */
  baseOf(audience: Audience): string;
  checkpoint(audience: Audience): Promise<SignedCheckpoint>;
  tagOf: Checkpoints['tagOf'];
  /** Comes back when the feed may hold something new, when the time is over, or when it is no longer wanted. */
  news(milliseconds: number, ...signals: AbortSignal[]): Promise<void>;
  /** Says everything that was committed before the call. */
  catchUp(): Promise<void>;
  /** Has every resource compared with what was said of it, beside what changed. */
  compareAll(): Promise<void>;
  takeEvidence(evidence: SignedCheckpoint): Promise<EvidenceOutcome>;
  /** Keeps up by itself from now on. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function openFeed(options: FeedOptions): Feed {
  const { db, dataFolder, url, self, access, vocabulary, rankOf, press, log, isRegistry = (source) => REGISTRIES.has(source), now = () => new Date() } = options;
  const baseOf = (audience: Audience) => (audience === 'public' ? `${url}/feed` : `${url}/feed/${audience}`);
  const signing = checkpoints(db, self);
  const ended = new AbortController();
  let news: News | undefined;
  let timer: NodeJS.Timeout | undefined;
  let marked = 0;
  let trouble: string | undefined;

  const writer = async (): Promise<Writer> => {
    await access.settled();
    const sight = await access.sightOf(ANYONE);
    return { db, self, baseOf, log, describing: { vocabulary: vocabulary(), baseUrl: url, sight, rankOf, isRegistry, now: now() } };
  };

  const keepMark = async () => {
    const state = await readState(db);
    if (state) await writeMark(dataFolder, { node: self.id, ...(await standing(db, state)) });
    marked = performance.now();
  };

  const write = async () => {
    let said = 0;
    for (let more = true; more && !ended.signal.aborted;) {
      const step = await writeSome(await writer(), { relay: !press?.isHeavy() });
      more = step.more;
      said += step.said;
      if (step.said > 0 && performance.now() - marked > MARK_EVERY) await keepMark();
    }
    if (said === 0) return;
    for (const audience of AUDIENCES)
      if (await isTooLong(db, audience)) {
        const speaking = await writer();
        await db.transaction().execute(async (trx) => {
          await lockFeed(trx);
          const state = await readState(trx);
          if (state && (await isTooLong(trx, audience))) await shortenLog(trx, speaking, state, audience);
        });
        await forgetEnded(db);
      }
  };

  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  /** What is committed now is said when this comes back: by the writing that begins after the one under way. */
  const catchUp = (): Promise<void> => {
    if (!running) return (running = write().finally(() => (running = undefined)));
    return (next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return catchUp();
      }));
  };

  const keepUp = async () => {
    if (ended.signal.aborted) return;
    try {
      await catchUp();
      trouble = undefined;
    } catch (error) {
      const reason = reasonOf(error);
      if (!ended.signal.aborted && reason !== trouble) log(`federation: the feed could not be written: ${reason}`);
      trouble = reason;
    }
  };

  let gathering: Promise<void> | undefined;
  const soon = () => {
    gathering ??= wait(GATHER, undefined, { ref: false, signal: ended.signal })
      .then(() => {
        gathering = undefined;
        return keepUp();
      })
      .catch(() => undefined);
  };

  return {
    baseOf,
    tagOf: signing.tagOf,
    async checkpoint(audience) {
      const checkpoint = await signing.read(audience, now());
      if (!checkpoint) throw unavailable('The feed of this node has not begun yet.');
      return checkpoint;
    },
    news: (milliseconds, ...signals) => (news ? news.wait(milliseconds, ...signals, ended.signal) : wait(Math.min(milliseconds, LOOK_EVERY), undefined, { ref: false })),
    catchUp,
    async compareAll() {
      await catchUp();
      await db.updateTable('federation.feed_state').set({ compare_after: -1 }).execute();
      await catchUp();
    },
    async takeEvidence(evidence) {
      const outcome = await takeEvidence(await writer(), { keyOf: (_, kid) => self.keyOf(kid) }, evidence);
      if (outcome.outcome === 'begun-anew') {
        await keepMark();
        await forgetEnded(db);
        soon();
      }
      return outcome;
    },
    async start() {
      const mark = await readMark(dataFolder);
      const speaking = await writer();
      if (await db.transaction().execute((trx) => noticeBackup(trx, speaking, mark)))
        log('federation: the database is older than what this node has said (was a backup restored?); it speaks anew');
      await forgetEnded(db);
      await keepMark();
      self.onChange(() => soon());
      news = await openNews(options.databaseUrl, [CATALOGUE_CHANNEL, 'federation_changed'], (channel, word) => {
        if (channel !== 'federation_changed' || word !== 'feed') soon();
      });
      timer = setInterval(soon, LOOK_EVERY);
      timer.unref();
      soon();
    },
    async close() {
      if (ended.signal.aborted) return;
      ended.abort();
      clearInterval(timer);
      await gathering;
      await running?.catch(() => undefined);
      await news?.close();
      if (marked > 0) await keepMark().catch(() => undefined);
    },
  };
}
