import { setTimeout as wait } from 'node:timers/promises';
import { analyseWhereGrown, prepareRecords } from '../../catalogue/index.ts';
import { REGISTRIES } from '../../exchange/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { reasonOf } from '../../kernel/errors.ts';
import { listenTo, type Listening } from '../../kernel/listen.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { PressOfWork } from '../press-of-work.ts';
import { nodeNames, type NodeNames } from './node-names.ts';
import { NOTHING_PLACED, placeBatch, sumPlaced, type Placed } from './place-batch.ts';
import { nextBatch, recordsOf, type Batch } from './waiting-replicas.ts';

export interface PlacingOptions {
  db: Db;
  databaseUrl: string;
  vocabulary: () => Vocabulary;
  /** The rank of a source where several speak of one resource. */
  rankOf: (source: string) => number;
  /** Whether a source is a registry that every node knows by the same name. */
  isRegistry?: ((source: string) => boolean) | undefined;
  /** Called after resources changed. */
  onPublished: () => Promise<unknown>;
  /** What is waited for before anything is placed. */
  press?: PressOfWork | undefined;
  log: (message: string) => void;
  now?: () => Date;
}

/** Brings the catalogue in step with what members say: each replica is shown as it is wanted, or no longer. */
export interface Placing {
  /** Places everything that is waiting. Calls that come while one runs are drawn together. */
  catchUp(): Promise<Placed>;
  names: NodeNames;
  /** Begins to place by itself whatever comes. */
  start(): void;
  close(): Promise<void>;
}

/** How often it looks where nothing was heard. */
const LOOK = 15_000;
const AFTER_FAILURE = 2_000;
/** The rooms that show resources are told after so many batches, and at the end. */
const TOLD_EVERY = 10;

export async function openPlacing(options: PlacingOptions): Promise<Placing> {
  const { db, databaseUrl, vocabulary, rankOf, isRegistry = (source) => REGISTRIES.has(source), onPublished, press, log, now = () => new Date() } = options;
  const names = nodeNames(db);
  await names.refresh();
  let listening: Listening | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ended = new AbortController();
  let closed = false;
  let under: Promise<Placed> | undefined;
  let again: Promise<Placed> | undefined;

  const prepared = async (before?: Batch): Promise<Batch | undefined> => {
    const batch = await nextBatch(db, isRegistry, before);
    if (batch) await prepareRecords(db, batch.origin, recordsOf(batch), vocabulary());
    return batch;
  };

  const placeAll = async (): Promise<Placed> => {
    let sum = NOTHING_PLACED;
    let batches = 0;
    await press?.over(ended.signal);
    let batch = closed ? undefined : await prepared();
    while (batch && !closed) {
      // The next one is read and prepared while the database writes this one.
      const [done, next] = await Promise.allSettled([placeBatch(db, batch, { vocabulary: vocabulary(), at: now(), rankOf, titleOf: names.titleOf }), prepared(batch)]);
      if (done.status === 'rejected') throw done.reason;
      sum = sumPlaced(sum, done.value);
      batches++;
      if (batches % TOLD_EVERY === 0) {
        await analyseWhereGrown(db);
        await onPublished();
      }
      // What was changed while it was being placed waits again.
      await press?.over(ended.signal);
      batch = (next.status === 'fulfilled' ? next.value : undefined) ?? (await prepared());
    }
    if (batches > 0) await onPublished();
    return sum;
  };

  const catchUp = (): Promise<Placed> => {
    if (!under) return (under = placeAll().finally(() => (under = undefined)));
    const next = () => ((again = undefined), catchUp());
    return (again ??= under.then(next, next));
  };

  let due = false;
  let running: Promise<void> | undefined;
  /** Places what is there, and again for as long as it is told of more meanwhile; then looks from time to time. */
  const go = async () => {
    clearTimeout(timer);
    while (due && !closed) {
      due = false;
      await catchUp().catch(async (error: unknown) => {
        if (closed) return;
        log(`placing what members say: ${reasonOf(error)}`);
        due = true;
        await wait(AFTER_FAILURE, undefined, { ref: false });
      });
    }
    running = undefined;
    if (!closed) timer = setTimeout(wake, LOOK).unref();
  };
  const wake = () => {
    due = true;
    running ??= go();
  };

  return {
    catchUp,
    names,
    start() {
      listening = listenTo({
        databaseUrl,
        channel: 'federation_changed',
        heard: (what) => {
          if (what !== 'replicas') void names.refresh().catch(() => undefined);
          if (what !== 'feed') wake();
        },
      });
    },
    async close() {
      closed = true;
      ended.abort();
      clearTimeout(timer);
      await listening?.close();
      await Promise.allSettled([under, again]);
    },
  };
}

/** How many replicas wait to be placed. */
export async function countWaiting(db: Db): Promise<number> {
  const { rows } = await run(db, 'select count(*) as count from federation.replica where placed is distinct from wanted');
  return rows[0]?.['count'] as number;
}
