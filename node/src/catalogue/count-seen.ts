import { PUBLIC_CLASS, type Sight } from '../access/index.ts';
import { run, type Db } from '../kernel/database.ts';
import { runSeen } from './seen.ts';

/**
 * How many links of the graph join what everybody sees with one another, with terms and with organisations. Few links
 * touch anything else, so these are counted and taken off.
 */
export async function countLinks(db: Db): Promise<number> {
  const { rows } = await run(
    db,
    `with hidden as materialized (select r.id from catalogue.resource r where r.visibility <> 'public' or r.status = 'withdrawn')
     select (select count(*) from catalogue.link where object_id is not null) - (
       select count(*) from (
         select l.ctid from hidden h join catalogue.link l on l.subject_id = h.id where l.object_id is not null
         union
         select l.ctid from hidden h join catalogue.link l on l.object_id = h.id
       ) touching) as count`,
  );
  return rows[0]?.['count'] as number;
}

/** Which resources a sight does not show. Whoever sees what everybody sees is asked about the few others only, which have an index of their own. */
const unseen = ({ anytime }: Sight) =>
  anytime === 'all' || anytime.includes(PUBLIC_CLASS) ? `(r.visibility <> 'public' or r.status = 'withdrawn') and not seen(r)` : 'not seen(r)';

/** The sources of which some record describes what a sight does not show. */
export async function sourcesWithUnseen(db: Db, sight: Sight): Promise<Set<string>> {
  const { rows } = await runSeen(
    db,
    sight,
    `select coalesce(array_agg(distinct c.source), '{}') as sources from catalogue.resource r join catalogue.record c on c.resource_id = r.id and not c.withdrawn where r.status <> 'withdrawn' and ${unseen(sight)}`,
  );
  return new Set(rows[0]?.['sources'] as string[]);
}

/** How many records of each source describe what a sight shows. */
export async function countRecords(db: Db, sight: Sight): Promise<Map<string, number>> {
  const { rows } = await runSeen(
    db,
    sight,
    `select coalesce(held.source, hidden.source) as source, held.count - coalesce(hidden.count, 0) as count
     from (select source, count(*) as count from catalogue.record where not withdrawn group by source) held
     left join (
       select c.source, count(*) as count from catalogue.resource r join catalogue.record c on c.resource_id = r.id and not c.withdrawn
       where ${unseen(sight)} group by c.source
     ) hidden on hidden.source = held.source where held.count > coalesce(hidden.count, 0)`,
  );
  return new Map(rows.map((row) => [row['source'] as string, row['count'] as number]));
}
