import { hash } from 'node:crypto';

/**
 * The digest of a set of sayings, kept up to date by each change and compared in parts. Members fall into 256 buckets by
 * what they speak of; a bucket's digest is the number of its members and the sum, modulo 2^256, of their hashes, so that
 * neither order nor history matter.
 */
export const BUCKETS = 256;
const MODULUS = 1n << 256n;

export interface BucketDigest {
  count: number;
  /** 64 hexadecimal digits. */
  sum: string;
}

export const EMPTY_BUCKET: BucketDigest = { count: 0, sum: '0'.repeat(64) };

/** The bucket of a resource: it stays there whatever is said of it. */
export const bucketOf = (origin: string, resource: string): number => Number.parseInt(hash('sha256', `${origin}\0${resource}`, 'hex').slice(0, 2), 16);

/** A bucket after members came and went; hashes are 64 hexadecimal digits. */
export function changedBucket({ count, sum }: BucketDigest, { added = [], removed = [] }: { added?: readonly string[]; removed?: readonly string[] }): BucketDigest {
  let total = BigInt(`0x${sum}`);
  for (const member of added) total += BigInt(`0x${member}`);
  for (const member of removed) total -= BigInt(`0x${member}`);
  return { count: count + added.length - removed.length, sum: (((total % MODULUS) + MODULUS) % MODULUS).toString(16).padStart(64, '0') };
}

/** The digest of all buckets together. */
export function digestOfBuckets(buckets: readonly BucketDigest[]): { count: number; digest: string } {
  return { count: buckets.reduce((sum, { count }) => sum + count, 0), digest: hash('sha256', buckets.map(({ count, sum }) => `${count}:${sum}`).join('\n'), 'hex') };
}

/** Numbers of the buckets in which two sets differ. */
export const differingBuckets = (a: readonly BucketDigest[], b: readonly BucketDigest[]): number[] =>
  Array.from({ length: BUCKETS }, (_, number) => number).filter((number) => {
    const [one = EMPTY_BUCKET, other = EMPTY_BUCKET] = [a[number], b[number]];
    return one.count !== other.count || one.sum !== other.sum;
  });
