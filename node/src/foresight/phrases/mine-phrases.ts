import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { countDocument } from './count-phrases.ts';
import type { Counted, Work } from './count-worker.ts';
import { scorePhrases, type Phrase } from './score.ts';
import { emptyTally, mergeTally, type Tally } from './tally.ts';

export interface Mining {
  /** The best so many. */
  top: number;
  /** Threads that count; one a processor where left out. */
  threads?: number | undefined;
  onProgress?: ((documents: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Documents that are worth a thread of their own. */
const BLOCK = 250;

/**
 * The technology phrases of a collection, the best first: its complete noun phrases, counted with their neighbours
 * (`score.ts`). The same documents give the same phrases, however many threads count them.
 */
export async function minePhrases(documents: AsyncIterable<string> | Iterable<string>, { top, ...mining }: Mining): Promise<{ documents: number; phrases: Phrase[] }> {
  const tally = await countAll(documents, mining);
  return { documents: tally.documents, phrases: scorePhrases(tally, top) };
}

/** Counts all documents, with memory for what is counted and one block a thread. */
export async function countAll(
  documents: AsyncIterable<string> | Iterable<string>,
  { threads = availableParallelism(), onProgress, signal }: Omit<Mining, 'top'> = {},
): Promise<Tally> {
  const blocks = blocksOf(documents);
  const first = await blocks.next();
  const second = first.done ? first : await blocks.next();
  const counted = emptyTally();
  if (first.done) return counted;
  if (second.done || threads < 2) {
    const count = (block: string[]) => {
      signal?.throwIfAborted();
      for (const text of block) countDocument(counted, text);
      onProgress?.(counted.documents);
    };
    count(first.value);
    if (!second.done) count(second.value);
    for await (const block of blocks) count(block);
    return counted;
  }

  let handed = 0;
  const waiting = [first.value, second.value];
  // One asks at a time, so that documents are numbered in their order.
  let turn: Promise<unknown> = Promise.resolve();
  const next = () => {
    const mine = turn.then(async (): Promise<Work> => {
      signal?.throwIfAborted();
      const block = waiting.shift() ?? (await blocks.next()).value;
      const from = handed;
      handed += block?.length ?? 0;
      if (block) onProgress?.(from);
      return block ? { first: from, documents: block } : { first: from };
    });
    turn = mine.catch(() => {});
    return mine;
  };
  const workers = Array.from({ length: threads }, () => new Worker(new URL('count-worker.ts', import.meta.url)));
  try {
    await Promise.all(workers.map((worker) => work(worker, next, counted)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  counted.documents = handed;
  return counted;
}

function work(worker: Worker, next: () => Promise<Work>, into: Tally): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Counted) => {
      if ('ready' in message) next().then((given) => worker.postMessage(given), reject);
      else if ('phrases' in message) mergeTally(into, { documents: 0, phrases: new Map(message.phrases), acronyms: new Map() });
      else {
        mergeTally(into, { documents: 0, phrases: new Map(), acronyms: new Map(message.acronyms) });
        resolve();
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('A thread that counted phrases ended before its time.')));
  });
}

async function* blocksOf(documents: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[], undefined> {
  let block: string[] = [];
  for await (const text of documents) {
    block.push(text);
    if (block.length < BLOCK) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}
