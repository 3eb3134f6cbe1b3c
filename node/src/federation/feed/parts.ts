import { run, type Db } from '../../kernel/database.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Audience } from '../envelope.ts';
import type { EntryList, Sayings } from '../wire.ts';
import { readSaid } from './events.ts';

/** No list of entries is longer; who needs more asks for fewer buckets at a time. */
const MOST_ENTRIES = 200_000;

/** What some buckets of a feed hold, all of one moment; undefined where the numbering is no longer in use. */
export async function entriesOf(db: Db, audience: Audience, epoch: string, buckets: readonly number[]): Promise<EntryList | undefined> {
  const counted = await run(db, 'select coalesce(sum(count), 0) as count from federation.feed_bucket where audience = $1 and bucket = any($2::int[])', [audience, buckets]);
  if (Number(counted.rows[0]?.['count']) > MOST_ENTRIES) throw new DomainError('too-large', `These buckets hold more than ${MOST_ENTRIES} entries; ask for fewer at a time.`);
  const { rows } = await run(
    db,
    `select f.sequence, (select coalesce(json_agg(json_build_array(e.origin, e.resource, e.hash)), '[]') from federation.feed_entry e
       where e.audience = f.audience and e.bucket = any($3::int[])) as entries
     from federation.feed_epoch f where f.audience = $1 and f.epoch = $2`,
    [audience, epoch, buckets],
  );
  const [row] = rows as { sequence: number; entries: EntryList['entries'] }[];
  return row && { epoch, sequence: row.sequence, buckets: [...buckets], entries: row.entries };
}

/** What a feed carries of these resources. */
export async function sayingsOf(db: Db, audience: Audience, epoch: string, names: readonly [string, string][]): Promise<Sayings | undefined> {
  const { rows } = await run(
    db,
    `select f.sequence as stand, v.said from federation.feed_epoch f
     left join (unnest($3::text[], $4::text[]) as t(origin, resource)
       join federation.feed_entry e on e.audience = $1 and e.origin = t.origin and e.resource = t.resource
       join federation.feed_event v on v.audience = $1 and v.epoch = $2 and v.sequence = e.sequence) on true
     where f.audience = $1 and f.epoch = $2`,
    [audience, epoch, names.map(([origin]) => origin), names.map(([, resource]) => resource)],
  );
  const [first] = rows as { stand: number }[];
  if (!first) return undefined;
  const sayings = (rows as unknown as { said: string | null }[]).flatMap(({ said }): Sayings['sayings'] => {
    const known = said === null ? undefined : readSaid(said);
    return known ? [{ envelope: known.envelope, jws: known.jws, ...(known.via.length > 0 ? { via: known.via } : {}) }] : [];
  });
  return { epoch, sequence: first.stand, sayings };
}
