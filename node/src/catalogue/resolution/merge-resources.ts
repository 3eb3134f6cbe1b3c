import { nameOf } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { conflict, invalid, notFound } from '../../kernel/errors.ts';
import * as ledger from '../../ledger/index.ts';
import type { Editing } from '../amend-resource.ts';
import { demandEdit } from '../demand-edit.ts';
import { settleMerged } from '../curation/proposal-store.ts';
import { lockCatalogue, type PublishContext } from '../publish-records.ts';
import { recordsOfResources, resourcesForUpdate } from '../resource-store.ts';
import { isAmendment } from './identity-store.ts';
import { reconcile } from './reconcile.ts';
import type { Move } from './resolve-records.ts';
import { takeBackVerdicts, writeVerdicts, type RecordRef, type StoredVerdict } from './verdict-store.ts';

/** What a verdict did, and what it takes to undo it. */
export interface Judged {
  moves: Move[];
  written: StoredVerdict[];
  takenBack: StoredVerdict[];
}

/**
 * A curator says that two resources are one thing. Every record is kept; the older address stands, the other leads
 * there.
 * @returns the resource that stands.
 */
export async function mergeResources(editing: Editing, [one, other]: [string, string], note?: string): Promise<{ id: string; judged: Judged }> {
  await demandEdit(editing, [one, other]);
  return editing.db.transaction().execute(async (trx) => {
    const judged = await judgeSame(trx, editing, [one, other], note);
    return { id: await standsFor(trx, one), judged };
  });
}

/** A curator says that a record speaks of something else than the others of its resource. It gets a resource of its own, the one it had before if it had one. */
export async function separateRecord(editing: Editing, id: string, record: RecordRef, note?: string): Promise<{ id: string; judged: Judged }> {
  await demandEdit(editing, [id]);
  return editing.db.transaction().execute(async (trx) => {
    await lockCatalogue(trx);
    const records = await describing(trx, id);
    if (!records.some(({ source, key }) => source === record.source && key === record.key))
      throw notFound(`No record "${record.key}" of the source "${record.source}" describes the resource "${id}".`);
    const others = records.filter(({ source, key }) => source !== record.source || key !== record.key);
    if (others.length === 0) throw conflict(`The resource "${id}" is described by this record alone; there is nothing to separate.`);
    const takenBack = await takeBackVerdicts(trx, [record], others);
    const written = others.map((other) => ({ a: record, b: other, same: false }));
    await writeVerdicts(trx, written, { at: editing.at, by: nameOf(editing.caller) });
    const moves = await reconcile(trx, [id], contextOf(editing, note ?? 'separated'));
    await ledger.record(trx, { at: editing.at, actor: nameOf(editing.caller), action: 'resource.separate', subject: id, detail: { record, note, moves: moves.length } });
    const moved = moves.find(({ source, key }) => source === record.source && key === record.key);
    return { id: moved?.to ?? id, judged: { moves, written, takenBack } };
  });
}

/** Within a transaction: the records of two resources are called the same. */
export async function judgeSame(trx: Db, editing: Editing, [one, other]: [string, string], note?: string): Promise<Judged> {
  if (one === other) throw invalid('A resource cannot be merged with itself.');
  await lockCatalogue(trx);
  const [mine, theirs] = [await describing(trx, one), await describing(trx, other)];
  const takenBack = await takeBackVerdicts(trx, mine, theirs);
  const written = [{ a: mine[0]!, b: theirs[0]!, same: true }];
  await writeVerdicts(trx, written, { at: editing.at, by: nameOf(editing.caller) });
  const moves = await reconcile(trx, [one, other], contextOf(editing, note ?? 'merged'));
  await settleMerged(trx);
  await ledger.record(trx, { at: editing.at, actor: nameOf(editing.caller), action: 'resource.merge', subject: one, detail: { with: other, note, moves: moves.length } });
  return { moves, written, takenBack };
}

/** Within a transaction: the records of two resources are told apart, so that no identifier joins them. */
export async function judgeApart(trx: Db, editing: Editing, [one, other]: [string, string]): Promise<Judged> {
  await lockCatalogue(trx);
  const [mine, theirs] = [await describing(trx, one), await describing(trx, other)];
  const takenBack = await takeBackVerdicts(trx, mine, theirs);
  const written = mine.flatMap((a) => theirs.map((b) => ({ a, b, same: false })));
  await writeVerdicts(trx, written, { at: editing.at, by: nameOf(editing.caller) });
  return { moves: [], written, takenBack };
}

/** Within a transaction: makes a judgement as if it had not been. */
export async function takeBack(trx: Db, editing: Editing, { moves, written, takenBack }: Judged, note?: string): Promise<void> {
  await lockCatalogue(trx);
  for (const { a, b } of written) await takeBackVerdicts(trx, [a], [b]);
  await writeVerdicts(trx, takenBack, { at: editing.at, by: nameOf(editing.caller) });
  const touched = [...new Set(moves.flatMap(({ from, to }) => [from, to]))];
  const undone = await reconcile(trx, touched, contextOf(editing, note ?? 'undone'));
  await ledger.record(trx, {
    at: editing.at,
    actor: nameOf(editing.caller),
    action: 'resource.judgement-undone',
    subject: touched[0] ?? 'none',
    detail: { note, moves: undone.length },
  });
}

const contextOf = ({ vocabulary, at, caller, rankOf }: Editing, note: string): PublishContext => ({ vocabulary, at, by: nameOf(caller), note, rankOf });

/** The records that describe a standing resource. */
async function describing(trx: Db, id: string): Promise<RecordRef[]> {
  const resource = (await resourcesForUpdate(trx, [id])).get(id);
  if (!resource) throw notFound(`There is no resource "${id}" here.`);
  if (resource.merged_into) throw conflict(`Resource "${id}" was merged into "${resource.merged_into}" already.`);
  const records = ((await recordsOfResources(trx, [id])).get(id) ?? []).filter((row) => !isAmendment(row));
  if (records.length === 0) throw conflict(`Resource "${id}" was withdrawn; no record describes it any more.`);
  return records.map(({ source, key }) => ({ source, key }));
}

async function standsFor(trx: Db, id: string): Promise<string> {
  return (await resourcesForUpdate(trx, [id])).get(id)?.merged_into ?? id;
}
