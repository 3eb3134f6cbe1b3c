import { inTransaction, run } from '../../kernel/database.ts';
import { invalid } from '../../kernel/errors.ts';
import { bucketOf, differingBuckets, type BucketDigest } from '../set-digest.ts';
import { FIRST_HEAD, type Checkpoint, type EntryList } from '../wire.ts';
import { changedBuckets, countBuckets, digestOf, EMPTY_BUCKETS, writeBuckets } from './buckets.ts';
import { take, type Follower, type Unchecked } from './follower.ts';
import { holdPlace, movePlace, type Repair } from './following-store.ts';

/** Names asked for at once, as many as buckets with so many together hold. */
const NAMES_AT_ONCE = 20_000;
/** Descriptions asked for at once; fewer where they are too large together. */
const SAYINGS_AT_ONCE = 250;
const REMOVED_AT_ONCE = 1_000;
/** Where so much of the first buckets differs, reading the feed from its beginning is cheaper than naming each description. */
const WORTH_READING_ALL = 0.3;
const FEW = 500;

const bucketsOf = ({ buckets }: Checkpoint): BucketDigest[] => buckets.map(([count, sum]) => ({ count, sum }));

/** Whether what is held is what the checkpoint says the feed carries. */
export const isWhole = (follower: Pick<Follower, 'buckets'>, checkpoint: Checkpoint): boolean => differingBuckets(follower.buckets, bucketsOf(checkpoint)).length === 0;

/**
 * Finds in which parts what is held differs from what the feed carries, reads the names of those parts alone, then the
 * descriptions that differ, and mends it. What the feed no longer carries is let go.
 * @returns what was done, or `read-all` where nearly everything differs: then the feed's events are the shorter way.
 */
export async function compareAndRepair(follower: Follower, checkpoint: Checkpoint, why: Repair['why'], signal: AbortSignal): Promise<Repair | 'read-all'> {
  const begin = performance.now();
  const there = bucketsOf(checkpoint);
  if (why === 'asked' || why === 'digest') await recount(follower);
  const differing = differingBuckets(follower.buckets, there);
  const repair: Repair = { at: follower.options.now().toISOString(), why, buckets: differing.length, entries: 0, sayings: 0, removed: 0, milliseconds: 0 };
  let first = true;
  for (const buckets of portions(differing, there)) {
    const list = await follower.client.entries(checkpoint.epoch, buckets, signal);
    verifyEntries(list, checkpoint);
    repair.entries += list.entries.length;
    const { missing, extra } = await differences(follower, list);
    if (first && why === 'epoch' && missing.length > FEW && missing.length > WORTH_READING_ALL * list.entries.length) return 'read-all';
    first = false;
    for (let from = 0; from < extra.length; from += REMOVED_AT_ONCE) {
      await write(
        follower,
        extra.slice(from, from + REMOVED_AT_ONCE).map((name) => ({ name })),
        signal,
      );
    }
    repair.removed += extra.length;
    repair.sayings += await readSayings(follower, checkpoint.epoch, missing, signal);
  }
  repair.milliseconds = Math.round(performance.now() - begin);
  return repair;
}

/** The digests are made anew from what is held, before the other side is believed to differ. */
async function recount(follower: Follower): Promise<void> {
  const { options, id } = follower;
  const counted = await countBuckets(options.db, id);
  const wrong = differingBuckets(follower.buckets, counted);
  if (wrong.length === 0) return;
  options.log(`following ${id}: ${wrong.length} of the digests kept were not those of what is held; they were made anew`);
  await inTransaction(options.db, async (trx) => {
    await holdPlace(trx, id, follower.at);
    await writeBuckets(trx, id, counted, wrong);
    await movePlace(trx, id, follower.at, digestOf(counted));
  });
  follower.buckets = counted;
}

/** Places the reading of a new epoch at its beginning: its events say anew whatever it carries. */
export const readFromTheBeginning = (follower: Follower, { epoch }: Checkpoint, signal: AbortSignal) => take(follower, [], { epoch, sequence: 0, head: FIRST_HEAD }, signal);

const write = (follower: Follower, unchecked: readonly Unchecked[], signal: AbortSignal) => take(follower, unchecked, follower.at, signal);

/** Buckets in portions that hold no more names than may be asked for at once. */
function portions(numbers: readonly number[], there: readonly BucketDigest[]): number[][] {
  const all: number[][] = [];
  let count = Infinity;
  for (const number of numbers) {
    const names = there[number]?.count ?? 0;
    if (count + names > NAMES_AT_ONCE) {
      all.push([]);
      count = 0;
    }
    all.at(-1)!.push(number);
    count += names;
  }
  return all;
}

/** Names that are of the checkpoint's very moment must add up to what it says; later ones are proved by the next checkpoint. */
function verifyEntries({ sequence, entries, buckets }: EntryList, checkpoint: Checkpoint): void {
  if (sequence < checkpoint.sequence) throw invalid(`The names are of event ${sequence}, older than the checkpoint at ${checkpoint.sequence}`);
  if (sequence !== checkpoint.sequence) return;
  const sums = changedBuckets(
    EMPTY_BUCKETS,
    entries.map(([origin, resource, hash]) => ({ bucket: bucketOf(origin, resource), added: hash })),
  ).buckets;
  const wrong = buckets.find((number) => sums[number]!.count !== checkpoint.buckets[number]![0] || sums[number]!.sum !== checkpoint.buckets[number]![1]);
  if (wrong !== undefined) throw invalid(`The names of bucket ${wrong} do not add up to what the checkpoint says of it`);
}

async function differences(follower: Follower, { entries, buckets }: EntryList) {
  const { rows } = await run(follower.options.db, 'select origin, resource, hash from federation.holding where following = $1 and bucket = any($2::smallint[])', [
    follower.id,
    buckets,
  ]);
  const here = new Map((rows as { origin: string; resource: string; hash: string }[]).map((row) => [`${row.origin} ${row.resource}`, row]));
  const missing = entries.filter(([origin, resource, hash]) => here.get(`${origin} ${resource}`)?.hash !== hash).map(([origin, resource]) => [origin, resource] as const);
  for (const [origin, resource] of entries) here.delete(`${origin} ${resource}`);
  return { missing, extra: [...here.values()].map(({ origin, resource }) => ({ origin, resource })) };
}

/** Reads and writes the sayings of some names; where they are too large together, fewer at once. */
export async function readSayings(follower: Follower, epoch: string, names: readonly (readonly [string, string])[], signal: AbortSignal): Promise<number> {
  let read = 0;
  let atOnce = SAYINGS_AT_ONCE;
  for (let from = 0; from < names.length;) {
    const asked = names.slice(from, from + atOnce);
    try {
      const sayings = await follower.client.sayings(epoch, asked, signal);
      await write(
        follower,
        sayings.map((said) => ({ name: { origin: said.origin, resource: said.resource }, said })),
        signal,
      );
      read += sayings.length;
      from += asked.length;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'too-large' || atOnce === 1) throw error;
      atOnce = Math.max(1, Math.floor(atOnce / 4));
    }
  }
  return read;
}
