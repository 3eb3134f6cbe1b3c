import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../../../kernel/errors.ts';
import { Evaluation, PrefixTooCommon } from './evaluate.ts';
import { IndexKeeper } from './keep-index.ts';
import { anyRare, lookUp } from './look-up.ts';
import type { Question, Questions, Reply, Request, WorkerSettings } from './messages.ts';
import { runQuery } from './run-query.ts';
import { Scope } from './scope.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs in a worker thread');
const reply = (message: Reply) => port.postMessage(message);
const keeper = new IndexKeeper(workerData as WorkerSettings, (message) => reply({ type: 'log', message }));

type Answering = { [Q in Question]: (asked: Questions[Q]['asked']) => Questions[Q]['answered'] | Promise<Questions[Q]['answered']> };

const answering: Answering = {
  query: (asked) => {
    const { words = [], sight } = asked;
    if (anyRare(keeper.index, words, sight)) return { lookUp: lookUp(keeper.index, { words, prefixes: [], sight }) };
    try {
      return runQuery(keeper.index, asked);
    } catch (error) {
      if (error instanceof PrefixTooCommon) return { lookUp: { words: [], prefixes: [{ prefix: error.message, tooMany: true }] } };
      throw error;
    }
  },
  words: (asked) => lookUp(keeper.index, asked),
  candidates: ({ plan, sight, limit }) => {
    const scope = new Scope();
    try {
      const found = new Evaluation(keeper.index, scope, keeper.index.hiddenFrom(sight).slots).run(plan);
      if (found.size > limit) return { count: found.size };
      return { count: found.size, ordinals: found.toUint32Array().map((slot) => keeper.index.ordinals.get(slot)) };
    } finally {
      scope.free();
    }
  },
  counts: ({ tokens, sight }) => {
    const hidden = keeper.index.hiddenFrom(sight).slots;
    return tokens.map((token) => keeper.index.any.count(keeper.index.terms.get(token), hidden));
  },
  catchUp: async () => {
    await keeper.catchUp();
    return null;
  },
  statistics: () => {
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return {
      resources: keeper.index.size,
      open: keeper.index.slots - keeper.index.showings.hiddenFromEverybody.size,
      terms: keeper.index.terms.size,
      words: keeper.index.lexicon.size,
      sequence: keeper.stand.sequence,
      heap: heapUsed,
      external: external + arrayBuffers,
      loaded: keeper.loaded,
    };
  },
  close: async () => {
    await keeper.close();
    return null;
  },
};

port.on('message', async ({ id, question, asked, deadline }: Request) => {
  if (Date.now() > deadline) return reply({ type: 'failure', id, reason: 'nobody waits any more', late: true });
  const readsIndex = question !== 'catchUp' && question !== 'close' && question !== 'statistics';
  if (readsIndex && !keeper.whole) return reply({ type: 'failure', id, reason: 'the index is being read from the database' });
  try {
    const answered = await (answering[question] as (asked: unknown) => Questions[Question]['answered'])(asked);
    reply({ type: 'answer', id, answered });
  } catch (error) {
    reply({ type: 'failure', id, reason: reasonOf(error) });
  }
  if (question === 'close') port.close();
});

await keeper.open();
reply({ type: 'ready' });
