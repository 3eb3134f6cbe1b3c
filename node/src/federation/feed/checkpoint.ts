import { run, type Db } from '../../kernel/database.ts';
import type { Audience } from '../envelope.ts';
import { digestOfBuckets, type BucketDigest } from '../set-digest.ts';
import { signed, type Signer } from '../signature.ts';
import { Checkpoint, type SignedCheckpoint } from '../wire.ts';
import { allBuckets } from './feed-store.ts';

/** Milliseconds for which one signature of an unchanged feed is handed out. */
const KEPT = 60_000;

export interface Checkpoints {
  /** What a feed holds now, signed; undefined before it has begun. */
  read(audience: Audience, now: Date): Promise<SignedCheckpoint | undefined>;
  /** Names what a feed holds now: changes whenever it does. */
  tagOf(audience: Audience): Promise<string | undefined>;
}

export const tagOf = ({ epoch, sequence }: { epoch: string; sequence: number }): string => `${epoch}-${sequence}`;

/** Signs each state of a feed once, however many ask for it. */
export function checkpoints(db: Db, self: Pick<Signer, 'id' | 'sign'> & { readonly kid: string }): Checkpoints {
  const known = new Map<Audience, { tag: string; kid: string; made: number; checkpoint: Promise<SignedCheckpoint> }>();
  return {
    async tagOf(audience) {
      const { rows } = await run(db, 'select epoch, sequence from federation.feed_epoch where audience = $1', [audience]);
      return rows[0] && tagOf(rows[0] as { epoch: string; sequence: number });
    },
    async read(audience, now) {
      const tag = await this.tagOf(audience);
      const kept = known.get(audience);
      if (kept && kept.tag === tag && kept.kid === self.kid && Math.abs(now.getTime() - kept.made) < KEPT) return kept.checkpoint;
      const value = await valueOf(db, self.id, audience, now);
      if (!value) return undefined;
      const checkpoint = signed(self, value);
      checkpoint.catch(() => known.delete(audience));
      known.set(audience, { tag: tagOf(value), kid: self.kid, made: now.getTime(), checkpoint });
      return checkpoint;
    },
  };
}

/** In one statement, so that head, count and digest are of one moment. */
async function valueOf(db: Db, node: string, audience: Audience, now: Date): Promise<Checkpoint | undefined> {
  const { rows } = await run(
    db,
    `select e.epoch, e.sequence, e.head, s.incarnation,
       (select coalesce(json_agg(json_build_object('bucket', bucket, 'count', count, 'sum', sum)), '[]') from federation.feed_bucket b where b.audience = e.audience) as buckets
     from federation.feed_epoch e, federation.feed_state s where e.audience = $1`,
    [audience],
  );
  const [row] = rows as { epoch: string; sequence: number; head: string; incarnation: number; buckets: (BucketDigest & { bucket: number })[] }[];
  if (!row) return undefined;
  const { epoch, sequence, head, incarnation } = row;
  const buckets = allBuckets(row.buckets);
  return {
    node,
    audience,
    epoch,
    incarnation,
    sequence,
    head,
    ...digestOfBuckets(buckets),
    buckets: buckets.map(({ count, sum }) => [count, sum]),
    at: now.toISOString(),
  };
}
