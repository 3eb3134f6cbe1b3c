import type { z } from 'zod';
import { run } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Asker } from '../demand-edit.ts';
import { PROPOSAL_TYPES, type ProposalPage, type ProposalState, type ProposalType, type ProposalView, type ResourceOfProposal } from './proposal.ts';
import { listRows, openCounts, proposalForUpdate, resourcesOf, type ProposalRow } from './proposal-store.ts';
import { demandInQueue, demandQueue } from './queue-sight.ts';

export interface ProposalsAsked {
  type?: ProposalType | undefined;
  state?: ProposalState | undefined;
  cursor?: number | undefined;
  limit?: number | undefined;
}

/** Who looks at the queue. */
export interface Curating extends Asker {
  sourceTitle: (source: string) => LanguageMap;
}

/** The curator's queue as far as it is the caller's, newest first, with the resources each proposal is about. */
export async function listProposals(curating: Curating, { type, state = 'open', cursor, limit = 20 }: ProposalsAsked): Promise<z.infer<typeof ProposalPage>> {
  const { db } = curating;
  const queue = await demandQueue(curating);
  const [{ rows, total }, open] = await Promise.all([listRows(db, queue, { type, state, before: cursor, limit: limit + 1 }), openCounts(db, queue)]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    total,
    items: await viewsOf(curating, page),
    next: last ? String(last.id) : null,
    open: Object.fromEntries(PROPOSAL_TYPES.map((it) => [it, open[it] ?? 0])) as z.infer<typeof ProposalPage>['open'],
  };
}

export async function readProposal(curating: Curating, id: number): Promise<ProposalView> {
  await demandInQueue(curating, id);
  return (await viewsOf(curating, [await proposalForUpdate(curating.db, id)]))[0] as ProposalView;
}

type Shown = Omit<z.infer<typeof ResourceOfProposal>, 'sources'>;
type Found = { [Field in keyof Shown]-?: Shown[Field] | null } & { sources: { source: string; record: string }[] };

/** Letters of a description that help to decide. */
const SUMMARY = 400;

async function viewsOf({ db, sourceTitle }: Curating, rows: ProposalRow[]): Promise<ProposalView[]> {
  const ids = [...new Set(rows.flatMap(resourcesOf))];
  const found = await run(
    db,
    `select r.id, r.category, r.kind, r.status, r.title, r.merged_into as "mergedInto", r.content->'identifiers' as identifiers, r.content->>'homepage' as homepage,
       r.content->'provider'->'name' as provider, r.content->>'version' as version,
       (select jsonb_object_agg(key, left(value, ${SUMMARY})) from jsonb_each_text(r.content->'description')) as summary,
       coalesce((select json_agg(json_build_object('source', c.source, 'record', c.key) order by c.source, c.key)
         from catalogue.record c where c.resource_id = r.id and not c.withdrawn), '[]') as sources
     from catalogue.resource r where r.id = any($1)`,
    [ids],
  );
  const byId = new Map(
    (found.rows as unknown as Found[]).map(({ sources, ...row }) => [
      row.id,
      {
        ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
        sources: sources.map(({ source, record }) => ({ source, title: sourceTitle(source), record })),
      },
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
