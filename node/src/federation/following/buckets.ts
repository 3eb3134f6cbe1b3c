import { run, type Db } from '../../kernel/database.ts';
import { BUCKETS, changedBucket, digestOfBuckets, EMPTY_BUCKET, type BucketDigest } from '../set-digest.ts';

/** The 256 digests of what is held of one feed, in the order of their numbers. */
export type Buckets = readonly BucketDigest[];

export const EMPTY_BUCKETS: Buckets = Array.from({ length: BUCKETS }, () => EMPTY_BUCKET);

export async function readBuckets(db: Db, following: string): Promise<Buckets> {
  const { rows } = await run(db, 'select bucket, count, sum from federation.following_bucket where following = $1', [following]);
  const buckets = [...EMPTY_BUCKETS];
  for (const { bucket, count, sum } of rows as unknown as { bucket: number; count: number; sum: string }[]) buckets[bucket] = { count, sum };
  return buckets;
}

/** Hashes that came into a set and went out of it, by bucket. */
interface SetChange {
  bucket: number;
  added?: string | undefined;
  removed?: string | undefined;
}

/** The buckets after a change, and the numbers of those that are others now. */
export function changedBuckets(buckets: Buckets, changes: readonly SetChange[]): { buckets: Buckets; changed: number[] } {
  const byBucket = new Map<number, { added: string[]; removed: string[] }>();
  for (const { bucket, added, removed } of changes) {
    if (added === removed) continue;
    const entry = byBucket.get(bucket) ?? { added: [], removed: [] };
    byBucket.set(bucket, entry);
    if (added !== undefined) entry.added.push(added);
    if (removed !== undefined) entry.removed.push(removed);
  }
  const after = [...buckets];
  for (const [bucket, change] of byBucket) after[bucket] = changedBucket(after[bucket] ?? EMPTY_BUCKET, change);
  return { buckets: after, changed: [...byBucket.keys()].sort((a, b) => a - b) };
}

export async function writeBuckets(trx: Db, following: string, buckets: Buckets, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  const rows = numbers.map((bucket) => ({ bucket, ...buckets[bucket] }));
  await run(
    trx,
    `insert into federation.following_bucket (following, bucket, count, sum)
     select $1, bucket, count, sum from json_to_recordset($2::json) as it(bucket smallint, count int, sum text)
     on conflict (following, bucket) do update set count = excluded.count, sum = excluded.sum`,
    [following, JSON.stringify(rows)],
  );
}

/** The buckets as the holdings themselves make them: what the kept ones must equal. */
export async function countBuckets(db: Db, following: string): Promise<Buckets> {
  const buckets = [...EMPTY_BUCKETS];
  for (let from = 0; from < BUCKETS; from += COUNTED_AT_ONCE) {
    const { rows } = await run(db, 'select bucket, hash from federation.holding where following = $1 and bucket >= $2 and bucket < $3', [following, from, from + COUNTED_AT_ONCE]);
    const changes = (rows as { bucket: number; hash: string }[]).map(({ bucket, hash }) => ({ bucket, added: hash }));
    const { buckets: after, changed } = changedBuckets(buckets, changes);
    for (const number of changed) buckets[number] = after[number]!;
  }
  return buckets;
}
const COUNTED_AT_ONCE = 16;

export const digestOf = (buckets: Buckets) => digestOfBuckets(buckets);
