import type { z } from 'zod';
import { demand } from '../../access/index.ts';
import type { Caller } from '../../identity/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import type { ResourceSummary } from '../resource.ts';
import { PROPOSAL_TYPES, type ProposalPage, type ProposalState, type ProposalType, type ProposalView } from './proposal.ts';
import { listRows, openCounts, proposalForUpdate, type ProposalRow } from './proposal-store.ts';

export interface ProposalsAsked {
  type?: ProposalType | undefined;
  state?: ProposalState | undefined;
  cursor?: number | undefined;
  limit?: number | undefined;
}

/** The curator's queue, newest first, with the resources each proposal is about. */
export async function listProposals(db: Db, caller: Caller, { type, state = 'open', cursor, limit = 20 }: ProposalsAsked): Promise<z.infer<typeof ProposalPage>> {
  demand(caller, 'resource:edit');
  const [{ rows, total }, open] = await Promise.all([listRows(db, { type, state, before: cursor, limit: limit + 1 }), openCounts(db)]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    total,
    items: await viewsOf(db, page),
    next: last ? String(last.id) : null,
    open: Object.fromEntries(PROPOSAL_TYPES.map((it) => [it, open[it] ?? 0])) as z.infer<typeof ProposalPage>['open'],
  };
}

export async function readProposal(db: Db, caller: Caller, id: number): Promise<ProposalView> {
  demand(caller, 'resource:edit');
  return (await viewsOf(db, [await proposalForUpdate(db, id)]))[0] as ProposalView;
}

type Shown = z.infer<typeof ResourceSummary> & { sources: string[]; homepage?: string; summary?: string };
const SUMMARY = 400;

/** The resources a proposal speaks of. */
const resourcesOf = ({ type, subject, detail }: ProposalRow): string[] => (type === 'merge' ? (detail['resources'] as string[]) : type === 'rejected-record' ? [] : [subject]);

async function viewsOf(db: Db, rows: ProposalRow[]): Promise<ProposalView[]> {
  const ids = [...new Set(rows.flatMap(resourcesOf))];
  const found = await run(
    db,
    `select r.id, r.category, r.kind, r.status, r.title, r.content->>'homepage' as homepage, r.content->'description' as description,
       array(select distinct c.source from catalogue.record c where c.resource_id = r.id and not c.withdrawn order by 1) as sources
     from catalogue.resource r where r.id = any($1)`,
    [ids],
  );
  const byId = new Map(
    (found.rows as unknown as (Shown & { homepage: string | null; description: LanguageMap | null })[]).map(({ homepage, description, ...row }) => [
      row.id,
      { ...row, ...(homepage ? { homepage } : {}), ...(description ? { summary: inLanguage(description, 'en').slice(0, SUMMARY) } : {}) } as Shown,
    ]),
  );
  return rows.map(
    (row) =>
      ({
        id: String(row.id),
        type: row.type,
        subject: row.subject,
        state: row.state,
        detail: row.detail,
        proposed: row.proposed.toISOString(),
        resources: resourcesOf(row).flatMap((id) => byId.get(id) ?? []),
        ...(row.decided && row.by ? { decided: { at: row.decided.toISOString(), by: row.by, ...(row.note ? { note: row.note } : {}) } } : {}),
      }) as ProposalView,
  );
}
