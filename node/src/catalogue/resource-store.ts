import { sql } from 'kysely';
import { lapseCertificates } from '../access/certificates/index.ts';
import { showingOf } from '../access/index.ts';
import { inRoom, type Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Description } from './description.ts';
import { noteDisclosures, type Shown } from './disclosure.ts';
import type { Category, Kind, Status } from './kinds.ts';
import { fromStored, toStored } from './provenance.ts';
import type { FieldProvenance, ResourceContent } from './resource.ts';
import type { CatalogueTables } from './tables.ts';

export const catalogueTables = (db: Db) => inRoom<CatalogueTables>(db, 'catalogue');

export interface ResourceRow {
  id: string;
  ordinal: number;
  category: Category;
  kind: Kind;
  status: Status;
  title: LanguageMap;
  content: ResourceContent;
  provenance: Record<string, FieldProvenance>;
  revision: number;
  links: number;
  created: Date;
  updated: Date;
  /** The resource this one was merged into, which stands for it now. */
  merged_into: string | null;
  /** By field: the record whose value a curator chose to show. */
  choices: Record<string, Choice>;
  /** Its class of visibility, and between which instants it is shown where that is bounded. */
  visibility: string;
  shown_from: Date | null;
  shown_until: Date | null;
}

export interface Choice {
  source: string;
  record: string;
}

export interface RecordRow {
  source: string;
  key: string;
  collection: string;
  resource_id: string;
  digest: string;
  description: Partial<Description>;
  /** Registry records it was made from at the node that says it. */
  stands_for: string[];
  /** Nothing joins its resource. */
  apart: boolean;
  unresolved: string[];
  withdrawn: boolean;
  first_seen: Date;
  last_changed: Date;
}

const json = (rows: unknown[]) => sql`${JSON.stringify(rows)}::json`;

/** The resources of these identifiers, locked until the transaction ends, in one order so that writers never deadlock. */
export async function resourcesForUpdate(trx: Db, ids: string[]): Promise<Map<string, ResourceRow>> {
  if (ids.length === 0) return new Map();
  const rows = await catalogueTables(trx).selectFrom('resource').selectAll().where('id', 'in', ids).orderBy('id').forUpdate().execute();
  return new Map(rows.map((row) => [row.id, { ...row, provenance: fromStored(row.provenance) }]));
}

/** Everything that live records say of these resources, by resource. */
export async function recordsOfResources(db: Db, ids: string[]): Promise<Map<string, RecordRow[]>> {
  const bySubject = new Map<string, RecordRow[]>();
  if (ids.length === 0) return bySubject;
  const rows: RecordRow[] = await catalogueTables(db)
    .selectFrom('record')
    .selectAll()
    .where('resource_id', 'in', ids)
    .where('withdrawn', '=', false)
    .orderBy('source')
    .orderBy('key')
    .execute();
  for (const row of rows) bySubject.set(row.resource_id, [...(bySubject.get(row.resource_id) ?? []), row]);
  return bySubject;
}

/** What is kept of each of these records, enough to tell whether it changed. */
export async function knownRecords(db: Db, source: string, keys: string[]): Promise<Map<string, Pick<RecordRow, 'key' | 'digest' | 'resource_id' | 'withdrawn' | 'first_seen'>>> {
  const rows = await catalogueTables(db)
    .selectFrom('record')
    .select(['key', 'digest', 'resource_id', 'withdrawn', 'first_seen'])
    .where('source', '=', source)
    .where('key', 'in', keys)
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** Whether a record of this resource is one that not everybody who sees its like may see. */
export async function isKeptApart(db: Db, resource: string): Promise<boolean> {
  const found = await catalogueTables(db)
    .selectFrom('record')
    .select('key')
    .where('resource_id', '=', resource)
    .where('apart', '=', true)
    .where('withdrawn', '=', false)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export type RecordToWrite = Omit<RecordRow, 'first_seen'>;

export async function writeRecords(trx: Db, records: RecordToWrite[]): Promise<void> {
  await sql`
    insert into catalogue.record as known (source, key, collection, resource_id, digest, description, stands_for, apart, unresolved, withdrawn, first_seen, last_changed)
    select source, key, collection, resource_id, digest, description, stands_for, apart, unresolved, withdrawn, last_changed, last_changed
    from json_to_recordset(${json(records)}) as t(source text, key text, collection text, resource_id text, digest text, description json, stands_for text[], apart boolean, unresolved text[], withdrawn boolean,
      last_changed timestamptz)
    on conflict (source, key) do update set collection = excluded.collection, resource_id = excluded.resource_id, digest = excluded.digest, description = excluded.description,
      stands_for = excluded.stands_for, apart = excluded.apart, unresolved = excluded.unresolved, withdrawn = excluded.withdrawn, last_changed = excluded.last_changed`.execute(
    trx,
  );
}

/** Lets records belong to other resources. */
export async function moveRecords(trx: Db, moves: { source: string; key: string; to: string }[]): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    update catalogue.record r set resource_id = t."to"
    from json_to_recordset(${json(moves.map(({ source, key, to }) => ({ source, key, to })))}) as t(source text, key text, "to" text)
    where r.source = t.source and r.key = t.key`.execute(trx);
}

/** Notes which terms of each record are still unknown. */
export async function writeUnresolved(trx: Db, records: Pick<RecordRow, 'source' | 'key' | 'unresolved'>[]): Promise<void> {
  await sql`
    update catalogue.record r set unresolved = t.unresolved
    from json_to_recordset(${json(records)}) as t(source text, key text, unresolved text[])
    where r.source = t.source and r.key = t.key`.execute(trx);
}

export interface ResourceToWrite {
  id: string;
  content: ResourceContent;
  provenance: Record<string, FieldProvenance>;
  revision: number;
  changed: string[];
}

/** A resource as it was written: its place, how many links it has, and to whom and when it is shown. */
export interface WrittenResource {
  ordinal: number;
  links: number;
  visibility: string;
  shown_from: Date | null;
  shown_until: Date | null;
}

/**
 * Writes resources and the revision each of them became. What is withdrawn stays visible, as a tombstone, to whoever
 * could see it in life.
 */
export async function writeResources(trx: Db, resources: ResourceToWrite[], by: { at: Date; by: string; note?: string | undefined }): Promise<Map<string, WrittenResource>> {
  await lapseCertificates(
    trx,
    resources.filter(({ revision, changed }) => revision > 1 && (changed.includes('distributions') || changed.includes('kind'))),
    by,
  );
  const showing = await showingOf(
    trx,
    resources.map(({ id, content }) => ({ id, status: content.status, kind: content.kind, organisation: content.provider?.id })),
  );
  const before = await shownBefore(
    trx,
    resources.filter(({ revision }) => revision > 1),
  );
  const rows = resources.map(({ id, content, provenance, revision, changed }) => ({
    id,
    visibility: showing.get(id)?.visibility,
    shown_from: showing.get(id)?.from,
    shown_until: showing.get(id)?.until,
    category: content.category,
    kind: content.kind,
    status: content.status,
    title: content.title,
    content,
    provenance: toStored(provenance),
    revision,
    changed,
  }));
  const written = await sql<WrittenResource & { id: string }>`
    with given as materialized (
      select * from json_to_recordset(${json(rows)}) as t(id text, category text, kind text, status text, title jsonb, content json, provenance jsonb, revision int, changed text[],
        visibility text, shown_from timestamptz, shown_until timestamptz)
    ), versions as (
      insert into catalogue.revision (resource_id, number, at, by, note, changed, content)
      select id, revision, ${by.at}::timestamptz, ${by.by}, ${by.note ?? null}, changed, content from given
    )
    insert into catalogue.resource as known (id, category, kind, status, title, content, provenance, revision, created, updated, visibility, shown_from, shown_until)
    select id, category, kind, status, title, content::jsonb, provenance, revision, ${by.at}::timestamptz, ${by.at}::timestamptz, visibility, shown_from, shown_until
    from given order by id
    on conflict (id) do update set category = excluded.category, kind = excluded.kind, status = excluded.status, title = excluded.title,
      content = excluded.content, provenance = excluded.provenance, revision = excluded.revision, updated = excluded.updated,
      visibility = case excluded.status when 'withdrawn' then known.visibility else excluded.visibility end,
      shown_from = case excluded.status when 'withdrawn' then known.shown_from else excluded.shown_from end,
      shown_until = case excluded.status when 'withdrawn' then known.shown_until else excluded.shown_until end
    returning id, ordinal, links, visibility, shown_from, shown_until`.execute(trx);
  const after = new Map(written.rows.map(({ id, ...row }) => [id, row]));
  await noteDisclosures(
    trx,
    resources.flatMap(({ id, content: { category } }) => {
      const is = after.get(id);
      return is ? [{ id, was: before.get(id), is: { ...is, category } }] : [];
    }),
    by.at,
  );
  return after;
}

async function shownBefore(trx: Db, resources: readonly { id: string }[]): Promise<Map<string, Shown & { created: Date }>> {
  if (resources.length === 0) return new Map();
  const ids = resources.map(({ id }) => id);
  const rows = await catalogueTables(trx).selectFrom('resource').select(['id', 'category', 'created', 'visibility', 'shown_from', 'shown_until']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
