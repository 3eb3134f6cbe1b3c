import { run, type Db } from '../../kernel/database.ts';
import { AUDIENCES, type Audience } from '../envelope.ts';
import { BUCKETS, EMPTY_BUCKET, type BucketDigest } from '../set-digest.ts';
import { FIRST_HEAD } from '../wire.ts';

/** How far this node has looked at its catalogue, and since when it speaks without having forgotten anything. */
export interface FeedState {
  incarnation: number;
  /** The public address its sayings bear. */
  url: string;
  /** Place in the catalogue's list of changes. */
  outbox: number;
  /** A look at every resource has come up to this ordinal; null where none is under way. */
  compare_after: number | null;
  compared: Date | null;
  /** Names what everybody could see when it was last looked. */
  sight: string;
  /** Up to this instant, resources whose time of being shown began or ended are told of. */
  looked: Date;
  /** The keys that signed what it says. */
  kids: string[];
  /** When evidence last began an incarnation. */
  evidence: Date | null;
}

/** The numbering of events in use, and where it stands. */
export interface Epoch {
  audience: Audience;
  epoch: string;
  number: number;
  sequence: number;
  head: string;
  published: Date | null;
}

/** One writer of the feed at a time, from here to the end of its transaction. */
export const lockFeed = (trx: Db) => run(trx, `select pg_advisory_xact_lock(hashtextextended('federation.feed', 0))`);

/** Tells whoever waits for something new, when the transaction ends. */
export const tellFeed = (trx: Db) => run(trx, `select pg_notify('federation_changed', 'feed')`);

export const readState = async (db: Db): Promise<FeedState | undefined> => (await run(db, 'select * from federation.feed_state')).rows[0] as unknown as FeedState | undefined;

export async function writeState(trx: Db, change: Partial<FeedState>): Promise<void> {
  const columns = Object.keys(change);
  await run(trx, `update federation.feed_state set ${columns.map((column, at) => `${column} = $${at + 1}`).join(', ')}`, Object.values(change));
}

export const readEpoch = async (db: Db, audience: Audience): Promise<Epoch> => {
  const { rows } = await run(db, 'select audience, epoch, number, sequence, head, published from federation.feed_epoch where audience = $1', [audience]);
  if (!rows[0]) throw new Error(`the feed "${audience}" has not begun`);
  return rows[0] as unknown as Epoch;
};

/** Every bucket of a feed as one list. */
export function allBuckets(rows: readonly (BucketDigest & { bucket: number })[]): BucketDigest[] {
  const buckets: BucketDigest[] = Array.from({ length: BUCKETS }, () => EMPTY_BUCKET);
  for (const { bucket, count, sum } of rows) buckets[bucket] = { count, sum };
  return buckets;
}

/** Names a numbering: later ones of one node are greater as texts, and those of two copies of a node differ. */
export const epochName = (incarnation: number, number: number, nonce: string): string => `${String(incarnation).padStart(6, '0')}-${String(number).padStart(6, '0')}-${nonce}`;

/** A feed without events, in a numbering of its own; what it carried before is put aside until it is forgotten. */
export async function beginNumbering(trx: Db, audience: Audience, epoch: Pick<Epoch, 'epoch' | 'number'>, now: Date): Promise<void> {
  await run(
    trx,
    `insert into federation.feed_epoch (audience, epoch, number, sequence, head, begun) values ($1, $2, $3, 0, $4, $5)
     on conflict (audience) do update set epoch = excluded.epoch, number = excluded.number, sequence = 0, head = excluded.head, begun = excluded.begun`,
    [audience, epoch.epoch, epoch.number, FIRST_HEAD, now],
  );
}

/** Forgets the events of numberings that have ended, some at a time. */
export async function forgetEnded(db: Db): Promise<void> {
  for (const audience of AUDIENCES) {
    for (;;) {
      const { rows } = await run(
        db,
        `with old as (
           select e.ctid from federation.feed_event e join federation.feed_epoch f on f.audience = e.audience
           where e.audience = $1 and e.epoch < f.epoch limit 20000),
         gone as (delete from federation.feed_event where ctid = any(array(select ctid from old)) returning 1)
         select count(*) as count from gone`,
        [audience],
      );
      if (!Number(rows[0]?.['count'])) break;
    }
  }
}
