import type { z } from 'zod';
import { PREDICATES, type PredicateName } from '../predicates.ts';
import { runSeen } from '../seen.ts';
import type { Asking } from './asking.ts';
import type { LinkPage, LinkView } from './graph-view.ts';
import { linkCursor, readLinkCursor, type LinkPlace } from './link-cursor.ts';
import { centreOf, nodesOf } from './nodes.ts';

export interface LinksRequest {
  id: string;
  predicate?: PredicateName | undefined;
  direction?: 'out' | 'in' | undefined;
  cursor?: string | undefined;
  limit: number;
}

type Row = LinkPlace & { predicate: PredicateName; direction: 'out' | 'in' };

/**
 * The links of a node as its sources state them, a page at a time, by predicate, direction and the name at the far end.
 * What two sources state stands there twice, once for each. `groups` counts all links of the node; `total` those asked
 * for.
 */
export async function links(asking: Asking, request: LinksRequest): Promise<z.infer<typeof LinkPage>> {
  const { id, predicate, direction, limit } = request;
  const query = { id, predicate, direction };
  const after = request.cursor === undefined ? undefined : readLinkCursor(query, request.cursor);
  await centreOf(asking, id);

  const { rows: groupRows } = await runSeen(asking.db, asking.sight, `${FAR_ENDS} select predicate, direction, count(*) as count from far_end group by 1, 2 order by 1, 2 desc`, [
    id,
  ]);
  const groups = (groupRows as unknown as { predicate: PredicateName; direction: 'out' | 'in'; count: number }[]).map((group) => ({ ...group, label: labelOf(group) }));
  const { rows } = await runSeen(asking.db, asking.sight, PAGE, [id, predicate ?? null, direction ?? null, after ? JSON.stringify(after) : null, limit + 1]);
  const page = (rows as unknown as Row[]).slice(0, limit);
  const nodes = await nodesOf(
    asking,
    page.map(({ other }) => other),
  );
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    total: groups.filter((group) => (!predicate || group.predicate === predicate) && (!direction || group.direction === direction)).reduce((sum, { count }) => sum + count, 0),
    items: page.flatMap((row): z.infer<typeof LinkView>[] => {
      const node = nodes.get(row.other);
      return node ? [{ predicate: row.predicate, direction: row.direction, label: labelOf(row), node, source: row.source }] : [];
    }),
    groups,
    next: last ? linkCursor(query, last) : null,
  };
}

const labelOf = ({ predicate, direction }: { predicate: PredicateName; direction: 'out' | 'in' }) => PREDICATES[predicate][direction === 'out' ? 'label' : 'inverse'];

const FAR_ENDS = `
  with edge as (
    select distinct predicate, 'out' as direction, object_id as other, source from catalogue.link where subject_id = $1 and object_id is not null and object_id <> $1
    union all
    select distinct predicate, 'in', subject_id, source from catalogue.link where object_id = $1 and subject_id <> $1
  ), far_end as (
    select e.*, left(lower(coalesce(r.title->>'en', r.title->>'zh', e.other)), 100) collate "C" as name
    from edge e left join catalogue.resource r on position(':' in e.other) = 0 and r.id = e.other and seen(r)
    where r.id is not null or position(':' in e.other) > 0
  )`;

/** Outgoing links stand before incoming ones, so the direction's order is turned. */
const PAGE = `${FAR_ENDS}
  select predicate, direction, name, other, source from far_end
  where ($2::text is null or predicate = $2) and ($3::text is null or direction = $3)
    and ($4::jsonb is null or (predicate collate "C", case direction when 'out' then 0 else 1 end, name, other collate "C", source collate "C")
      > ($4::jsonb->>'predicate', case $4::jsonb->>'direction' when 'out' then 0 else 1 end, $4::jsonb->>'name', $4::jsonb->>'other', $4::jsonb->>'source'))
  order by predicate collate "C", case direction when 'out' then 0 else 1 end, name, other collate "C", source collate "C"
  limit $5`;
