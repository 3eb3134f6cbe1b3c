import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../kernel/identifiers.ts';
import { envelopeHash } from '../envelope.ts';
import { BUCKETS, bucketOf, changedBucket, digestOfBuckets, EMPTY_BUCKET } from '../set-digest.ts';
import { FIRST_HEAD, nextHead, type FeedEvent } from '../wire.ts';

test('the example of the reference comes out as it says', async () => {
  const reference = await readFile(new URL('../../../../docs/reference/feed.md', import.meta.url), 'utf8');
  const given = /^`(\{"at".*\})`$/m.exec(reference)?.[1] ?? '';
  const one = JSON.parse(given) as { origin: string; resource: string; url: string; version: number };
  expect(canonicalJson(one)).toBe(given);
  const two = JSON.parse(given.replaceAll('000000000001', '000000000002').replace('"en":"One"', '"en":"Two"')) as typeof one;
  const buckets = Array.from({ length: BUCKETS }, () => EMPTY_BUCKET);
  const events: [FeedEvent['type'], typeof one, string[]][] = [
    ['as:Create', one, []],
    ['as:Create', two, []],
    ['as:Update', { ...one, version: 2 }, [envelopeHash(given)]],
  ];
  expect(reference).toContain(digestOfBuckets(buckets).digest);
  let head = FIRST_HEAD;
  const digests: string[] = [];
  for (const [at, [type, envelope, removed]] of events.entries()) {
    const hash = envelopeHash(canonicalJson(envelope));
    const bucket = bucketOf(envelope.origin, envelope.resource);
    buckets[bucket] = changedBucket(buckets[bucket] ?? EMPTY_BUCKET, { added: [hash], removed });
    head = nextHead(head, { sequence: at + 1, type }, hash);
    expect(reference).toContain(`| ${at + 1} \`${type}\` | \`${hash}\` | ${bucket} | \`${head}\` |`);
    digests.push(digestOfBuckets(buckets).digest);
  }
  for (const digest of digests.slice(1)) expect(reference).toContain(`\`${digest}\` |`);
});
