import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import type { PrefixRegistry } from '../vocabulary/index.ts';
import type { LinkingRecord } from './link-store.ts';

const partOf = (record: LinkingRecord, prefixes: PrefixRegistry) =>
  (record.description.links ?? []).flatMap(({ predicate, target }, index) => (predicate === 'is-part-of' ? [{ index, target: prefixes.canonical(target) }] : []));

/**
 * Finds records whose "is part of" would close a circle, with what stands already and with each other, in the order
 * given. A whole can't be a part of its own part.
 * @returns by record key: the index of the link at fault and the circle as identifiers.
 */
export async function partOfCycles(db: Db, records: LinkingRecord[], prefixes: PrefixRegistry): Promise<Map<string, { index: number; circle: string[] }>> {
  const found = new Map<string, { index: number; circle: string[] }>();
  const wholes = records.filter((record) => partOf(record, prefixes).length > 0);
  if (wholes.length === 0) return found;

  const ownNames = new Map<string, string>();
  for (const record of records) {
    for (const name of [`${record.source}:${record.key}`, ...(record.description.identifiers ?? []), ...(record.description.aliases ?? [])])
      ownNames.set(prefixes.canonical(name), record.resource_id);
  }
  const targets = wholes.flatMap((record) => partOf(record, prefixes).map(({ target }) => target));
  const rewritten = new Set(records.map(({ source, key }) => `${source}\0${key}`));
  const standing = await sql<{ part: string; whole: string; target: string; source: string; record: string }>`
    with recursive start as (
      select distinct resource_id as id from catalogue.name where name in (select jsonb_array_elements_text(${JSON.stringify(targets)}::jsonb))
      union select jsonb_array_elements_text(${JSON.stringify(records.map(({ resource_id }) => resource_id))}::jsonb)
    ), up(part, whole, target, source, record) as (
      select l.subject_id, l.object_id, l.target, l.source, l.record from start join catalogue.link l on l.subject_id = start.id and l.predicate = 'is-part-of'
      union
      select l.subject_id, l.object_id, l.target, l.source, l.record from up join catalogue.link l on l.subject_id = up.whole and l.predicate = 'is-part-of'
    )
    select * from up`.execute(db);
  const named = await sql<{ name: string; resource_id: string }>`
    select distinct name, resource_id from catalogue.name where name in (select jsonb_array_elements_text(${JSON.stringify(targets)}::jsonb))`.execute(db);

  const idsOf = new Map<string, Set<string>>();
  const name = (key: string, id: string) => idsOf.set(key, (idsOf.get(key) ?? new Set()).add(id));
  for (const row of named.rows) name(row.name, row.resource_id);
  for (const [own, id] of ownNames) name(own, id);
  const up = new Map<string, Set<string>>();
  const edge = (part: string, whole: string) => up.set(part, (up.get(part) ?? new Set()).add(whole));
  for (const row of standing.rows) {
    if (rewritten.has(`${row.source}\0${row.record}`)) continue;
    for (const whole of row.whole ? [row.whole] : (idsOf.get(row.target) ?? [])) edge(row.part, whole);
  }

  for (const record of wholes) {
    const edges = partOf(record, prefixes).flatMap(({ index, target }) =>
      [...(idsOf.get(target) ?? [])].filter((id) => id !== record.resource_id).map((whole) => ({ index, whole })),
    );
    const closing = edges.map(({ index, whole }) => ({ index, way: wayUp(up, whole, record.resource_id) })).find(({ way }) => way);
    if (closing?.way) found.set(record.key, { index: closing.index, circle: [record.resource_id, ...closing.way] });
    else for (const { whole } of edges) edge(record.resource_id, whole);
  }
  return found;
}

function wayUp(up: Map<string, Set<string>>, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const at of cameFrom.keys()) {
    if (at === to) {
      const way: string[] = [];
      for (let step: string | undefined = at; step; step = cameFrom.get(step)) way.unshift(step);
      return way;
    }
    for (const whole of up.get(at) ?? []) if (!cameFrom.has(whole)) cameFrom.set(whole, at);
  }
  return undefined;
}
