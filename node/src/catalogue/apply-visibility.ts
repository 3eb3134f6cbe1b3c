import { showingOf } from '../access/index.ts';
import { registerOrganisations } from '../identity/index.ts';
import { run, type Db } from '../kernel/database.ts';
import { noteDisclosures } from './disclosure.ts';
import { updateLinkCounts } from './link-counts.ts';
import { lockCatalogue } from './publish-records.ts';
import { resourcesForUpdate } from './resource-store.ts';
import { putLinkCounts, putShowings } from './search/search-rows.ts';
import { isPublic } from './seen.ts';

/**
 * Shows these resources to whom their terms and certificates now say, in the transaction that changed those: in the
 * catalogue, in what is searched and in the counts of links; harvesters learn what was withdrawn from them.
 * @returns how many are shown otherwise than before.
 */
export async function applyVisibility(trx: Db, ids: string[], at = new Date()): Promise<number> {
  if (ids.length === 0) return 0;
  await lockCatalogue(trx);
  // A tombstone stays visible to whoever could see the resource in life.
  const before = [...(await resourcesForUpdate(trx, ids)).values()].filter(({ status }) => status !== 'withdrawn');
  const showing = await showingOf(
    trx,
    before.map(({ id, status, kind, content }) => ({ id, status, kind, organisation: content.provider?.id })),
  );
  const rows = before.map(({ id }) => ({ id, ...showing.get(id) }));
  const { rows: changed } = await run(
    trx,
    `update catalogue.resource r set visibility = t.visibility, shown_from = t.from, shown_until = t.until
     from json_to_recordset($1::json) as t(id text, visibility text, "from" timestamptz, "until" timestamptz)
     where r.id = t.id and (r.visibility, r.shown_from, r.shown_until) is distinct from (t.visibility, t.from, t.until) returning r.id`,
    [JSON.stringify(rows)],
  );
  const other = new Set(changed.map((row) => row['id'] as string));
  if (other.size === 0) return 0;
  const shownNow = new Map(rows.map(({ id, visibility = '', from = null, until = null }) => [id, { visibility, shown_from: from, shown_until: until }]));
  await noteDisclosures(
    trx,
    before.flatMap((was) => (other.has(was.id) ? [{ id: was.id, was, is: { category: was.category, ...(shownNow.get(was.id) ?? was) } }] : [])),
    at,
  );
  const turned = before.filter((was) => isPublic(was) !== isPublic({ ...was, visibility: showing.get(was.id)?.visibility ?? was.visibility }));
  await registerOrganisations(
    trx,
    turned.flatMap((was) => (!isPublic(was) && was.content.provider ? [was.content.provider] : [])),
  );
  const recounted = await updateLinkCounts(
    trx,
    { gained: [], lost: [] },
    turned.map(({ id }) => id),
  );
  await putShowings(
    trx,
    before.filter(({ id }) => other.has(id)).map(({ ordinal }) => ordinal),
  );
  await putLinkCounts(trx, recounted);
  return other.size;
}
