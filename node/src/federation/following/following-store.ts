import { run, type Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Audience } from '../envelope.ts';
import type { FederationTables } from '../tables.ts';
import { federationTables } from '../tables.ts';
import { FIRST_HEAD, type SignedCheckpoint } from '../wire.ts';

/**
 * How it stands with a feed: `new` (nothing read yet), `reading` (behind, and catching up), `current` (what is held is
 * what the feed carries), `differs` (a comparison did not end equal; it is tried again), `went-back` (the node states
 * less than it once signed), `failing` (it cannot be read now), `ending` (its membership is over; what it brought is let go).
 */
export const FOLLOWING_STATES = ['new', 'reading', 'current', 'differs', 'went-back', 'failing', 'ending'] as const;
type FollowingState = (typeof FOLLOWING_STATES)[number];

/** How far a feed has been read: within an epoch, to an event, and the chain up to there. */
export interface Position {
  epoch: string | null;
  sequence: number;
  head: string;
}

export const followingId = (node: string, audience: Audience): string => `${node}/${audience}`;

export type FollowingRow = Omit<FederationTables['following'], 'checkpoint' | 'problem' | 'last_repair'> & {
  checkpoint: SignedCheckpoint | null;
  problem: LanguageMap | null;
  last_repair: Repair | null;
  scope: string;
};

/** What a comparison found and mended. */
export interface Repair {
  at: string;
  why: 'digest' | 'epoch' | 'pages' | 'asked';
  /** Buckets that differed, names read of them, descriptions read, and what changed here. */
  buckets: number;
  entries: number;
  sayings: number;
  removed: number;
  milliseconds: number;
}

const tables = (db: Db) => federationTables(db);

export async function readFollowing(db: Db, id: string): Promise<FollowingRow | undefined> {
  return (await tables(db).selectFrom('following').selectAll().where('id', '=', id).executeTakeFirst()) as unknown as FollowingRow | undefined;
}

/** Begins to follow a feed, or goes on. `scope` is that by which what it carries is judged from now on. */
export async function beginFollowing(db: Db, { node, audience, scope }: { node: string; audience: Audience; scope: string }): Promise<FollowingRow> {
  const id = followingId(node, audience);
  await run(db, `insert into federation.following (id, node_id, audience, head, state, scope) values ($1, $2, $3, $4, 'new', $5) on conflict (id) do nothing`, [
    id,
    node,
    audience,
    FIRST_HEAD,
    scope,
  ]);
  return (await readFollowing(db, id))!;
}

type Note = Partial<Pick<FederationTables['following'], 'count_there' | 'digest_there' | 'count_here' | 'digest_here' | 'last_attempt' | 'last_success' | 'lag' | 'failures'>> & {
  state?: FollowingState;
  checkpoint?: SignedCheckpoint;
  problem?: LanguageMap | null;
  last_repair?: Repair;
};

const AS_JSON = ['checkpoint', 'problem', 'last_repair'] as const;

/** Writes down how it goes. */
export async function noteFollowing(db: Db, id: string, note: Note): Promise<void> {
  const values: Record<string, unknown> = { ...note };
  for (const field of AS_JSON) if (values[field] != null) values[field] = JSON.stringify(values[field]);
  await tables(db)
    .updateTable('following')
    .set(values as never)
    .where('id', '=', id)
    .execute();
}

/** Somebody else has moved the place where reading goes on: what was prepared is of no use. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Takes a feed's place for this transaction, which must be where the caller believes it. @throws Overtaken */
export async function holdPlace(trx: Db, id: string, at: Position): Promise<void> {
  const { rows } = await run(trx, 'select epoch, sequence, head from federation.following where id = $1 for update', [id]);
  const [row] = rows as unknown as Position[];
  if (!row || row.epoch !== at.epoch || row.sequence !== at.sequence || row.head !== at.head) throw new Overtaken(`${id} is followed by another process as well`);
}

export const movePlace = (trx: Db, id: string, { epoch, sequence, head }: Position, here: { count: number; digest: string }) =>
  run(trx, 'update federation.following set epoch = $2, sequence = $3, head = $4, count_here = $5, digest_here = $6 where id = $1', [
    id,
    epoch,
    sequence,
    head,
    here.count,
    here.digest,
  ]);
