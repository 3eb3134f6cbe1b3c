import { run } from '../../kernel/database.ts';
import { PREDICATE_NAMES, type PredicateName } from '../predicates.ts';
import { runSeen } from '../seen.ts';
import { nodeTypeOf, type Asking } from './asking.ts';
import type { GraphEdge } from './graph-view.ts';

/** A link as seen from the node it was asked of. */
export interface Neighbour {
  predicate: PredicateName;
  direction: 'out' | 'in';
  other: string;
  /** The kind of a resource, `term` or `organisation`. */
  sort: string;
}

/** In SQL, whether a node is a resource: the identifiers of terms and organisations have a prefix. */
const isResource = (id: string) => `position(':' in ${id}) = 0`;

/** Neighbours of one predicate, direction and sort. */
export interface NeighbourGroup extends Omit<Neighbour, 'other'> {
  /** How many there are in all. */
  total: number;
  /** The first of them, those with the most links first. */
  others: string[];
}

/** In a larger group the first by links are chosen among so many by identifier. */
const COMPARED = 500;

/**
 * The neighbours of one node by predicate, direction and sort: an exact count of each group, from the indexes alone, and
 * the first of it. Two statements, at the same time.
 */
export async function neighboursOf({ db, sight }: Asking, id: string, eachGroup: number): Promise<NeighbourGroup[]> {
  const [counted, first] = await Promise.all([runSeen(db, sight, COUNTS_OF, [id]), runSeen(db, sight, FIRST_OF, [id, PREDICATE_NAMES, COMPARED, eachGroup])]);
  const groups = new Map((counted.rows as unknown as NeighbourGroup[]).map((row) => [`${row.predicate} ${row.direction} ${row.sort}`, { ...row, others: [] as string[] }]));
  for (const { predicate, direction, other, sort } of first.rows as unknown as Neighbour[]) groups.get(`${predicate} ${direction} ${sort}`)?.others.push(other);
  return [...groups.values()];
}

const SORT = (other: string) => `coalesce(r.kind, case when ${other} like 'org:%' then 'organisation' else 'term' end)`;

/** `limit 1` keeps PostgreSQL to one look into the index for each link; it would rather read all resources for a hub. */
export const COUNTS_OF = `
  with edge as (
    select distinct predicate, 'out' as direction, object_id as other from catalogue.link where subject_id = $1 and object_id is not null and object_id <> $1
    union all
    select distinct predicate, 'in', subject_id from catalogue.link where object_id = $1 and subject_id <> $1
  )
  select e.predicate, e.direction, ${SORT('e.other')} as sort, count(*) as total
  from edge e left join lateral (select kind from catalogue.resource r where r.id = e.other and seen(r) limit 1) r on true
  where r.kind is not null or not ${isResource('e.other')}
  group by 1, 2, 3`;

export const FIRST_OF = `
  with seen as (
    select p.predicate, e.direction, e.other, ${SORT('e.other')} as sort, coalesce(r.links, 0) as links
    from unnest($2::text[]) p(predicate)
    cross join lateral (
      (select distinct 'out' as direction, l.object_id as other from catalogue.link l
       where l.subject_id = $1 and l.predicate = p.predicate and l.object_id is not null and l.object_id <> $1
         and (not ${isResource('l.object_id')} or exists (select from catalogue.resource r where r.id = l.object_id and seen(r)))
       order by 2 limit $3)
      union all
      (select distinct 'in', l.subject_id from catalogue.link l
       where l.object_id = $1 and l.predicate = p.predicate and l.subject_id <> $1
         and exists (select from catalogue.resource r where r.id = l.subject_id and seen(r))
       order by 2 limit $3)
    ) e left join catalogue.resource r on r.id = e.other
  ), placed as (
    select *, row_number() over (partition by predicate, direction, sort order by links desc, other collate "C") as place from seen
  )
  select predicate, direction, other, sort from placed where place <= $4 order by predicate, direction, sort, place`;

/**
 * The first links of each of these nodes, by predicate and direction, in the order of identifiers. One statement: it
 * reads at most `each` links that the asker may see for every node, predicate and direction, however large a hub is.
 */
export async function neighboursOfEach({ db, sight }: Asking, ids: string[], predicates: readonly PredicateName[], each: number): Promise<(Neighbour & { from: string })[]> {
  if (ids.length === 0) return [];
  const { rows } = await runSeen(db, sight, NEIGHBOURS_OF_EACH, [ids, predicates, each]);
  return (rows as unknown as (Neighbour & { from: string })[]).map(withSort);
}

export const NEIGHBOURS_OF_EACH = `
  select f.id as "from", p.predicate, e.direction, e.other, e.sort
  from unnest($1::text[]) f(id) cross join unnest($2::text[]) p(predicate)
  cross join lateral (
    (select 'out' as direction, l.object_id as other, r.kind as sort
     from catalogue.link l left join catalogue.resource r on ${isResource('l.object_id')} and r.id = l.object_id and seen(r)
     where l.subject_id = f.id and l.predicate = p.predicate and l.object_id is not null and (r.id is not null or not ${isResource('l.object_id')})
     order by l.object_id limit $3)
    union all
    (select 'in', l.subject_id, r.kind
     from catalogue.link l join catalogue.resource r on r.id = l.subject_id and seen(r)
     where l.object_id = f.id and l.predicate = p.predicate
     order by l.subject_id limit $3)
  ) e`;

const withSort = <T extends Neighbour>(row: T): T => ({ ...row, sort: row.sort ?? nodeTypeOf(row.other) });

/** Every link between these nodes, once for each pair and predicate, with the first of the sources that state it. */
export async function edgesAmong({ db }: Pick<Asking, 'db'>, ids: string[], predicates?: readonly PredicateName[]): Promise<GraphEdge[]> {
  const { rows } = await run(db, EDGES_AMONG, [ids, predicates ?? null]);
  return rows as unknown as GraphEdge[];
}

export const EDGES_AMONG = `
  select l.subject_id as "from", l.predicate, l.object_id as "to", min(l.source) as source
  from unnest($1::text[]) f(id) join catalogue.link l on l.subject_id = f.id
  where l.object_id in (select unnest($1::text[])) and l.object_id <> l.subject_id and ($2::text[] is null or l.predicate = any($2))
  group by 1, 2, 3 order by 1, 2, 3`;

/** How far the links of a node are counted: one with more is a hub, and has no degree. */
export const DEGREE_BOUND = 25;

/** How many links each of these nodes has, up to the bound. One statement. */
export async function degreesOf({ db, sight }: Asking, ids: string[], bound = DEGREE_BOUND): Promise<Map<string, number>> {
  const { rows } = await runSeen(db, sight, DEGREES_OF, [ids, bound + 1]);
  return new Map(rows.flatMap((row) => ((row['degree'] as number) > bound ? [] : [[row['id'] as string, row['degree'] as number] as const])));
}

export const DEGREES_OF = `
  select f.id, (
    select count(*) from (
      (select distinct l.predicate, l.object_id from catalogue.link l
       where l.subject_id = f.id and l.object_id is not null and l.object_id <> f.id
         and (not ${isResource('l.object_id')} or exists (select from catalogue.resource r where r.id = l.object_id and seen(r)))
       limit $2)
      union all
      (select distinct l.predicate, l.subject_id from catalogue.link l join catalogue.resource r on r.id = l.subject_id and seen(r)
       where l.object_id = f.id and l.subject_id <> f.id limit $2)
    ) e) as degree
  from unnest($1::text[]) f(id)`;
