import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import { compose } from './compose.ts';
import { updateLinkCounts } from './link-counts.ts';
import { removeLinks } from './link-store.ts';
import { index, revise, turned } from './apply-changes.ts';
import { lockCatalogue, type PublishContext } from './publish-records.ts';
import { isAmendment } from './resolution/identity-store.ts';
import { reconcile } from './resolution/reconcile.ts';
import { catalogueTables, recordsOfResources, resourcesForUpdate, writeResources, type ResourceToWrite } from './resource-store.ts';

const PAGE = 5_000;

/** Keys of the records a source's collection has here, withdrawn ones left out, in pages. */
export async function* recordKeys(db: Db, source: string, collection: string): AsyncIterable<string[]> {
  let last = '';
  for (;;) {
    const rows = await catalogueTables(db)
      .selectFrom('record')
      .select('key')
      .where('source', '=', source)
      .where('collection', '=', collection)
      .where('withdrawn', '=', false)
      .where('key', '>', last)
      .orderBy('key')
      .limit(PAGE)
      .execute();
    if (rows.length > 0) yield rows.map(({ key }) => key);
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.key ?? last;
  }
}

/**
 * Withdraws records a source no longer has, within the caller's transaction. A resource that nobody else describes
 * becomes a tombstone with the reason (one for all, or by the record's key); one that others describe shows what they say.
 * @returns how many records were withdrawn.
 */
export async function withdrawRecords(trx: Db, source: string, keys: string[], context: PublishContext & { reason: string | ((key: string) => string) }): Promise<number> {
  if (keys.length === 0) return 0;
  await lockCatalogue(trx);
  const gone = await sql<{ key: string; resource_id: string }>`
    update catalogue.record set withdrawn = true, last_changed = ${context.at}
    where source = ${source} and not withdrawn and key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
    returning key, resource_id`.execute(trx);
  const ids = [...new Set(gone.rows.map(({ resource_id }) => resource_id))];
  const before = await resourcesForUpdate(trx, ids);
  const left = await recordsOfResources(trx, ids);

  const { reason } = context;
  const reasonOf = typeof reason === 'string' ? () => reason : reason;
  const reasons = new Map(gone.rows.map(({ key, resource_id }) => [resource_id, reasonOf(key)]));
  const toWrite: ResourceToWrite[] = [];
  for (const id of ids) {
    const resource = before.get(id);
    const speaking = (left.get(id) ?? []).map((row) => ({ source: row.source, key: row.key, description: row.description, lastChanged: row.last_changed }));
    // What keepers added stays with the resource, but does not keep alive what no source describes.
    const described = speaking.some(({ description }) => description.title && description.kind);
    const next = described
      ? revise(id, resource, compose(speaking, context.vocabulary, { rankOf: context.rankOf, choices: resource?.choices }), context, true)
      : resource && {
          id,
          content: { ...resource.content, status: 'withdrawn' as const, statusReason: reasons.get(id) },
          provenance: resource.provenance,
          revision: resource.revision + 1,
          changed: ['status', 'statusReason'],
        };
    if (next) toWrite.push(next);
  }
  const written = await writeResources(trx, toWrite, { at: context.at, by: context.by, note: context.note ?? (typeof reason === 'string' ? reason : undefined) });
  const changes = await removeLinks(
    trx,
    gone.rows.map(({ key, resource_id }) => ({ source, record: key, resource_id })),
  );
  const recounted = await updateLinkCounts(trx, changes, turned(written, before, toWrite));
  await index(trx, toWrite, written, recounted, (id) => [...new Set(left.get(id)?.map((row) => row.source))], context);
  await reconcile(
    trx,
    [...left].flatMap(([id, rows]) => (rows.filter((row) => !isAmendment(row)).length > 1 ? [id] : [])),
    context,
  );
  return gone.rows.length;
}

/** The reason a resource bears that its source no longer has, in both languages' plain words. */
export const noLongerIn = (source: LanguageMap, at: Date): string =>
  `No longer described by ${source['en'] ?? Object.values(source)[0]} since ${at.toISOString().slice(0, 10)} / 自 ${at.toISOString().slice(0, 10)} 起，来源“${source['zh'] ?? source['en']}”不再包含此资源`;
