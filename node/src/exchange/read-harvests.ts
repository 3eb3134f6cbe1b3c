import type { z } from 'zod';
import type { Sight } from '../access/index.ts';
import { runSeen, sourcesWithUnseen } from '../catalogue/index.ts';
import type { Db } from '../kernel/database.ts';
import { invalid } from '../kernel/errors.ts';
import type { HarvestList, HarvestView, RejectionPage } from './harvest.ts';
import { harvestRow, MOST_REJECTIONS, type HarvestRow } from './harvest-store.ts';
import { viewOf } from './harvest-view.ts';
import { asTold, NAMES_HIDDEN } from './hidden-outcomes.ts';
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

const toldTo = async (db: Db, sight: Sight, rows: HarvestRow[]) => asTold(db, sight, rows, await sourcesWithUnseen(db, sight));

/** A harvest's row, without what the asker may not discover of what it brought. */
const reported = async (db: Db, sight: Sight, id: string) => (await toldTo(db, sight, [await harvestRow(db, id)]))[0]!;

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
  let query = exchangeTables(db).selectFrom('harvest');
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
  return { total, items: (await toldTo(db, sight, shown)).map(viewOf), next: rows.length > limit ? cursorOf(list, shown.at(-1)!.ordinal) : null };
}

/** What a harvest did not take, in the order in which it was read. Beyond a limit rejections are counted, not kept. */
export async function listRejections(db: Db, sight: Sight, id: string, { limit, cursor }: { limit: number; cursor?: string }): Promise<z.infer<typeof RejectionPage>> {
  const list = `rejections ${id}`;
  const from = placeOf(list, cursor) ?? 0;
  const { rejected, withheld } = await reported(db, sight, id);
  if (withheld) return { total: 0, items: [], next: null };
  const { rows } = await runSeen(
    db,
    sight,
    `select j.number, j.record, j.field, j.reason from exchange.rejection j where j.harvest_id = $1 and j.number >= $2 and j.number < $3 and not ${NAMES_HIDDEN}
     order by j.number limit $4`,
    [id, from, MOST_REJECTIONS, limit + 1],
  );
  const found = rows as unknown as { number: number; record: string; field: string; reason: string }[];
  return {
    total: rejected,
    items: found.slice(0, limit).map(({ record, field, reason }) => ({ record, field, reason })),
    next: found.length > limit ? cursorOf(list, found[limit]!.number) : null,
  };
}
