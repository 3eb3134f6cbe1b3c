import { invalid } from '../../kernel/errors.ts';
import { PAGE, type Checkpoint } from '../wire.ts';
import { changesOf, type Change } from './apply-sayings.ts';
import { check, write, type Follower } from './follower.ts';
import type { Position } from './following-store.ts';
import { chainOf, type ReadEvent } from './read-page.ts';

/** So few pages are read whole, and must lead to the checkpoint, before anything of them is written. */
const VERIFIED_AHEAD = 4;
/** Pages that are fetched and checked while one is written. */
const PAGES_AHEAD = 3;

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
  interface Located {
    to: Position;
    news: ReadEvent[];
  }
  /** What of some events is new, and where the reading stands after them. */
  const locate = (read: readonly ReadEvent[], from: Position): Located => {
    const news = read.filter(({ sequence }) => sequence > from.sequence);
    const head = chainOf(from.head, news);
    const sequence = news.at(-1)?.sequence ?? from.sequence;
    if (sequence === checkpoint.sequence && head !== checkpoint.head) throw invalid(`The pages do not lead to the checkpoint: the chain of events ends otherwise at ${sequence}`);
    return { to: { epoch: checkpoint.epoch, sequence, head }, news };
  };
  const prepare = async ({ to, news }: Located): Promise<Portion> => ({
    to,
    changes: await check(follower, changesOf(news), signal),
    count: news.length,
    published: news.at(-1)?.published,
  });

  const last = pageOf(checkpoint.sequence - 1);
  const first = pageOf(follower.at.sequence);
  if (last - first < VERIFIED_AHEAD) {
    const all: ReadEvent[] = [];
    for (let number = first; number <= last; number++) all.push(...(await fetch(number)));
    const { to, changes, count, published } = await prepare(locate(all, follower.at));
    await write(follower, changes, to);
    return { events: count, published };
  }
  let at: Promise<Position> = Promise.resolve(follower.at);
  /** Pages are fetched one after the other; those that came are checked while others are on their way and one is written. */
  const begin = (number: number): Promise<Portion> => {
    const located = at.then(async (from) => locate(await fetch(number), from));
    at = located.then(({ to }) => to);
    const portion = located.then(prepare);
    at.catch(() => undefined);
    portion.catch(() => undefined);
    return portion;
  };
  const ahead: Promise<Portion>[] = [];
  let begun = first;
  let events = 0;
  let published: number | undefined;
  for (let number = first; number <= last; number++) {
    while (begun <= last && ahead.length < PAGES_AHEAD) ahead.push(begin(begun++));
    const portion = await (ahead.shift() as Promise<Portion>);
    if (begun <= last) ahead.push(begin(begun++));
    await write(follower, portion.changes, portion.to);
    events += portion.count;
    published = portion.published ?? published;
    signal.throwIfAborted();
  }
  return { events, published };
}
