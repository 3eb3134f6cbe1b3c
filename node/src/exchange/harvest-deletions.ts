import type { Db } from '../kernel/database.ts';
import { exchangeTables } from './tables.ts';
import type { Seen } from './harvest-items.ts';
import type { ReadRejection } from './source.ts';
import type { Target } from './targets/target.ts';

/** A collection as small as this may vanish without being asked for. */
const SMALL_COLLECTION = 20;
const BATCH = 500;

/** Which collections must be left as they are because something of them could not be read. */
export interface Spared {
  note(rejection: ReadRejection): void;
  /** Why the collection is left as it is; nothing if it may be compared. */
  reason(db: Db, target: Target, collection: string): Promise<string | undefined>;
}

export function sparedCollections(): Spared {
  const whole = new Map<string, string>();
  const byKey: { collection: string; key: string; derived: string[]; record: string }[] = [];
  return {
    note({ record, key, collection, derived = [] }) {
      if (key !== undefined && collection !== undefined && derived.length > 0) byKey.push({ collection, key, derived, record });
      else if (key === undefined && collection !== undefined) for (const it of [collection, ...derived]) whole.set(it, whole.get(it) ?? record);
    },
    async reason(db, target, collection) {
      const record = whole.get(collection);
      if (record !== undefined) return `${record} could not be read, and what it describes is not known`;
      const concerned = new Map(byKey.filter(({ derived }) => derived.includes(collection)).map((it) => [it.key, it]));
      for (const from of new Set([...concerned.values()].map((it) => it.collection))) {
        for await (const keys of target.keys(db, from)) {
          const known = keys.find((key) => concerned.has(key));
          if (known !== undefined) return `${known}, which describes records of it, could be read before and cannot be read now`;
        }
      }
      return undefined;
    },
  };
}

interface Comparison {
  db: Db;
  harvest: string;
  target: Target;
  seen: Seen;
  spared: Spared;
  now: () => Date;
  signal: AbortSignal;
  note: (text: string) => void;
  /** The largest part of a collection that may be withdrawn unasked. */
  largestDeletion: number;
  allowDeletions: boolean;
  onDeleted: (count: number) => void;
}

/**
 * Withdraws what a collection that was read whole no longer holds.
 * @returns why it did not, where so much is missing that the source may be at fault.
 */
export async function withdrawVanished(collection: string, it: Comparison): Promise<string | undefined> {
  const { db, target } = it;
  const spared = await it.spared.reason(db, target, collection);
  if (spared) {
    it.note(`The collection "${collection}" was not compared for deletions: ${spared}`);
    return undefined;
  }
  let known = 0;
  const gone: string[] = [];
  for await (const keys of target.keys(db, collection)) {
    known += keys.length;
    for (const key of keys) if (!it.seen.has(key)) gone.push(key);
  }
  if (!it.allowDeletions && known > SMALL_COLLECTION && gone.length > known * it.largestDeletion) {
    return `${gone.length} of ${known} records of "${collection}" are missing from the source; none was withdrawn, because so large a loss is more often a fault of the source. To withdraw them, harvest again with --allow-deletions`;
  }
  for (let at = 0; at < gone.length; at += BATCH) {
    it.signal.throwIfAborted();
    const count = await db.transaction().execute(async (trx) => {
      const withdrawn = await target.withdraw(trx, gone.slice(at, at + BATCH), it.now());
      await exchangeTables(trx)
        .updateTable('harvest')
        .set((row) => ({ deleted: row('deleted', '+', withdrawn) }))
        .where('id', '=', it.harvest)
        .execute();
      return withdrawn;
    });
    it.onDeleted(count);
  }
  return undefined;
}
