import { Readable } from 'node:stream';
import type { Outgoing } from '../catalogue/index.ts';
import type { Format, WritingContext } from './format.ts';

/** Pieces of text are gathered to about this length before they go out. */
const CHUNK = 64 * 1_024;

/** A document as bytes, written no faster than it is read; given up when its reader goes away. */
export function streamOf(format: Format, resources: AsyncIterable<Outgoing[]> | Outgoing[], context: WritingContext, about: Parameters<Format['write']>[2]): Readable {
  const pages = Array.isArray(resources) ? onePage(resources) : resources;
  return Readable.from(gathered(format.write(pages, context, about)), { objectMode: false, highWaterMark: CHUNK });
}

async function* onePage(resources: Outgoing[]): AsyncGenerator<Outgoing[]> {
  yield resources;
}

async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** The next page is read while one is written. */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const source = items[Symbol.asyncIterator]();
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = source.next();
      // Its failure is met at the next turn; meanwhile it is nobody's.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await source.return?.();
  }
}
