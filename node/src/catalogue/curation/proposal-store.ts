import { run, type Db } from '../../kernel/database.ts';
import type { NewProposal, ProposalState, ProposalType } from './proposal.ts';
import { inQueue, noProposal, type QueueSight } from './queue-sight.ts';

export interface ProposalRow {
  id: number;
  type: ProposalType;
  subject: string;
  fingerprint: string;
  detail: Record<string, unknown>;
  state: ProposalState;
  proposed: Date;
  decided: Date | null;
  by: string | null;
  note: string | null;
  /** What it takes to take the decision back; null where nothing was changed. */
  undo: unknown;
}

/**
 * Puts findings into the curator's queue. One that stands there already is brought up to date; one that was decided
 * stays decided; one that had settled is open again.
 * @returns how many are new.
 */
export async function propose(db: Db, proposals: NewProposal[], at = new Date()): Promise<number> {
  if (proposals.length === 0) return 0;
  const distinct = [...new Map(proposals.map((it) => [`${it.type} ${it.fingerprint}`, it])).values()];
  const { rows } = await run(
    db,
    `insert into catalogue.proposal as held (type, subject, fingerprint, detail, proposed)
     select type, subject, fingerprint, detail, $2 from json_to_recordset($1::json) as t(type text, subject text, fingerprint text, detail jsonb)
     on conflict (type, fingerprint) do update set detail = excluded.detail, subject = excluded.subject,
       state = case held.state when 'settled' then 'open' else held.state end
     where held.state in ('open', 'settled') and (held.detail, held.subject, held.state) is distinct from (excluded.detail, excluded.subject, 'open')
     returning (xmax = 0) as fresh`,
    [JSON.stringify(distinct), at],
  );
  return rows.filter(({ fresh }) => fresh).length;
}

/** Closes the open findings of a type that a look at everything no longer found. */
export async function settleOthers(db: Db, type: ProposalType, found: string[], subjectPrefix = ''): Promise<void> {
  await run(
    db,
    `update catalogue.proposal set state = 'settled' where type = $1 and state = 'open' and starts_with(subject, $3)
     and fingerprint not in (select json_array_elements_text($2::json))`,
    [type, JSON.stringify(found), subjectPrefix],
  );
}

/** Closes the pairs of which one resource leads to another now; what still speaks for a pair is found at the next look. */
export async function settleMerged(trx: Db): Promise<void> {
  await run(
    trx,
    `update catalogue.proposal p set state = 'settled' where type = 'merge' and state = 'open' and exists (
       select 1 from jsonb_array_elements_text(p.detail->'resources') as named(id)
       join catalogue.resource r on r.id = named.id where r.merged_into is not null)`,
    [],
  );
}

/** The resources that a proposal speaks of. */
export async function resourcesOfProposal(db: Db, id: number): Promise<string[]> {
  const { rows } = await run(db, 'select * from catalogue.proposal where id = $1', [id]);
  return rows[0] ? resourcesOf(rows[0] as unknown as ProposalRow) : [];
}

/** The same, of a proposal at hand. */
export const resourcesOf = ({ type, subject, detail }: ProposalRow): string[] =>
  type === 'merge' ? (detail['resources'] as string[]) : type === 'rejected-record' ? [] : [subject];

export async function proposalForUpdate(trx: Db, id: number): Promise<ProposalRow> {
  const { rows } = await run(trx, 'select * from catalogue.proposal where id = $1 for update', [id]);
  if (!rows[0]) throw noProposal(id);
  return rows[0] as unknown as ProposalRow;
}

export async function writeDecision(
  trx: Db,
  id: number,
  decision: { state: ProposalState; at: Date | null; by: string | null; note: string | null; undo: unknown },
): Promise<void> {
  await run(trx, 'update catalogue.proposal set state = $2, decided = $3, by = $4, note = $5, undo = $6 where id = $1', [
    id,
    decision.state,
    decision.at,
    decision.by,
    decision.note,
    decision.undo === null ? null : JSON.stringify(decision.undo),
  ]);
}

export async function listRows(
  db: Db,
  queue: QueueSight,
  { type, state, before, limit }: { type?: ProposalType | undefined; state: ProposalState; before?: number | undefined; limit: number },
): Promise<{ rows: ProposalRow[]; total: number }> {
  const parameters: unknown[] = [state, type ?? null];
  const filter = `p.state = $1 and ($2::text is null or p.type = $2) and ${inQueue(queue, parameters)}`;
  const [beyond, most] = [parameters.length + 1, parameters.length + 2].map((place) => `$${place}`);
  const [page, count] = await Promise.all([
    run(db, `select p.* from catalogue.proposal p where ${filter} and (${beyond}::bigint is null or p.id < ${beyond}) order by p.id desc limit ${most}`, [
      ...parameters,
      before ?? null,
      limit,
    ]),
    run(db, `select count(*) as count from catalogue.proposal p where ${filter}`, parameters),
  ]);
  return { rows: page.rows as unknown as ProposalRow[], total: count.rows[0]?.['count'] as number };
}

export async function openCounts(db: Db, queue: QueueSight): Promise<Partial<Record<ProposalType, number>>> {
  const parameters: unknown[] = [];
  const { rows } = await run(db, `select p.type, count(*) as count from catalogue.proposal p where p.state = 'open' and ${inQueue(queue, parameters)} group by p.type`, parameters);
  return Object.fromEntries(rows.map((row) => [row['type'] as string, row['count'] as number]));
}
