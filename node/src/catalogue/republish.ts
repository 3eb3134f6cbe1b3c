import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import { compose, unresolvedTerms } from './compose.ts';
import { updateLinkCounts } from './link-counts.ts';
import { writeLinks } from './link-store.ts';
import { index, revise, turned } from './apply-changes.ts';
import { lockCatalogue, type PublishContext } from './publish-records.ts';
import { catalogueTables, recordsOfResources, resourcesForUpdate, writeResources, writeUnresolved, type ResourceToWrite } from './resource-store.ts';

const BATCH = 500;

/**
 * Looks again at every record that named a term no vocabulary knew, after the vocabulary has grown, and writes what
 * that changes. In transactions of some hundred records; safe to repeat.
 * @returns how many resources changed.
 */
export async function republishUnresolved(db: Db, context: PublishContext): Promise<number> {
  let last = { source: '', key: '' };
  let changed = 0;
  for (;;) {
    const rows = await catalogueTables(db)
      .selectFrom('record')
      .selectAll()
      .where(sql<boolean>`unresolved <> '{}'`)
      .where('withdrawn', '=', false)
      .where((at) => at.or([at('source', '>', last.source), at.and([at('source', '=', last.source), at('key', '>', last.key)])]))
      .orderBy('source')
      .orderBy('key')
      .limit(BATCH)
      .execute();
    const end = rows.at(-1);
    if (!end) return changed;
    last = { source: end.source, key: end.key };
    const better = rows.filter((row) => unresolvedTerms(row.description, context.vocabulary).length < row.unresolved.length);
    if (better.length > 0) changed += await db.transaction().execute((trx) => republish(trx, better, context));
  }
}

async function republish(
  trx: Db,
  records: { source: string; key: string; resource_id: string; description: object; stands_for: string[] }[],
  context: PublishContext,
): Promise<number> {
  await lockCatalogue(trx);
  const ids = [...new Set(records.map(({ resource_id }) => resource_id))];
  const before = await resourcesForUpdate(trx, ids);
  const speaking = await recordsOfResources(trx, ids);
  const toWrite: ResourceToWrite[] = ids.flatMap(
    (id) =>
      revise(
        id,
        before.get(id),
        compose(
          (speaking.get(id) ?? []).map((row) => ({ ...row, lastChanged: row.last_changed })),
          context.vocabulary,
          { rankOf: context.rankOf, choices: before.get(id)?.choices },
        ),
        context,
      ) ?? [],
  );
  const written = await writeResources(trx, toWrite, { ...context, note: context.note ?? 'terms recognised' });
  await writeUnresolved(
    trx,
    records.map(({ source, key, description }) => ({ source, key, unresolved: unresolvedTerms(description, context.vocabulary) })),
  );
  const linked = await writeLinks(trx, records, context.vocabulary);
  const recounted = await updateLinkCounts(trx, linked, turned(written, before, toWrite));
  await index(trx, toWrite, written, recounted, (id) => [...new Set(speaking.get(id)?.map((row) => row.source))], context);
  return toWrite.length;
}
