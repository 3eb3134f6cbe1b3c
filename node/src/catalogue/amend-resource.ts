import { nameOf, organisationId } from '../identity/index.ts';
import type { Db } from '../kernel/database.ts';
import { conflict, DomainError, invalid, notFound, type Flaw } from '../kernel/errors.ts';
import { flawsOf } from '../kernel/flaws.ts';
import { newIdentifier } from '../kernel/identifiers.ts';
import * as ledger from '../ledger/index.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { LOCAL } from './compose.ts';
import { demandEdit, type Asker } from './demand-edit.ts';
import { KIND_CATEGORIES } from './kinds.ts';
import { Amendment, Description, type DescriptionInput } from './description.ts';
import { publishRecords, type PublishContext } from './publish-records.ts';
import { recordsOfResources, resourcesForUpdate } from './resource-store.ts';
import { withdrawRecords } from './withdraw-records.ts';

export interface Editing extends Asker {
  vocabulary: Vocabulary;
  at: Date;
  /** The rank of a source where several speak of one resource; see `PublishContext`. */
  rankOf?: ((source: string) => number) | undefined;
}

const COLLECTION = 'resources';

/**
 * Describes a new resource at this node.
 * @returns its identifier.
 */
export async function describeResource({ db, vocabulary, caller, access, at, rankOf, requestId }: Editing, description: DescriptionInput): Promise<string> {
  const checked = Description.safeParse(description);
  const id = newIdentifier();
  // Providers describe what their own organisation provides.
  const { kind, provider } = checked.data ?? {};
  const organisation = provider && organisationId(provider);
  await access.demand({ caller, action: 'resource:edit', resource: { id, kind, category: kind && KIND_CATEGORIES[kind][0], organisation }, requestId });
  if (!checked.success) throw refusal(flawsOf(checked.error.issues));
  await db.transaction().execute(async (trx) => {
    await publish(trx, id, checked.data, { vocabulary, at, by: nameOf(caller), rankOf });
    await ledger.record(trx, { at, actor: nameOf(caller), action: 'resource.describe', subject: id, detail: { kind: checked.data.kind } });
  });
  return id;
}

/**
 * Lays a keeper's fields over what the sources say of a resource, as a JSON merge patch (RFC 7396): a field given as
 * null returns to what the sources say. Status changes (deprecate, withdraw, publish) go the same way.
 */
export async function amendResource(editing: Editing, id: string, patch: Record<string, unknown>, note?: string): Promise<void> {
  await demandEdit(editing, [id]);
  await editing.db.transaction().execute((trx) => amendWithin(trx, editing, id, patch, note));
}

/**
 * The same within the caller's transaction.
 * @returns the patch that takes it back.
 */
export async function amendWithin(
  trx: Db,
  { vocabulary, caller, at, rankOf }: Omit<Editing, 'db' | 'access' | 'requestId'>,
  id: string,
  patch: Record<string, unknown>,
  note?: string,
): Promise<Record<string, unknown>> {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
  const checked = Amendment.safeParse(given);
  if (!checked.success) throw refusal(flawsOf(checked.error.issues));
  const resource = (await resourcesForUpdate(trx, [id])).get(id);
  if (!resource) throw notFound(`There is no resource "${id}" here.`);
  const records = (await recordsOfResources(trx, [id])).get(id) ?? [];
  if (resource.merged_into) throw conflict(`Resource "${id}" was merged into "${resource.merged_into}"; amend that one.`);
  const local = records.find((record) => record.source === LOCAL && record.key === id);
  const amended: Record<string, unknown> = { ...local?.description, ...given };
  for (const field of Object.keys(patch)) if (patch[field] === null) delete amended[field];
  const { kind, title } = resource.content;
  const wrong = Description.safeParse({ kind, title, ...amended }).error;
  if (wrong) throw refusal(flawsOf(wrong.issues));
  const context = { vocabulary, at, by: nameOf(caller), rankOf, ...(note ? { note } : {}) };
  if (Object.keys(amended).length > 0) await publish(trx, id, amended as DescriptionInput, context);
  // A keeper who took everything back describes the resource no more.
  else if (local) await withdrawRecords(trx, LOCAL, [id], { ...context, reason: note ?? 'taken back' });
  await ledger.record(trx, { at, actor: nameOf(caller), action: 'resource.amend', subject: id, detail: { fields: Object.keys(patch), note } });
  return Object.fromEntries(Object.keys(patch).map((field) => [field, local?.description[field as keyof typeof local.description] ?? null]));
}

async function publish(trx: Db, id: string, description: DescriptionInput, context: PublishContext): Promise<void> {
  const { outcomes } = await publishRecords(trx, LOCAL, [{ key: id, collection: COLLECTION, description }], context);
  const outcome = outcomes[0];
  if (outcome?.state === 'rejected') throw refusal(outcome.flaws);
}

const refusal = (flaws: Flaw[]): DomainError => invalid(`The description does not hold: ${flaws.map(({ pointer, reason }) => `${pointer} ${reason}`).join('; ')}.`, flaws);
