import { run, type Db } from '../../kernel/database.ts';
import type { Audience } from '../envelope.ts';
import { bucketOf, changedBucket, EMPTY_BUCKET, type BucketDigest } from '../set-digest.ts';
import { contentHash, nextHead, type FeedEvent } from '../wire.ts';
import { openingPart, saidPart, type Utterance } from './events.ts';
import { readEpoch } from './feed-store.ts';

/** An entry of a feed: what it carries of a resource now. */
export interface Entry {
  origin: string;
  resource: string;
  hash: string;
  via: string[];
}

const nameOf = ({ origin, resource }: Pick<Utterance, 'origin' | 'resource'>) => `${origin}\0${resource}`;

/**
 * Appends what is said to a feed, under its lock: events, entries, digests and the head of the chain, all or nothing.
 * What the feed carries just so already, or does not carry and is to be rid of, is passed over. A resource stands among
 * the utterances once.
 * @param base the feed's address.
 * @returns how many events were appended.
 */
export async function appendEvents(trx: Db, audience: Audience, base: string, utterances: readonly Utterance[], now: Date): Promise<number> {
  if (utterances.length === 0) return 0;
  const epoch = await readEpoch(trx, audience);
  const carried = await entriesOf(trx, audience, utterances);
  const changed = new Map<number, { added: string[]; removed: string[] }>();
  const events: { sequence: number; published: string; head: string; opening: string; said: string; origin: string; resource: string; content: string }[] = [];
  const entries: (Entry & { bucket: number; incarnation: number; version: number; sequence: number })[] = [];
  const gone: Utterance[] = [];
  let { sequence, head } = epoch;
  // The instants of a feed never go back, whatever the clock does.
  let last = epoch.published?.getTime() ?? 0;

  for (const utterance of utterances) {
    const { origin, resource, saying, via } = utterance;
    const before = carried.get(nameOf(utterance));
    const description = saying?.type === 'description' ? saying : undefined;
    if (description ? before?.hash === description.hash && before.via.join() === via.join() : !before) continue;
    const type: FeedEvent['type'] = !description ? 'as:Delete' : before ? 'as:Update' : 'as:Create';
    last = Math.max(now.getTime(), last + 1);
    const published = new Date(last).toISOString();
    sequence++;
    const removed = saying ? undefined : { origin, resource, reason: utterance.removed ?? {} };
    const content = contentHash({ removed } as Pick<FeedEvent, 'removed'>, saying?.hash);
    head = nextHead(head, { sequence, type }, content);
    events.push({
      sequence,
      published,
      head,
      opening: openingPart(base, epoch.epoch, { type, sequence, published }, utterance),
      said: saidPart(utterance),
      origin,
      resource,
      content,
    });

    const bucket = bucketOf(origin, resource);
    const change = changed.get(bucket) ?? { added: [], removed: [] };
    changed.set(bucket, change);
    if (before) change.removed.push(before.hash);
    if (description) {
      change.added.push(description.hash);
      entries.push({ origin, resource, bucket, incarnation: description.incarnation, version: description.version, hash: description.hash, via: [...via], sequence });
    } else gone.push(utterance);
  }
  if (events.length === 0) return 0;

  await run(
    trx,
    `insert into federation.feed_event (audience, epoch, sequence, published, head, opening, said, origin, resource, content)
     select $1, $2, sequence, published, head, opening, said, origin, resource, content
     from json_to_recordset($3::json) as t(sequence bigint, published timestamptz, head text, opening text, said text, origin text, resource text, content text)`,
    [audience, epoch.epoch, JSON.stringify(events)],
  );
  await run(trx, 'update federation.feed_epoch set sequence = $2, head = $3, published = $4 where audience = $1', [audience, sequence, head, new Date(last)]);
  await writeEntries(trx, audience, entries, gone);
  await takeBack(trx, audience, epoch.epoch, gone, epoch.sequence);
  await changeBuckets(trx, audience, changed);
  return events.length;
}

async function entriesOf(trx: Db, audience: Audience, named: readonly Pick<Entry, 'origin' | 'resource'>[]): Promise<Map<string, Entry>> {
  const { rows } = await run(
    trx,
    `select e.origin, e.resource, e.hash, e.via from unnest($2::text[], $3::text[]) as t(origin, resource)
     join federation.feed_entry e on e.audience = $1 and e.origin = t.origin and e.resource = t.resource`,
    [audience, named.map(({ origin }) => origin), named.map(({ resource }) => resource)],
  );
  return new Map((rows as unknown as Entry[]).map((entry) => [nameOf(entry), entry]));
}

async function writeEntries(trx: Db, audience: Audience, entries: object[], gone: readonly Utterance[]): Promise<void> {
  if (entries.length > 0)
    await run(
      trx,
      `insert into federation.feed_entry (audience, origin, resource, bucket, incarnation, version, hash, via, sequence)
       select $1, origin, resource, bucket, incarnation, version, hash, via, sequence
       from json_to_recordset($2::json) as t(origin text, resource text, bucket smallint, incarnation int, version int, hash text, via text[], sequence bigint)
       on conflict (audience, origin, resource) do update set incarnation = excluded.incarnation, version = excluded.version, hash = excluded.hash,
         via = excluded.via, sequence = excluded.sequence`,
      [audience, JSON.stringify(entries)],
    );
  if (gone.length > 0)
    await run(
      trx,
      `delete from federation.feed_entry e using unnest($2::text[], $3::text[]) as t(origin, resource)
       where e.audience = $1 and e.origin = t.origin and e.resource = t.resource`,
      [audience, gone.map(({ origin }) => origin), gone.map(({ resource }) => resource)],
    );
}

/**
 * What a feed carries no longer is not told any more by its older pages either: their events keep their place and what
 * the chain needs of them.
 * @param before the last event that stood before those which delete.
 */
async function takeBack(trx: Db, audience: Audience, epoch: string, gone: readonly Pick<Entry, 'origin' | 'resource'>[], before: number): Promise<void> {
  if (gone.length === 0) return;
  await run(
    trx,
    `update federation.feed_event v set taken_back = true,
       opening = regexp_replace(v.opening, ',"title":\\{.*\\},"sequence":', ',"sequence":'),
       said = '"takenBack":' || json_build_object('content', v.content, 'origin', v.origin, 'resource', v.resource)::text
     from unnest($3::text[], $4::text[]) as t(origin, resource)
     where v.audience = $1 and v.epoch = $2 and v.origin = t.origin and v.resource = t.resource and v.sequence <= $5 and not v.taken_back and v.opening not like '%"type":"as:Delete"%'`,
    [audience, epoch, gone.map(({ origin }) => origin), gone.map(({ resource }) => resource), before],
  );
}

async function changeBuckets(trx: Db, audience: Audience, changed: ReadonlyMap<number, { added: string[]; removed: string[] }>): Promise<void> {
  const { rows } = await run(trx, 'select bucket, count, sum from federation.feed_bucket where audience = $1 and bucket = any($2::int[])', [audience, [...changed.keys()]]);
  const before = new Map((rows as unknown as (BucketDigest & { bucket: number })[]).map((row) => [row.bucket, row]));
  const after = [...changed].map(([bucket, change]) => ({ bucket, ...changedBucket(before.get(bucket) ?? EMPTY_BUCKET, change) }));
  await run(
    trx,
    `insert into federation.feed_bucket (audience, bucket, count, sum) select $1, bucket, count, sum
     from json_to_recordset($2::json) as t(bucket smallint, count int, sum text)
     on conflict (audience, bucket) do update set count = excluded.count, sum = excluded.sum`,
    [audience, JSON.stringify(after)],
  );
}
