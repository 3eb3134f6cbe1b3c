import { sql, type Selectable } from 'kysely';
import type { Db } from '../kernel/database.ts';
import { conflict, notFound } from '../kernel/errors.ts';
import { newIdentifier } from '../kernel/identifiers.ts';
import type { HarvestCounts, Rejection } from './harvest.ts';
import { exchangeTables, type ExchangeTables, type HarvestState } from './tables.ts';

export type HarvestRow = Selectable<ExchangeTables['harvest']>;

/** Beyond this many a harvest's rejections are counted, not kept. */
export const MOST_REJECTIONS = 100_000;
export const MOST_NOTES = 200;

/** Where a harvest stands: what it has counted, and the digest of all it has read so far. */
export interface Checkpoint {
  counts: HarvestCounts;
  /** How many the source said were gone; with the records read, its place. */
  gone: number;
  kinds: Record<string, number>;
  links: { stated: number; unresolved: number };
  digest: string;
}

export interface Pace {
  fraction: number | null;
  recordsPerSecond: number | null;
  secondsLeft: number | null;
}

export async function insertHarvest(
  db: Db,
  given: { source: string; address: string; by: string; allowDeletions: boolean; allowHosts?: string[]; settings?: object; at: Date },
): Promise<HarvestRow> {
  const row = {
    id: newIdentifier(),
    source: given.source,
    address: given.address,
    by: given.by,
    allow_deletions: given.allowDeletions,
    allow_hosts: JSON.stringify(given.allowHosts ?? []),
    settings: given.settings ? JSON.stringify(given.settings) : null,
    state: 'queued' as const,
    requested: given.at,
  };
  return exchangeTables(db).insertInto('harvest').values(row).returningAll().executeTakeFirstOrThrow();
}

export const noHarvest = (id: string) => notFound(`There is no harvest "${id}"`);

export async function harvestRow(db: Db, id: string): Promise<HarvestRow> {
  const row = await exchangeTables(db).selectFrom('harvest').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw noHarvest(id);
  return row;
}

export const latestHarvest = (db: Db, source: string): Promise<HarvestRow | undefined> =>
  exchangeTables(db).selectFrom('harvest').selectAll().where('source', '=', source).orderBy('ordinal', 'desc').limit(1).executeTakeFirst();

/** Takes a harvest that waits, was stopped or was cut off as one's own; refuses one that has come to its end. */
export async function beginHarvest(db: Db, id: string, at: Date): Promise<HarvestRow> {
  const row = await exchangeTables(db)
    .updateTable('harvest')
    .set((it) => ({ state: 'running', started: it.fn.coalesce('started', it.val(at)), ended: null, reason: null, stop_requested: false }))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running', 'stopped', 'failed'])
    .returningAll()
    .executeTakeFirst();
  if (row) return row;
  const { state } = await harvestRow(db, id);
  throw conflict(`Harvest ${id} is ${state}; it cannot be run again`);
}

/**
 * Writes where the harvest stands, within the transaction of the batch it counts. What stands there is never set back:
 * a commit whose answer was lost may have gone further than this process knows.
 * @returns whether somebody has asked it to stop.
 */
export async function writeCheckpoint(db: Db, id: string, { counts, gone, kinds, links, digest }: Checkpoint, pace: Pace): Promise<boolean> {
  const row = await exchangeTables(db)
    .updateTable('harvest')
    .set({
      ...counts,
      gone,
      kinds: JSON.stringify(kinds),
      links_stated: links.stated,
      links_unresolved: links.unresolved,
      digest,
      fraction: pace.fraction,
      rate: pace.recordsPerSecond,
      seconds_left: pace.secondsLeft,
    })
    .where('id', '=', id)
    .where('read', '<=', counts.read)
    .where('gone', '<=', gone)
    .returning('stop_requested')
    .executeTakeFirst();
  return row?.stop_requested ?? false;
}

export async function endHarvest(db: Db, id: string, end: { state: HarvestState; reason?: string; notes: string[]; at: Date; fraction?: number }): Promise<void> {
  await exchangeTables(db)
    .updateTable('harvest')
    .set({
      state: end.state,
      reason: end.reason ?? null,
      notes: JSON.stringify(end.notes),
      ended: end.state === 'queued' ? null : end.at,
      seconds_left: null,
      ...(end.fraction === undefined ? {} : { fraction: end.fraction }),
    })
    .where('id', '=', id)
    .execute();
}

export async function insertRejections(db: Db, id: string, first: number, rejections: Rejection[]): Promise<void> {
  const kept = rejections
    .slice(0, Math.max(0, MOST_REJECTIONS - first))
    .map((it, place) => ({ number: first + place, record: clean(it.record, 2_000), field: clean(it.field, 2_000), reason: clean(it.reason, 4_000) }));
  if (kept.length === 0) return;
  await sql`insert into exchange.rejection (harvest_id, number, record, field, reason)
    select ${id}, number, record, field, reason from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as t(number int, record text, field text, reason text)`.execute(db);
}

/** PostgreSQL's text holds no NUL, its JSON no lone surrogate; a rejected record may well have been rejected for one. */
const clean = (text: string, length: number) => text.slice(0, length).toWellFormed().replaceAll('\u0000', '\uFFFD');

/** The source is not what it was when the harvest was cut off: its counts begin anew. */
export async function resetHarvest(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await exchangeTables(trx).deleteFrom('rejection').where('harvest_id', '=', id).execute();
    await exchangeTables(trx)
      .updateTable('harvest')
      .set({ read: 0, gone: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, kinds: '{}', links_stated: 0, links_unresolved: 0, digest: '' })
      .where('id', '=', id)
      .execute();
  });
}

/** What an older, cut-off harvest of the same source becomes once another has begun. */
export async function closeInterrupted(db: Db, source: string, by: string, at: Date): Promise<void> {
  await exchangeTables(db)
    .updateTable('harvest')
    .set({ state: 'stopped', ended: at, reason: `It was cut off; harvest ${by} came after it` })
    .where('source', '=', source)
    .where('id', '<>', by)
    .where('state', '=', 'running')
    .execute();
}

export async function askToStop(db: Db, id: string): Promise<void> {
  await exchangeTables(db).updateTable('harvest').set({ stop_requested: true }).where('id', '=', id).execute();
}
