import { nameOf } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { conflict, invalid } from '../../kernel/errors.ts';
import * as ledger from '../../ledger/index.ts';
import { amendWithin, type Editing } from '../amend-resource.ts';
import { demandEdit } from '../demand-edit.ts';
import { judgeApart, judgeSame, takeBack, type Judged } from '../resolution/merge-resources.ts';
import { resourcesForUpdate } from '../resource-store.ts';
import { withoutAddress, withTermReplaced } from './amendments.ts';
import { DeadLinkDetail, DeprecatedTermDetail, MergeDetail, SpamDetail } from './proposal.ts';
import { proposalForUpdate, resourcesOfProposal, writeDecision, type ProposalRow } from './proposal-store.ts';
import { demandInQueue } from './queue-sight.ts';

export interface Decision {
  note?: string | undefined;
  /** The address that takes a dead one's place. */
  replacement?: string | undefined;
}

type Undo = { judged: Judged } | { patch: Record<string, unknown> } | null;

/** Does what is proposed. The step is a revision of the resource, an entry of the ledger, and can be taken back. */
export const acceptProposal = (editing: Editing, id: number, decision: Decision): Promise<void> => decide(editing, id, 'accepted', decision, accept);

/** Refuses what is proposed: it is not proposed again. Two resources that are not one thing are kept apart from now on. */
export const refuseProposal = (editing: Editing, id: number, decision: Decision): Promise<void> => decide(editing, id, 'refused', decision, refuse);

/** Takes a decision back: what it changed is as before, and the proposal is open again. */
export async function undoDecision(editing: Editing, id: number, note?: string): Promise<void> {
  await demandInQueue(editing, id);
  await demandEdit(editing, await resourcesOfProposal(editing.db, id));
  await editing.db.transaction().execute(async (trx) => {
    const row = await proposalForUpdate(trx, id);
    if (row.state !== 'accepted' && row.state !== 'refused') throw conflict(`Proposal ${id} is ${row.state}; there is no decision to take back.`);
    const undo = row.undo as Undo;
    if (undo && 'judged' in undo) await takeBack(trx, editing, undo.judged, note);
    if (undo && 'patch' in undo) await amendWithin(trx, editing, row.subject, undo.patch, note ?? 'decision taken back');
    await writeDecision(trx, id, { state: 'open', at: null, by: null, note: null, undo: null });
    await ledger.record(trx, {
      at: editing.at,
      actor: nameOf(editing.caller),
      action: 'curation.undone',
      subject: row.subject,
      detail: { proposal: id, type: row.type, was: row.state, note },
    });
  });
}

async function decide(
  editing: Editing,
  id: number,
  state: 'accepted' | 'refused',
  decision: Decision,
  act: (trx: Db, editing: Editing, row: ProposalRow, decision: Decision) => Promise<Undo>,
): Promise<void> {
  await demandInQueue(editing, id);
  await demandEdit(editing, await resourcesOfProposal(editing.db, id));
  await editing.db.transaction().execute(async (trx) => {
    const row = await proposalForUpdate(trx, id);
    if (row.state !== 'open') throw conflict(`Proposal ${id} is ${row.state} already.`);
    const undo = await act(trx, editing, row, decision);
    await writeDecision(trx, id, { state, at: editing.at, by: nameOf(editing.caller), note: decision.note ?? null, undo });
    await ledger.record(trx, {
      at: editing.at,
      actor: nameOf(editing.caller),
      action: `curation.${state}`,
      subject: row.subject,
      detail: { proposal: id, type: row.type, note: decision.note },
    });
  });
}

async function accept(trx: Db, editing: Editing, row: ProposalRow, decision: Decision): Promise<Undo> {
  const amend = async (patch: Record<string, unknown>, note: string) => ({ patch: await amendWithin(trx, editing, row.subject, patch, decision.note ?? note) });
  switch (row.type) {
    case 'merge':
      return { judged: await judgeSame(trx, editing, MergeDetail.parse(row.detail).resources, decision.note) };
    case 'dead-link': {
      const { address } = DeadLinkDetail.parse(row.detail);
      return amend(withoutAddress(await contentOf(trx, row.subject), address, decision.replacement), `address ${address} no longer answers`);
    }
    case 'deprecated-term': {
      const detail = DeprecatedTermDetail.parse(row.detail);
      return amend(withTermReplaced(await contentOf(trx, row.subject), detail.field), 'deprecated term replaced');
    }
    case 'spam': {
      const { reasons } = SpamDetail.parse(row.detail);
      return amend({ status: 'withdrawn', statusReason: decision.note ?? `Advertising: ${reasons.join('; ')}` }, 'advertising');
    }
    case 'rejected-record':
      return null;
  }
}

async function refuse(trx: Db, editing: Editing, row: ProposalRow): Promise<Undo> {
  return row.type === 'merge' ? { judged: await judgeApart(trx, editing, MergeDetail.parse(row.detail).resources) } : null;
}

async function contentOf(trx: Db, id: string) {
  const resource = (await resourcesForUpdate(trx, [id])).get(id);
  if (!resource || resource.status === 'withdrawn') throw invalid(`The resource "${id}" is withdrawn; there is nothing to amend.`);
  return resource.content;
}
