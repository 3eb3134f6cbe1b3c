import { sql } from 'kysely';
import { organisationId } from '../identity/index.ts';
import type { Db } from '../kernel/database.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import type { Branch, PrefixRegistry } from '../vocabulary/index.ts';
import type { Description } from './description.ts';
import type { NodeType, PredicateName } from './predicates.ts';

/** A record whose names and links are to stand in the graph. */
export interface LinkingRecord {
  source: string;
  key: string;
  resource_id: string;
  description: Partial<Description>;
  stands_for: readonly string[];
}

interface NameRow {
  name: string;
  resource_id: string;
  source: string;
  record: string;
  denotes: boolean;
}

interface LinkRow {
  subject_id: string;
  predicate: PredicateName;
  target: string;
  object_id: string | null;
  object_type: NodeType;
  source: string;
  record: string;
}

/** The names by which other records may mean the resource of this record. */
const namesOf = (record: LinkingRecord, prefixes: PrefixRegistry): NameRow[] => {
  const row = (name: string, denotes: boolean): NameRow => ({
    name: prefixes.canonical(name),
    resource_id: record.resource_id,
    source: record.source,
    record: record.key,
    denotes,
  });
  const rows = [
    row(`${record.source}:${record.key}`, true),
    ...record.stands_for.map((name) => row(name, true)),
    ...(record.description.identifiers ?? []).map((name) => row(name, true)),
    ...(record.description.aliases ?? []).map((name) => row(name, false)),
  ];
  return [...new Map(rows.reverse().map((it) => [it.name, it])).values()];
};

function linksOf(record: LinkingRecord, vocabulary: Vocabulary): LinkRow[] {
  const { description: it } = record;
  const row = (predicate: PredicateName, object_type: NodeType, target: string, object_id: string | null): LinkRow => ({
    subject_id: record.resource_id,
    predicate,
    target,
    object_id,
    object_type,
    source: record.source,
    record: record.key,
  });
  const terms = (predicate: PredicateName, texts: string[] | undefined, branch: Branch) =>
    (texts ?? []).map((text) => {
      const term = vocabulary.resolve(text, branch);
      return row(predicate, 'term', term?.id ?? `${branch}:${text}`, term?.id ?? null);
    });
  const links = [
    ...(it.links ?? []).map(({ predicate, target }) => row(predicate, 'resource', vocabulary.prefixes.canonical(target), null)),
    ...terms('has-topic', it.topics, 'topic'),
    ...terms('has-operation', it.operations, 'operation'),
    ...terms('reads-format', it.reads, 'format'),
    ...terms('writes-format', it.writes, 'format'),
    ...terms('has-format', [...(it.formats ?? []), ...(it.distributions ?? []).flatMap(({ format }) => format ?? [])], 'format'),
    ...(it.provider ? [row('provided-by', 'organisation', organisationId(it.provider), organisationId(it.provider))] : []),
  ];
  return [...new Map(links.map((link) => [`${link.predicate}\0${link.target}`, link])).values()];
}

const json = (rows: unknown[]) => sql`${JSON.stringify(rows)}::json`;

/** A link between two resources, by its ends. */
type Ends = [subject: string, object: string];

export interface LinkChanges {
  gained: Ends[];
  lost: Ends[];
}

/**
 * Puts the names and links of these records in the place of what the same records said before. A link leads to every
 * resource that its target names; where none does yet it waits, and is completed here when the name comes.
 * @returns the links between resources that came and went, and how many links were stated and how many still wait.
 */
export async function writeLinks(trx: Db, records: LinkingRecord[], vocabulary: Vocabulary): Promise<LinkChanges & { stated: number; unresolved: number }> {
  const names = records.flatMap((record) => namesOf(record, vocabulary.prefixes));
  const links = records.flatMap((record) => linksOf(record, vocabulary));
  const at = json(records.map(({ source, key, resource_id }) => ({ source, record: key, resource_id })));

  const lost = [...(await deleteLinks(trx, at)), ...(await replaceNames(trx, at, names))];
  // Before these records' own links stand: those find their ends among the names at once.
  const completed = await completeWaiting(trx, names);
  const kept = await sql<{ subject_id: string; object_id: string | null; object_type: NodeType }>`
    with given as materialized (
      select * from json_to_recordset(${json(links)}) as t(subject_id text, predicate text, target text, object_id text, object_type text, source text, record text)
    ), meant as (
      select distinct n.name, n.resource_id from catalogue.name n where n.name in (select target from given where object_type = 'resource')
    ), kept as (
      insert into catalogue.link (subject_id, predicate, target, object_id, object_type, source, record)
      select g.subject_id, g.predicate, g.target, coalesce(g.object_id, m.resource_id), g.object_type, g.source, g.record
      from given g left join meant m on g.object_type = 'resource' and m.name = g.target and m.resource_id <> g.subject_id
      returning subject_id, object_id, object_type
    )
    select * from kept where object_type = 'resource' or object_id is null`.execute(trx);
  return { gained: [...resourceEnds(kept.rows), ...completed], lost, stated: links.length, unresolved: kept.rows.filter(({ object_id }) => object_id === null).length };
}

/** Takes what these records said out of the graph: their own links go, links of others to them stay. */
export async function removeLinks(trx: Db, records: { source: string; record: string; resource_id: string }[]): Promise<LinkChanges> {
  return { gained: [], lost: await deleteLinks(trx, json(records)) };
}

/** Takes the names these records gave away from their resources; answers the links that led there by them. */
export const removeNames = (trx: Db, records: { source: string; record: string; resource_id: string }[]): Promise<Ends[]> => replaceNames(trx, json(records), []);

const resourceEnds = (rows: { subject_id: string; object_id: string | null; object_type: NodeType }[]): Ends[] =>
  rows.flatMap(({ subject_id, object_id, object_type }): Ends[] => (object_id && object_type === 'resource' ? [[subject_id, object_id]] : []));

async function deleteLinks(trx: Db, at: ReturnType<typeof json>): Promise<Ends[]> {
  const gone = await sql<{ subject_id: string; object_id: string | null; object_type: NodeType }>`
    delete from catalogue.link l using (select * from json_to_recordset(${at}) as t(source text, record text, resource_id text)) r
    where l.subject_id = r.resource_id and l.source = r.source and l.record = r.record
    returning l.subject_id, l.object_id, l.object_type`.execute(trx);
  return resourceEnds(gone.rows);
}

/** Puts the names of these records in the place of the earlier ones; answers the links that led there by a name now gone. */
async function replaceNames(trx: Db, at: ReturnType<typeof json>, names: NameRow[]): Promise<Ends[]> {
  const unnamed = await sql<{ subject_id: string; object_id: string }>`
    with given as materialized (
      select * from json_to_recordset(${json(names)}) as t(name text, resource_id text, source text, record text, denotes boolean)
    ), gone as (
      delete from catalogue.name n using (select * from json_to_recordset(${at}) as t(source text, record text, resource_id text)) r
      where n.resource_id = r.resource_id and n.source = r.source and n.record = r.record
        and not exists (select 1 from given g where g.name = n.name and g.resource_id = n.resource_id and g.source = n.source and g.record = n.record)
      returning n.name, n.resource_id, n.source, n.record
    ), fresh as (
      insert into catalogue.name (name, resource_id, source, record, denotes)
      select name, resource_id, source, record, denotes from given
      on conflict (resource_id, name, source, record) do update set denotes = excluded.denotes where catalogue.name.denotes <> excluded.denotes
    )
    update catalogue.link l set object_id = null from gone
    where l.object_type = 'resource' and l.target = gone.name and l.object_id = gone.resource_id
      and not exists (
        select 1 from catalogue.name n left join gone g using (name, resource_id, source, record)
        where n.name = gone.name and n.resource_id = gone.resource_id and g.name is null)
      and not exists (select 1 from given g where g.name = gone.name and g.resource_id = gone.resource_id)
    returning l.subject_id, gone.resource_id as object_id`.execute(trx);
  return unnamed.rows.map(({ subject_id, object_id }) => [subject_id, object_id]);
}

/** Leads links that name one of these names to its resource too; answers those that came. */
async function completeWaiting(trx: Db, names: NameRow[]): Promise<Ends[]> {
  const completed = await sql<{ subject_id: string; object_id: string }>`
    with fresh as materialized (
      select distinct name, resource_id from json_to_recordset(${json(names)}) as t(name text, resource_id text)
    ), added as (
      insert into catalogue.link (subject_id, predicate, target, object_id, object_type, source, record)
      select distinct l.subject_id, l.predicate, l.target, f.resource_id, l.object_type, l.source, l.record
      from fresh f join catalogue.link l on l.object_type = 'resource' and l.target = f.name
      where l.subject_id <> f.resource_id and not exists (
        select 1 from catalogue.link same where same.source = l.source and same.record = l.record and same.subject_id = l.subject_id
          and same.predicate = l.predicate and same.target = l.target and same.object_id = f.resource_id)
      returning subject_id, object_id, target, source, record, predicate
    ), done as (
      delete from catalogue.link l using added a
      where l.object_id is null and l.object_type = 'resource' and l.target = a.target and l.source = a.source and l.record = a.record and l.predicate = a.predicate
    )
    select subject_id, object_id from added`.execute(trx);
  return completed.rows.map(({ subject_id, object_id }) => [subject_id, object_id]);
}
