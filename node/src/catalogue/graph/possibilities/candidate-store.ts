import { run } from '../../../kernel/database.ts';
import type { Kind } from '../../kinds.ts';
import type { PredicateName } from '../../predicates.ts';
import { runSeen } from '../../seen.ts';
import type { Asking } from '../asking.ts';
import type { Summary } from '../nodes.ts';
import type { Way } from './ways.ts';

/** How many candidates of a step are read: direct ones, and tools that are carried on to the next steps. */
export const BOUNDS = { direct: 1_000, tools: 200 } as const;

/** Of more candidates than these, the first by what led to them are compared by use; all are counted. */
const COMPARED = 3_000;

const SUMMARY = 'r.id, r.category, r.kind, r.status, r.title';
/** Among equals the more used first, then those with more links. */
const POPULAR = `(r.content->>'popularity')::float8 desc nulls last, r.links desc, r.id`;

const summaryOf = (row: Record<string, unknown>): Summary => {
  const { id, category, kind, status, title } = row as unknown as Summary;
  return { id, category, kind, status, title };
};

export interface Found<T> {
  total: number;
  items: T[];
}
const NONE: Found<never> = { total: 0, items: [] };
const found = <T>(rows: Record<string, unknown>[], itemOf: (row: Record<string, unknown>) => T): Found<T> => ({
  total: (rows[0]?.['total'] as number | undefined) ?? 0,
  items: rows.map(itemOf),
});

/** Resources of these kinds that a way leads to, each with its best way. */
export async function foundByWays({ db, sight }: Asking, ways: Way[], kinds: readonly Kind[], without: string[]): Promise<Found<{ resource: Summary; way: Way }>> {
  if (ways.length === 0) return NONE;
  const { rows } = await runSeen(
    db,
    sight,
    `with way as (select * from unnest($1::text[], $2::text[], $3::int[]) with ordinality as w(predicate, term, tier, place)),
     best as (select l.subject_id as id, min(w.place) as place from way w join catalogue.link l on l.object_id = w.term and l.predicate = w.predicate group by 1),
     candidate as (
       select b.*, w.tier, count(*) over () as total from best b join way w using (place) join catalogue.resource r on r.id = b.id
       where seen(r) and r.kind = any($4) and r.id <> all($5::text[]) order by w.tier, b.id limit ${COMPARED})
     select ${SUMMARY}, s.place, s.total from candidate s join catalogue.resource r on r.id = s.id
     order by s.tier, ${POPULAR} limit $6`,
    [ways.map(({ predicate }) => predicate), ways.map(({ term }) => term), ways.map(({ tier }) => tier), kinds, without, BOUNDS.tools],
  );
  return found(rows, (row) => ({ resource: summaryOf(row), way: ways[(row['place'] as number) - 1] as Way }));
}

/** Resources of these kinds that a link joins to this one, whichever way it leads; each by the first of the predicates. */
export async function linkedTo(
  { db, sight }: Asking,
  id: string,
  predicates: readonly PredicateName[],
  kinds: readonly Kind[],
  limit: number,
): Promise<Found<{ resource: Summary; predicate: PredicateName; direction: 'out' | 'in' }>> {
  const { rows } = await runSeen(
    db,
    sight,
    `with edge as (
       select predicate, 'out' as direction, object_id as other from catalogue.link where subject_id = $1 and predicate = any($2::text[]) and object_id is not null
       union all
       select predicate, 'in', subject_id from catalogue.link where object_id = $1 and predicate = any($2::text[])
     ), best as (select distinct on (other) * from edge where other <> $1 order by other, array_position($2::text[], predicate), direction),
     candidate as (
       select b.*, count(*) over () as total from best b join catalogue.resource r on r.id = b.other
       where seen(r) and r.kind = any($3) order by b.other limit ${COMPARED})
     select ${SUMMARY}, s.predicate, s.direction, s.total from candidate s join catalogue.resource r on r.id = s.other
     order by ${POPULAR} limit $4`,
    [id, predicates, kinds, limit],
  );
  return found(rows, (row) => ({ resource: summaryOf(row), predicate: row['predicate'] as PredicateName, direction: row['direction'] as 'out' | 'in' }));
}

export interface ByCarriers {
  resource: Summary;
  /** Place of the best of the carriers in the list handed in, and how many of them lead here. */
  carrier: number;
  carriers: number;
  predicate: PredicateName;
}

/**
 * Resources of these kinds that links join to any of the carriers (best first; the first `stated` of them are stated):
 * those joined to a stated one first. Servers that run more of the carriers come before others.
 */
export async function linkedToAny(
  { db, sight }: Asking,
  carriers: { ids: string[]; stated: number },
  along: { predicates: readonly PredicateName[]; direction: 'out' | 'in'; kinds: readonly Kind[]; without: string[]; limit: number },
): Promise<Found<ByCarriers>> {
  if (carriers.ids.length === 0) return NONE;
  const [near, far] = along.direction === 'in' ? ['object_id', 'subject_id'] : ['subject_id', 'object_id'];
  const { rows } = await runSeen(
    db,
    sight,
    `with carrier as (select * from unnest($1::text[]) with ordinality as c(id, place)),
     best as (
       select l.${far} as id, min(c.place * 32 + array_position($2::text[], l.predicate)) as place_and_predicate, count(distinct c.place) as carriers
       from carrier c join catalogue.link l on l.${near} = c.id and l.predicate = any($2::text[])
       where l.${far} is not null group by 1),
     candidate as (
       select b.*, b.place_and_predicate / 32 as place, count(*) over () as total from best b join catalogue.resource r on r.id = b.id
       where seen(r) and r.kind = any($3) and r.id <> all($4::text[])
       order by b.place_and_predicate / 32 > $5, b.carriers desc, b.id limit ${COMPARED})
     select ${SUMMARY}, s.place, s.carriers, ($2::text[])[(s.place_and_predicate % 32)::int] as predicate, s.total
     from candidate s join catalogue.resource r on r.id = s.id
     order by s.place > $5, ${along.direction === 'out' ? 's.carriers desc, ' : ''}${POPULAR} limit $6`,
    [carriers.ids, along.predicates, along.kinds, along.without, carriers.stated, along.limit],
  );
  return found(rows, (row) => ({
    resource: summaryOf(row),
    carrier: (row['place'] as number) - 1,
    carriers: row['carriers'] as number,
    predicate: row['predicate'] as PredicateName,
  }));
}

/** The terms that a resource's links lead to, by predicate. */
export async function termsOf({ db }: Asking, id: string, predicates: readonly PredicateName[]): Promise<Map<PredicateName, string[]>> {
  const { rows } = await run(
    db,
    `select predicate, array_agg(distinct object_id order by object_id) as terms from catalogue.link
     where subject_id = $1 and predicate = any($2) and object_id is not null group by 1`,
    [id, predicates],
  );
  return new Map(rows.map((row) => [row['predicate'] as PredicateName, row['terms'] as string[]]));
}
