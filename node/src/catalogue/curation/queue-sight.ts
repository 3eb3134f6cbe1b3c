import type { Sight } from '../../access/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Asker } from '../demand-edit.ts';
import { namedSubjects } from '../named-subjects.ts';
import { seenIn } from '../seen.ts';

/** What somebody sees of the curator's queue: proposals about what they may discover, and within what they keep. */
export interface QueueSight {
  sight: Sight;
  /** Everything, or what concerns these organisations and resources. */
  within: 'node' | { organisations: string[]; resources: string[] };
}

/** Scopes of roles that are asked about. */
const MOST_SCOPES = 100;

/** What a caller sees of the queue. Throws where they keep nothing here. */
export async function demandQueue({ db, access, caller, requestId }: Asker): Promise<QueueSight> {
  const sight = await access.sightOf(caller);
  const question = { caller, action: 'resource:edit', requestId } as const;
  if ((await access.decide(question)).allowed) return { sight, within: 'node' };
  const scopes = caller.kind === 'person' || caller.kind === 'program' ? [...new Set(caller.roles.map(({ scope }) => scope))].slice(0, MOST_SCOPES) : [];
  const idOf = (scope: string) => (scope.startsWith('resource:') ? scope.slice('resource:'.length) : undefined);
  const subjects = await namedSubjects(
    db,
    scopes.flatMap((scope) => idOf(scope) ?? []),
  );
  const keeps = async (scope: string) => {
    const id = idOf(scope);
    const resource = id === undefined ? { id: scope, organisation: scope } : (subjects.get(id) ?? { id });
    return scope !== 'node' && (await access.decide({ ...question, resource })).allowed;
  };
  const kept = (await Promise.all(scopes.map(async (scope) => ((await keeps(scope)) ? [scope] : [])))).flat();
  if (kept.length === 0) await access.demand(question);
  return { sight, within: { organisations: kept.filter((scope) => scope.startsWith('org:')), resources: kept.flatMap((scope) => idOf(scope) ?? []) } };
}

/** The same as a condition on a row `p` of proposals; parameters are added to those given. */
export function inQueue({ sight, within }: QueueSight, parameters: unknown[]): string {
  const { seenOrGone } = seenIn(sight, parameters);
  // A rejected record is about the resource that an earlier version of it describes, if it does.
  const about = (condition: string) =>
    `exists (select from catalogue.resource r where r.id = any(case p.type
       when 'merge' then array(select jsonb_array_elements_text(p.detail -> 'resources'))
       when 'rejected-record' then array(select c.resource_id from catalogue.record c where c.source = p.detail ->> 'source' and c.key = p.detail ->> 'record')
       else array[p.subject] end) and ${condition})`;
  const seen = `not ${about(`not ${seenOrGone('r')}`)}`;
  if (within === 'node') return seen;
  const [organisations, resources] = [`$${parameters.push(within.organisations)}`, `$${parameters.push(within.resources)}`];
  return `${seen} and ${about(`(r.content -> 'provider' ->> 'id' = any(${organisations}::text[]) or r.id = any(${resources}::text[]))`)}`;
}

/** Demands that a proposal stands in the caller's queue; one they may not see is not there. */
export async function demandInQueue(asker: Asker & { db: Db }, id: number): Promise<void> {
  const queue = await demandQueue(asker);
  const parameters: unknown[] = [id];
  const { rows } = await run(asker.db, `select 1 from catalogue.proposal p where p.id = $1 and ${inQueue(queue, parameters)}`, parameters);
  if (rows.length === 0) throw noProposal(id);
}

export const noProposal = (id: number) => notFound(`There is no proposal ${id} in the queue.`);
