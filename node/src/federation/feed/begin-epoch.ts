import { randomBytes } from 'node:crypto';
import { run, type Db } from '../../kernel/database.ts';
import { AUDIENCES, type Audience } from '../envelope.ts';
import { appendEvents } from './append-events.ts';
import { readSaid } from './events.ts';
import { beginNumbering, epochName, readEpoch, tellFeed, writeState, type FeedState } from './feed-store.ts';
import { signed, utteranceOf, type Speaking } from './say-own.ts';

const BATCH = 1_000;
/** A log that holds three times what it carries, and this many events more, begins anew. */
const SPARE = 10_000;

/** Whether the log of a feed has grown so long that a new follower would read mostly what no longer holds. */
export async function isTooLong(db: Db, audience: Audience): Promise<boolean> {
  const { rows } = await run(db, `select coalesce(sum(count), 0) as count from federation.feed_bucket where audience = $1`, [audience]);
  const { sequence } = await readEpoch(db, audience);
  return sequence > 3 * Number(rows[0]?.['count'] ?? 0) + SPARE;
}

/** Begins the log of a feed anew with what it carries, word for word; the numbering is another, the set and its digest are the same. */
export async function shortenLog(trx: Db, speaking: Speaking, state: Pick<FeedState, 'incarnation'>, audience: Audience): Promise<void> {
  await sayAnew(trx, speaking, state.incarnation, audience, 'unchanged');
  await tellFeed(trx);
}

/**
 * Speaks anew: after this node forgot what it had said (a backup was restored) or what it signed counts no longer. Every
 * saying of its own is signed again in a greater incarnation, which outweighs whatever was said before, in numberings of
 * their own.
 * @param least no smaller incarnation is begun.
 */
export async function beginIncarnation(trx: Db, speaking: Speaking, state: FeedState, least: number, epochsSeen: Partial<Record<Audience, number>> = {}): Promise<FeedState> {
  const next = { ...state, incarnation: Math.max(state.incarnation + 1, least), kids: [] };
  for (const audience of AUDIENCES) await sayAnew(trx, speaking, next.incarnation, audience, 'signed', epochsSeen[audience]);
  await writeState(trx, { incarnation: next.incarnation, kids: next.kids });
  await tellFeed(trx);
  return next;
}

async function sayAnew(trx: Db, { self, describing: { now }, baseOf }: Speaking, incarnation: number, audience: Audience, how: 'unchanged' | 'signed', seen = 0): Promise<void> {
  const before = await readEpoch(trx, audience);
  await run(trx, 'create temporary table if not exists feed_carried (sequence bigint primary key) on commit drop');
  await run(trx, 'truncate feed_carried');
  await run(trx, 'insert into feed_carried select sequence from federation.feed_entry where audience = $1', [audience]);
  await run(trx, 'delete from federation.feed_entry where audience = $1', [audience]);
  await run(trx, 'delete from federation.feed_bucket where audience = $1', [audience]);
  const number = Math.max(before.number, seen) + 1;
  await beginNumbering(trx, audience, { epoch: epochName(incarnation, number, randomBytes(3).toString('hex')), number }, now);
  for (let after = 0; ;) {
    const { rows } = await run(
      trx,
      `select v.sequence, v.said from feed_carried c join federation.feed_event v on v.audience = $1 and v.epoch = $2 and v.sequence = c.sequence
       where c.sequence > $3 order by c.sequence limit ${BATCH}`,
      [audience, before.epoch, after],
    );
    const events = rows as unknown as { sequence: number; said: string }[];
    const utterances = await Promise.all(
      events.flatMap(({ said }) => {
        const known = readSaid(said);
        if (!known) return [];
        const { envelope, canonical, jws, via } = known;
        if (how === 'unchanged' || envelope.origin !== self.id) return [Promise.resolve(utteranceOf(envelope, { canonical, jws }, via))];
        const anew = { ...envelope, incarnation, at: now.toISOString() };
        return [signed(self, anew).then((text) => utteranceOf(anew, text))];
      }),
    );
    await appendEvents(trx, audience, baseOf(audience), utterances, now);
    const last = events.at(-1);
    if (!last) return;
    after = last.sequence;
  }
}
