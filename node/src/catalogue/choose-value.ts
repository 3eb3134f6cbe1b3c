import { nameOf } from '../identity/index.ts';
import { run } from '../kernel/database.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import * as ledger from '../ledger/index.ts';
import type { Editing } from './amend-resource.ts';
import { applyChanges } from './apply-changes.ts';
import { demandEdit } from './demand-edit.ts';
import { lockCatalogue } from './publish-records.ts';
import { recordsOfResources, resourcesForUpdate } from './resource-store.ts';
import { DescriptionFields } from './description.ts';

/**
 * A curator chooses which record's value of a field is shown, for as long as that record says one; null returns to the
 * policy (rank of the source, then recency).
 */
export async function chooseValue(editing: Editing, id: string, field: string, choice: { source: string; record: string } | null, note?: string): Promise<void> {
  await demandEdit(editing, [id]);
  const { vocabulary, at, caller, rankOf } = editing;
  if (!(field in DescriptionFields.shape)) throw invalid(`A resource has no field "${field}".`, [{ pointer: '/field', reason: `is "${field}"` }]);
  await editing.db.transaction().execute(async (trx) => {
    await lockCatalogue(trx);
    const resource = (await resourcesForUpdate(trx, [id])).get(id);
    if (!resource || resource.merged_into) throw notFound(`There is no resource "${id}" here.`);
    const records = (await recordsOfResources(trx, [id])).get(id) ?? [];
    if (choice) {
      const chosen = records.find(({ source, key }) => source === choice.source && key === choice.record);
      const value = chosen?.description[field as keyof typeof chosen.description];
      if (value === undefined || (Array.isArray(value) && value.length === 0))
        throw invalid(`The record "${choice.record}" of the source "${choice.source}" says no ${field} of this resource.`);
    }
    const choices = Object.fromEntries(Object.entries({ ...resource.choices, [field]: choice }).filter(([, chosen]) => chosen !== null));
    await run(trx, 'update catalogue.resource set choices = $2 where id = $1', [id, JSON.stringify(choices)]);
    await applyChanges(
      trx,
      { records: [], moves: [], recompose: [id] },
      { vocabulary, at, by: nameOf(caller), rankOf, note: note ?? `shows ${field} as ${choice?.source ?? 'the policy says'}` },
    );
    await ledger.record(trx, { at, actor: nameOf(caller), action: 'resource.choose', subject: id, detail: { field, choice, note } });
  });
}
