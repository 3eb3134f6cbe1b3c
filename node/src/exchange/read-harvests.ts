import type { z } from 'zod';
import type { Sight } from '../access/index.ts';
import { sourcesWithUnseen } from '../catalogue/index.ts';
import type { Db } from '../kernel/database.ts';
import { invalid } from '../kernel/errors.ts';
import type { HarvestList, HarvestView, RejectionPage } from './harvest.ts';
import { harvestRow, MOST_REJECTIONS, noHarvest, type HarvestRow } from './harvest-store.ts';
import { viewOf } from './harvest-view.ts';
import { exchangeTables } from './tables.ts';

/** A place in a list, tied to the list it was given out for. */
const cursorOf = (list: string, place: number): string => Buffer.from(`${list}:${place}`).toString('base64url');

function placeOf(list: string, cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  const place = text.startsWith(`${list}:`) ? Number(text.slice(list.length + 1)) : Number.NaN;
  if (Number.isSafeInteger(place) && place >= 0) return place;
  throw invalid('The cursor does not belong to this list', [{ pointer: '/cursor', reason: 'is of another list' }]);
}

/** A harvest's row. A report counts everything it brought: it is for those from whom nothing of its source is hidden. */
async function reported(db: Db, sight: Sight, id: string): Promise<HarvestRow> {
  const row = await harvestRow(db, id);
  if ((await sourcesWithUnseen(db, sight)).has(row.source)) throw noHarvest(id);
  return row;
}

export async function readHarvest(db: Db, sight: Sight, id: string): Promise<z.infer<typeof HarvestView>> {
  return viewOf(await reported(db, sight, id));
}

/** Harvests, newest first. */
export async function listHarvests(
  db: Db,
  sight: Sight,
  { source, state, limit, cursor }: { source?: string; state?: z.infer<typeof HarvestView>['state']; limit: number; cursor?: string },
): Promise<z.infer<typeof HarvestList>> {
  const list = `harvests ${source ?? ''} ${state ?? ''}`;
  const before = placeOf(list, cursor);
  const unseen = await sourcesWithUnseen(db, sight);
  let query = exchangeTables(db).selectFrom('harvest');
  if (unseen.size > 0) query = query.where('source', 'not in', [...unseen]);
  if (source) query = query.where('source', '=', source);
  if (state) query = query.where('state', '=', state);
  const { total } = await query.select((it) => it.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const page = before === undefined ? query : query.where('ordinal', '<', before);
  const rows = await page
    .selectAll()
    .orderBy('ordinal', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  return { total, items: shown.map(viewOf), next: rows.length > limit ? cursorOf(list, shown.at(-1)!.ordinal) : null };
}

/** What a harvest did not take, in the order in which it was read. Beyond a limit rejections are counted, not kept. */
export async function listRejections(db: Db, sight: Sight, id: string, { limit, cursor }: { limit: number; cursor?: string }): Promise<z.infer<typeof RejectionPage>> {
  const list = `rejections ${id}`;
  const from = placeOf(list, cursor) ?? 0;
  const { rejected } = await reported(db, sight, id);
  const rows = await exchangeTables(db)
    .selectFrom('rejection')
    .select(['number', 'record', 'field', 'reason'])
    .where('harvest_id', '=', id)
    .where('number', '>=', from)
    .where('number', '<', MOST_REJECTIONS)
    .orderBy('number')
    .limit(limit + 1)
    .execute();
  return {
    total: rejected,
    items: rows.slice(0, limit).map(({ record, field, reason }) => ({ record, field, reason })),
    next: rows.length > limit ? cursorOf(list, rows[limit]!.number) : null,
  };
}
