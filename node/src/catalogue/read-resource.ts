import type { Sight } from '../access/index.ts';
import type { Db } from '../kernel/database.ts';
import { notFound } from '../kernel/errors.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import { canonicalJson, RESOURCE_ID } from '../kernel/identifiers.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import type { z } from 'zod';
import { fromStored } from './provenance.ts';
import type { ResourceContent, ResourceView, Revision, RevisionComparison, RevisionSummary, TermRef, Tombstone } from './resource.ts';
import { catalogueTables, type ResourceRow } from './resource-store.ts';
import { runSeen } from './seen.ts';

export interface Reading {
  db: Db;
  vocabulary: Vocabulary;
  /** What is shown, listed and counted is what this sight shows, and nothing else. */
  sight: Sight;
  /** The node's public address, without trailing slash. */
  baseUrl: string;
  sourceTitle: (source: string) => LanguageMap;
}

const unknown = (id: string) => notFound(`There is no resource "${id}" here. Identifiers are 12 characters such as "3k7m9p2q8s1x".`);

/** The row, if the asker may know of it. What they may not discover answers as if it were not there. */
async function discover({ db, sight }: Pick<Reading, 'db' | 'sight'>, id: string): Promise<ResourceRow> {
  const found = RESOURCE_ID.test(id) ? await runSeen(db, sight, 'select r.* from catalogue.resource r where r.id = $1 and seenOrGone(r)', [id]) : undefined;
  const row = found?.rows[0] as ResourceRow | undefined;
  if (!row) throw unknown(id);
  return { ...row, provenance: fromStored(row.provenance) };
}

/**
 * The same; where the resource was merged into another, that one. A tombstone whose successor the asker may not discover
 * is told of as what was never here, and makes no other work.
 */
async function discoverStanding({ db, sight }: Reading, id: string): Promise<ResourceRow> {
  const found = RESOURCE_ID.test(id) ? await runSeen(db, sight, STANDING, [id, MOST_MERGES]) : undefined;
  const row = found?.rows[0] as ResourceRow | undefined;
  if (!row) throw unknown(id);
  return { ...row, provenance: fromStored(row.provenance) };
}

/** From a resource to the one that stands for it; longer ways are circles. */
const MOST_MERGES = 1_000;
const STANDING = `
  with recursive way as (
    select r.*, 1 as step from catalogue.resource r where r.id = $1 and seenOrGone(r)
    union all
    select n.*, w.step + 1 from way w join catalogue.resource n on n.id = w.merged_into where w.step < $2::int and seenOrGone(n)
  )
  select * from way where merged_into is null limit 1`;

/**
 * A resource as it is shown now, or the tombstone it left. One that was merged into another is answered with that one:
 * its identifier differs from the one asked for.
 */
export async function readResource(reading: Reading, asked: string): Promise<{ resource: ResourceView } | { tombstone: Tombstone }> {
  const row = await discoverStanding(reading, asked);
  const { id } = row;
  if (row.status === 'withdrawn') return { tombstone: await tombstoneOf(reading, row) };
  const records = await catalogueTables(reading.db)
    .selectFrom('record')
    .select(['source', 'key', 'first_seen', 'last_changed'])
    .where('resource_id', '=', id)
    .where('withdrawn', '=', false)
    .orderBy('source')
    .orderBy('key')
    .execute();
  return {
    resource: {
      ...freshLabels(row.content, reading.vocabulary),
      id,
      url: `${reading.baseUrl}/r/${id}`,
      revision: row.revision,
      created: row.created.toISOString(),
      updated: row.updated.toISOString(),
      provenance: row.provenance,
      sources: records.map(({ source, key, first_seen, last_changed }) => ({
        source,
        title: reading.sourceTitle(source),
        record: key,
        firstSeen: first_seen.toISOString(),
        lastChanged: last_changed.toISOString(),
      })),
    },
  };
}

async function tombstoneOf({ db }: Reading, row: ResourceRow): Promise<Tombstone> {
  const last = await catalogueTables(db).selectFrom('revision').select(['at', 'by']).where('resource_id', '=', row.id).orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
  return {
    id: row.id,
    category: row.category,
    kind: row.kind,
    status: row.status,
    title: row.title,
    reason: row.content.statusReason ?? '',
    withdrawn: last.at.toISOString(),
    by: last.by,
  };
}

/** Terms' labels as the vocabulary has them now, not as they were when the content was written. */
export function freshLabels(content: ResourceContent, vocabulary: Vocabulary): ResourceContent {
  const fresh = (terms: TermRef[]) => terms.map(({ id }) => vocabulary.ref(id));
  return {
    ...content,
    topics: fresh(content.topics),
    operations: fresh(content.operations),
    reads: fresh(content.reads),
    writes: fresh(content.writes),
    formats: fresh(content.formats),
    distributions: content.distributions.map((it) => (it.formatTerm ? { ...it, formatTerm: vocabulary.ref(it.formatTerm.id) } : it)),
  };
}

/** All revisions, newest first. */
export async function listRevisions(reading: Reading, id: string): Promise<z.infer<typeof RevisionSummary>[]> {
  await discover(reading, id);
  const rows = await catalogueTables(reading.db)
    .selectFrom('revision')
    .select(['number', 'at', 'by', 'note', 'changed'])
    .where('resource_id', '=', id)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(summaryOf);
}

const summaryOf = (row: { number: number; at: Date; by: string; note: string | null; changed: string[] }) => ({
  number: row.number,
  at: row.at.toISOString(),
  by: row.by,
  ...(row.note ? { note: row.note } : {}),
  changed: row.changed,
});

export async function readRevision(reading: Reading, id: string, number: number): Promise<z.infer<typeof Revision>> {
  await discover(reading, id);
  const row = await catalogueTables(reading.db).selectFrom('revision').selectAll().where('resource_id', '=', id).where('number', '=', number).executeTakeFirst();
  if (!row) throw notFound(`Resource "${id}" has no revision ${number}.`);
  return { ...summaryOf(row), content: freshLabels(row.content, reading.vocabulary) };
}

/** The fields in which two revisions differ. */
export async function compareRevisions(reading: Reading, id: string, from: number, to: number): Promise<z.infer<typeof RevisionComparison>> {
  const [before, after] = await Promise.all([readRevision(reading, id, from), readRevision(reading, id, to)]);
  const [a, b] = [before.content as Record<string, unknown>, after.content as Record<string, unknown>];
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((field) => canonicalJson(a[field] ?? null) !== canonicalJson(b[field] ?? null));
  return { from, to, fields: fields.map((field) => ({ field, before: a[field], after: b[field] })) };
}

/** The identifiers of the resources that a name (`biotools:bwa`, a DOI, a web address) denotes, best known first. */
export async function resourcesNamed({ db, sight, vocabulary }: Pick<Reading, 'db' | 'sight' | 'vocabulary'>, name: string): Promise<string[]> {
  const { rows } = await runSeen(
    db,
    sight,
    `select distinct r.id, r.links from catalogue.name n join catalogue.resource r on r.id = n.resource_id
     where n.name = $1 and seen(r) order by r.links desc, r.id limit 20`,
    [vocabulary.prefixes.canonical(name)],
  );
  return rows.map((row) => row['id'] as string);
}
