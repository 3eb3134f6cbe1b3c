import { invalid } from '../../kernel/errors.ts';
import { PAGE, type Checkpoint } from '../wire.ts';
import { changesOf, type Change } from './apply-sayings.ts';
import { check, write, type Follower } from './follower.ts';
import type { Position } from './following-store.ts';
import { chainOf, type ReadEvent } from './read-page.ts';

/** So few pages are read whole, and must lead to the checkpoint, before anything of them is written. */
const VERIFIED_AHEAD = 4;

export const pageOf = (sequence: number): number => Math.floor(sequence / PAGE) + 1;

interface Portion {
  to: Position;
  changes: Change[];
  count: number;
  published: number | undefined;
}

/**
 * Reads a feed from where it was left up to a checkpoint of the same epoch and writes what it says, page by page; the
 * next page is fetched and checked while one is written. Memory holds a few pages, however long the feed is.
 * @throws `invalid` where a page does not follow on what was read, or the pages do not lead to the checkpoint.
 */
export async function readEvents(follower: Follower, checkpoint: Checkpoint, signal: AbortSignal): Promise<{ events: number; published: number | undefined }> {
  const { client } = follower;
  const fetch = async (number: number): Promise<ReadEvent[]> => {
    const page = await client.page(checkpoint.epoch, number, signal);
    const wanted = Math.min(PAGE, checkpoint.sequence - (number - 1) * PAGE);
    if (page.length < wanted) throw invalid(`Page ${number} ends after ${page.length} events, although the checkpoint says there are ${wanted}`);
    return page.slice(0, wanted);
  };
  const prepare = async (read: Promise<ReadEvent[]>, from: Position): Promise<Portion> => {
    const news = (await read).filter(({ sequence }) => sequence > from.sequence);
    const head = chainOf(from.head, news);
    const sequence = news.at(-1)?.sequence ?? from.sequence;
    if (sequence === checkpoint.sequence && head !== checkpoint.head) throw invalid(`The pages do not lead to the checkpoint: the chain of events ends otherwise at ${sequence}`);
    const changes = await check(follower, changesOf(news), signal);
    return { to: { epoch: checkpoint.epoch, sequence, head }, changes, count: news.length, published: news.at(-1)?.published };
  };

  const last = pageOf(checkpoint.sequence - 1);
  const first = pageOf(follower.at.sequence);
  if (last - first < VERIFIED_AHEAD) {
    const pages = async () => {
      const all: ReadEvent[] = [];
      for (let number = first; number <= last; number++) all.push(...(await fetch(number)));
      return all;
    };
    const { to, changes, count, published } = await prepare(pages(), follower.at);
    await write(follower, changes, to);
    return { events: count, published };
  }
  let events = 0;
  let next: Promise<Portion> | undefined = prepare(fetch(first), follower.at);
  for (let number = first; next; number++) {
    const portion: Portion = await next;
    next = number < last ? prepare(fetch(number + 1), portion.to) : undefined;
    next?.catch(() => undefined);
    await write(follower, portion.changes, portion.to);
    events += portion.count;
    if (!next) return { events, published: portion.published };
    signal.throwIfAborted();
  }
  return { events, published: undefined };
}
