import { run } from '../../../kernel/database.ts';
import type { Kind } from '../../kinds.ts';
import type { PredicateName } from '../../predicates.ts';
import { discoverable, type Asking } from '../asking.ts';
import type { Summary } from '../nodes.ts';
import type { Way } from './ways.ts';

/** How many candidates of a step are read, counted and carried on to the next step. */
export const CARRIED = 1_000;

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
const found = <T>(rows: Record<string, unknown>[], itemOf: (row: Record<string, unknown>) => T): Found<T> => ({ total: (rows[0]?.['total'] as number | undefined) ?? 0, items: rows.map(itemOf) });

/** Resources of these kinds that a way leads to, each with its best way. */
export async function foundByWays({ db, audience }: Asking, ways: Way[], kinds: readonly Kind[]): Promise<Found<{ resource: Summary; way: Way }>> {
  if (ways.length === 0) return { total: 0, items: [] };
  const { rows } = await run(
    db,
    `with way as (select * from unnest($1::text[], $2::text[], $3::int[]) with ordinality as w(predicate, term, tier, place)),
     best as (select l.subject_id as id, min(w.place) as place from way w join catalogue.link l on l.object_id = w.term and l.predicate = w.predicate group by 1)
     select ${SUMMARY}, b.place, count(*) over () as total
     from best b join way w using (place) join catalogue.resource r on r.id = b.id
     where r.status = any($4) and r.kind = any($5)
     order by w.tier, ${POPULAR} limit $6`,
    [ways.map(({ predicate }) => predicate), ways.map(({ term }) => term), ways.map(({ tier }) => tier), discoverable(audience), kinds, CARRIED],
  );
  return found(rows, (row) => ({ resource: summaryOf(row), way: ways[(row['place'] as number) - 1] as Way }));
}

/** Resources of these kinds that a link joins to this one, whichever way it leads; each by the first of the predicates. */
export async function linkedTo(
  { db, audience }: Asking,
  id: string,
  predicates: readonly PredicateName[],
  kinds: readonly Kind[],
): Promise<Found<{ resource: Summary; predicate: PredicateName; direction: 'out' | 'in' }>> {
  const { rows } = await run(
    db,
    `with edge as (
       select predicate, 'out' as direction, object_id as other from catalogue.link where subject_id = $1 and predicate = any($2::text[]) and object_id is not null
       union all
       select predicate, 'in', subject_id from catalogue.link where object_id = $1 and predicate = any($2::text[])
     ), best as (select distinct on (other) * from edge where other <> $1 order by other, array_position($2::text[], predicate), direction)
     select ${SUMMARY}, b.predicate, b.direction, count(*) over () as total
     from best b join catalogue.resource r on r.id = b.other
     where r.status = any($3) and r.kind = any($4)
     order by ${POPULAR} limit $5`,
    [id, predicates, discoverable(audience), kinds, CARRIED],
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
 * those joined to a stated one first.
 */
export async function linkedToAny(
  { db, audience }: Asking,
  carriers: { ids: string[]; stated: number },
  predicates: readonly PredicateName[],
  direction: 'out' | 'in',
  kinds: readonly Kind[],
): Promise<Found<ByCarriers>> {
  if (carriers.ids.length === 0) return { total: 0, items: [] };
  const [near, far] = direction === 'in' ? ['object_id', 'subject_id'] : ['subject_id', 'object_id'];
  const { rows } = await run(
    db,
    `with carrier as (select * from unnest($1::text[]) with ordinality as c(id, place)),
     best as (
       select l.${far} as id, min(c.place) as place, count(distinct c.id) as carriers,
         (array_agg(l.predicate order by c.place, array_position($2::text[], l.predicate)))[1] as predicate
       from carrier c join catalogue.link l on l.${near} = c.id and l.predicate = any($2::text[])
       where l.${far} is not null group by 1)
     select ${SUMMARY}, b.place, b.carriers, b.predicate, count(*) over () as total
     from best b join catalogue.resource r on r.id = b.id
     where r.status = any($3) and r.kind = any($4)
     order by b.place > $5, ${direction === 'out' ? 'b.carriers desc, ' : ''}${POPULAR} limit $6`,
    [carriers.ids, predicates, discoverable(audience), kinds, carriers.stated, CARRIED],
  );
  return found(rows, (row) => ({ resource: summaryOf(row), carrier: (row['place'] as number) - 1, carriers: row['carriers'] as number, predicate: row['predicate'] as PredicateName }));
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
