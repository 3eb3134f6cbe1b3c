import { PUBLIC_CLASS, type Sight } from '../access/index.ts';
import { run } from '../kernel/database.ts';
import type { Category } from './kinds.ts';
import { leavingOf, type Outgoing, type OutgoingRequest } from './outgoing.ts';
import type { Reading } from './read-resource.ts';
import { seenIn } from './seen.ts';

/**
 * A resource as harvesters follow it. Without `resource` it is gone for them: withdrawn, or no longer for everybody, and
 * nothing tells which.
 */
export interface Disclosed {
  id: string;
  category: Category;
  ordinal: number;
  /** When what they see of it last changed, or whether they see it: ISO 8601. */
  changed: string;
  resource: Outgoing | undefined;
}

/** By category and last change, both bounds included; these resources alone, where they are named. */
export type DisclosedRequest = Pick<OutgoingRequest, 'from' | 'until' | 'category' | 'ids'>;

/** What everybody sees, once saw, or saw until it was withdrawn, in the order in which it came here. */
export async function disclosed(
  reading: Reading,
  request: DisclosedRequest & { after?: number | undefined; limit: number },
): Promise<{ items: Disclosed[]; next: number | undefined }> {
  const { statement, parameters } = listing(request, reading.sight, request.limit + 1);
  const { rows } = await run(reading.db, `${statement} order by ordinal limit ${request.limit + 1}`, parameters);
  const page = (rows as unknown as { id: string; ordinal: number; category: Category; changed: Date; shown: boolean }[]).slice(0, request.limit);
  const shown = await leavingOf(
    reading,
    page.flatMap(({ id, shown: seen }) => (seen ? [id] : [])),
  );
  const items = page.map(({ id, ordinal, category, changed }): Disclosed => {
    const item = shown.get(id);
    return { id, ordinal, category, changed: changed.toISOString(), resource: item && 'resource' in item ? item.resource : undefined };
  });
  return { items, next: rows.length > request.limit ? page.at(-1)?.ordinal : undefined };
}

/** How many there are in all. */
export async function countDisclosed({ db, sight }: Pick<Reading, 'db' | 'sight'>, request: DisclosedRequest): Promise<number> {
  const { statement, parameters } = listing(request, sight);
  const { rows } = await run(db, `select count(*) as count from (${statement}) listed`, parameters);
  return rows[0]?.['count'] as number;
}

/** The earliest last change of any; undefined where there is nothing. */
export async function earliestDisclosed({ db, sight }: Pick<Reading, 'db' | 'sight'>): Promise<Date | undefined> {
  const parameters: unknown[] = [];
  const { unturned, turned } = selections(sight, parameters);
  const { rows } = await run(
    db,
    `select least((select r.updated ${unturned} order by r.updated limit 1), (select min(t.changed) from (${turned}) t where t.changed is not null)) as earliest`,
    parameters,
  );
  return (rows[0]?.['earliest'] as Date | null) ?? undefined;
}

/**
 * The two halves of a list: resources whose openness never turned, of which there are nearly all, and the few of which
 * it did. Nothing is told of what everybody lost where not even public resources are for everybody.
 */
function selections(sight: Sight, parameters: unknown[]): { unturned: string; turned: string } {
  const { seenOrGone } = seenIn(sight, parameters);
  const tells = sight.classes === 'all' || sight.classes.includes(PUBLIC_CLASS);
  const now = `$${parameters.push(sight.at ?? new Date())}::timestamptz`;
  const ended = `case when r.visibility like 'shown public %' and r.shown_until <= ${now} and greatest(d.opened, r.shown_from) < r.shown_until then r.shown_until end`;
  return {
    unturned: `from catalogue.resource r where ${seenOrGone('r')} and not exists (select from catalogue.disclosure d where d.resource_id = r.id)`,
    turned: `select r.ordinal, r.id, s.seen and r.status <> 'withdrawn' as shown, case when s.seen then r.category else d.category end as category,
        case when s.seen then greatest(r.updated, d.opened, case when r.shown_from <= ${now} then r.shown_from end)
             ${tells ? `else greatest(d.closed, ${ended})` : ''} end as changed
      from catalogue.disclosure d join catalogue.resource r on r.id = d.resource_id cross join lateral (select ${seenOrGone('r')} as seen) s`,
  };
}

function listing(
  { from, until, category, ids, after }: DisclosedRequest & { after?: number | undefined },
  sight: Sight,
  limit?: number,
): { statement: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const { unturned, turned } = selections(sight, parameters);
  const wanted: ((of: string, changed: string) => string)[] = [];
  const want = (value: unknown, condition: (bound: string, of: string, changed: string) => string) => {
    if (value === undefined) return;
    const bound = bind(value);
    wanted.push((of, changed) => condition(bound, of, changed));
  };
  want(after, (bound, of) => `${of}.ordinal > ${bound}`);
  want(from, (bound, _, changed) => `${changed} >= ${bound}::timestamptz`);
  want(until, (bound, _, changed) => `${changed} <= ${bound}::timestamptz`);
  want(category, (bound, of) => `${of}.category = ${bound}`);
  want(ids, (bound, of) => `${of}.id = any(${bound}::text[])`);
  const conditions = (of: string, changed: string) => wanted.map((condition) => ` and ${condition(of, changed)}`).join('');
  const bounded = limit === undefined ? '' : ` order by ordinal limit ${limit}`;
  return {
    statement: `select * from (
      (select r.ordinal, r.id, r.status <> 'withdrawn' as shown, r.category, r.updated as changed ${unturned}${conditions('r', 'r.updated')}${bounded})
      union all
      (select t.* from (${turned}) t where t.changed is not null${conditions('t', 't.changed')}${bounded})) listed`,
    parameters,
  };
}
