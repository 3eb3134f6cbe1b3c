import { run } from '../../kernel/database.ts';
import { runSeen } from '../seen.ts';
import type { Asking } from './asking.ts';

/** One step from a frontier to a node beside it, whichever way the link leads. */
export interface Step {
  from: string;
  other: string;
}

/** Steps that lead from these nodes straight to any of those. */
export async function stepsBetween({ db }: Asking, these: string[], those: string[]): Promise<Step[]> {
  const { rows } = await run(db, STEPS_BETWEEN, [these, those]);
  return rows as unknown as Step[];
}

export const STEPS_BETWEEN = `
  with that as materialized (select unnest($2::text[]) as id)
  select f.id as "from", l.object_id as other from unnest($1::text[]) f(id) join catalogue.link l on l.subject_id = f.id where l.object_id in (select id from that)
  union
  select f.id, l.subject_id from unnest($1::text[]) f(id) join catalogue.link l on l.object_id = f.id where l.subject_id in (select id from that)`;

/** Every step from these nodes to what the asker may discover; at most `bound` of them. */
export async function stepsFrom({ db, sight }: Asking, ids: string[], bound: number): Promise<Step[]> {
  const { rows } = await runSeen(db, sight, STEPS_FROM, [ids, bound]);
  return rows as unknown as Step[];
}

export const STEPS_FROM = `
  with step as (
    select f.id as "from", l.object_id as other from unnest($1::text[]) f(id) join catalogue.link l on l.subject_id = f.id where l.object_id is not null
    union
    select f.id, l.subject_id from unnest($1::text[]) f(id) join catalogue.link l on l.object_id = f.id
  )
  select s."from", s.other from step s
  where position(':' in s.other) > 0 or exists (select from catalogue.resource r where r.id = s.other and seen(r))
  limit $2`;
