import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import type { LinkChanges } from './link-store.ts';
import { isPublicRow } from './seen.ts';

/**
 * How many links a resource has to other resources, both ways, as the public may know it: a link to or from what
 * not everybody sees counts for nobody. Counts follow what came and went; where a resource appears to or vanishes from
 * the public, it and its neighbours are counted anew.
 */
export interface Counted {
  id: string;
  ordinal: number;
  links: number;
}

/**
 * Brings the counts up to date after links changed, in the same transaction.
 * @param turned resources that the public sees now and did not before, or the other way round.
 * @returns the resources whose count changed.
 */
export async function updateLinkCounts(trx: Db, { gained, lost }: LinkChanges, turned: string[]): Promise<Counted[]> {
  const anew = new Set(
    turned.length === 0 ? [] : [...turned, ...(await neighboursOf(trx, turned)), ...[...gained, ...lost].filter((ends) => ends.some((end) => turned.includes(end))).flat()],
  );
  const shifts = [...gained.map((ends) => ({ ends, by: 1 })), ...lost.map((ends) => ({ ends, by: -1 }))].map(({ ends: [subject, object], by }) => ({ subject, object, by }));
  const shifted = await sql<Counted>`
    with moved as (
      select end_id as id, sum(by)::int as by
      from json_to_recordset(${JSON.stringify(shifts)}::json) as t(subject text, object text, by int)
        join catalogue.resource s on s.id = subject and ${sql.raw(isPublicRow('s'))}
        join catalogue.resource o on o.id = object and ${sql.raw(isPublicRow('o'))},
        lateral (values (subject), (object)) as ends(end_id)
      group by end_id having sum(by) <> 0
    )
    update catalogue.resource r set links = r.links + moved.by from moved
    where r.id = moved.id and r.id not in (select json_array_elements_text(${JSON.stringify([...anew])}::json))
    returning r.id, r.ordinal, r.links`.execute(trx);
  return [...shifted.rows, ...(anew.size > 0 ? await countAnew(trx, [...anew]) : [])];
}

async function neighboursOf(trx: Db, ids: string[]): Promise<string[]> {
  const given = sql`(select json_array_elements_text(${JSON.stringify(ids)}::json))`;
  const { rows } = await sql<{ id: string }>`
    select object_id as id from catalogue.link where subject_id in ${given} and object_type = 'resource' and object_id is not null
    union select subject_id from catalogue.link where object_id in ${given}`.execute(trx);
  return rows.map(({ id }) => id);
}

async function countAnew(trx: Db, ids: string[]): Promise<Counted[]> {
  const counted = await sql<Counted>`
    with ends as (
      select l.subject_id as id, l.object_id as other from catalogue.link l
      where l.subject_id in (select json_array_elements_text(${JSON.stringify(ids)}::json)) and l.object_type = 'resource' and l.object_id is not null
      union all
      select l.object_id, l.subject_id from catalogue.link l where l.object_id in (select json_array_elements_text(${JSON.stringify(ids)}::json))
    ), counts as (
      select given.id, count(o.id)::int as links
      from json_array_elements_text(${JSON.stringify(ids)}::json) as given(id)
        left join catalogue.resource s on s.id = given.id and ${sql.raw(isPublicRow('s'))}
        left join ends e on e.id = s.id
        left join catalogue.resource o on o.id = e.other and ${sql.raw(isPublicRow('o'))}
      group by given.id
    )
    update catalogue.resource r set links = c.links from counts c where r.id = c.id and r.links <> c.links
    returning r.id, r.ordinal, r.links`.execute(trx);
  return counted.rows;
}
