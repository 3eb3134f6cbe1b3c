import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Db } from '../../kernel/database.ts';
import { DomainError, unavailable } from '../../kernel/errors.ts';
import type { IndexStatistics, Question, Questions, Reply, Request, WorkerSettings } from './bitmap-index/messages.ts';

export interface SearchIndexOptions {
  db: Db;
  /** The index's thread opens a connection of its own: to read rows, and to hear when there are new ones. */
  databaseUrl: string;
  /** Where the snapshot lies; left out, none is written and every start reads PostgreSQL. */
  snapshotFolder?: string;
  log: (message: string) => void;
  /** How often the outbox is looked at when nothing was heard. */
  pollMilliseconds?: number;
  /** How long a question may wait and take. */
  deadlineMilliseconds?: number;
}

/** The main thread's side of the index. */
export interface SearchIndex {
  /** Asks the index's thread. Throws `unavailable` where it starts, is overloaded or does not answer in time. */
  ask<Q extends Question>(question: Q, asked: Questions[Q]['asked']): Promise<Questions[Q]['answered']>;
  /** Applies every change that was committed before the call: who makes a change calls this before answering. */
  catchUp(): Promise<void>;
  statistics(): Promise<IndexStatistics>;
  /** Ends the thread; writes the snapshot. */
  close(): Promise<void>;
}

/** More questions than this wait for nobody: further ones are turned away at once. */
const MOST_WAITING = 512;
const DEADLINE = 10_000;
/** Applying what a large harvest wrote may take longer than a question may. */
const CATCH_UP_DEADLINE = 120_000;
const CLOSE_DEADLINE = 60_000;
const RESTART_AFTER = [0, 1_000, 5_000, 15_000];

interface Waiting {
  resolve: (answered: never) => void;
  reject: (error: DomainError) => void;
  timer: NodeJS.Timeout;
}

/**
 * Starts the index's thread and waits until it has read its snapshot or the database. A thread that ends by itself is
 * started anew; until it is ready again questions are answered with `unavailable`.
 */
export async function openSearchIndex(options: SearchIndexOptions): Promise<SearchIndex> {
  const { log, databaseUrl, snapshotFolder } = options;
  const settings: WorkerSettings = {
    databaseUrl,
    snapshot: snapshotFolder === undefined ? undefined : join(snapshotFolder, 'index.snapshot'),
    pollMilliseconds: options.pollMilliseconds ?? 400,
  };
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let ready = false;
  let closed = false;
  let last = 0;
  let failures = 0;
  let opened = false;
  const whenReady: (() => void)[] = [];

  const settle = (id: number) => {
    const each = waiting.get(id);
    waiting.delete(id);
    if (each) clearTimeout(each.timer);
    return each;
  };

  const start = (): Promise<void> =>
    new Promise((started, failed) => {
      let reason: unknown;
      const thread = new Worker(new URL('./bitmap-index/worker.ts', import.meta.url), {
        name: 'search-index',
        workerData: settings,
        resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 4_096 },
      });
      worker = thread;
      thread.on('message', (reply: Reply) => {
        if (reply.type === 'log') return log(reply.message);
        if (reply.type === 'ready') {
          ready = true;
          failures = 0;
          for (const go of whenReady.splice(0)) go();
          return started();
        }
        const each = settle(reply.id);
        if (reply.type === 'answer') each?.resolve(reply.answered as never);
        else each?.reject(unavailable('The search index could not answer; try again in a moment.', new Error(reply.reason)));
      });
      thread.on('error', (error) => (reason = error));
      thread.on('exit', () => {
        ready = false;
        for (const id of waiting.keys()) settle(id)?.reject(unavailable('The search index has stopped and is being started anew; try again in a moment.', reason));
        failed(reason ?? new Error('the thread of the search index ended'));
        worker = undefined;
        if (closed || !opened) return;
        const pause = RESTART_AFTER[Math.min(failures++, RESTART_AFTER.length - 1)] ?? 0;
        log(`search: the index's thread ended (${String(reason)}); it is started anew${pause > 0 ? ` in ${pause / 1_000} s` : ''}`);
        setTimeout(() => void (closed || start().catch(() => {})), pause).unref();
      });
    });

  const ask = <Q extends Question>(question: Q, asked: Questions[Q]['asked'], wait = options.deadlineMilliseconds ?? DEADLINE): Promise<Questions[Q]['answered']> =>
    new Promise((resolve, reject) => {
      if (closed && question !== 'close') return reject(unavailable('The search index is closed.'));
      if (!worker || !ready) return reject(unavailable('The search index is being built; try again in a moment.'));
      if (waiting.size >= MOST_WAITING) return reject(unavailable('Too many searches are waiting; try again in a moment.'));
      const id = ++last;
      const timer = setTimeout(() => settle(id)?.reject(unavailable(`The search took longer than ${wait / 1_000} s and was given up; try a narrower query.`)), wait);
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, timer });
      worker.postMessage({ id, question, asked, deadline: Date.now() + wait } satisfies Request);
    });

  /** A thread that starts reads everything there is, so to wait for it is to catch up. */
  const catchUp = async (again = true): Promise<void> => {
    if (!ready) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(unavailable('The search index is still being built; what was changed will be found when it is.')), CATCH_UP_DEADLINE);
        whenReady.push(() => (clearTimeout(timer), resolve()));
      });
      return;
    }
    await ask('catchUp', null, CATCH_UP_DEADLINE).catch((error: unknown) => {
      if (ready || closed || !again) throw error;
      return catchUp(false);
    });
  };

  await start();
  opened = true;
  return {
    ask: (question, asked) => ask(question, asked),
    catchUp: () => (closed ? Promise.resolve() : catchUp()),
    statistics: () => ask('statistics', null),
    close: async () => {
      if (closed) return;
      closed = true;
      const thread = worker;
      await ask('close', null, CLOSE_DEADLINE).catch(() => {});
      await thread?.terminate();
    },
  };
}
