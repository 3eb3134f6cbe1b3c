import { run } from '../kernel/database.ts';
import type { Sight } from '../access/index.ts';
import type { Category, Kind } from './kinds.ts';
import type { PredicateName } from './predicates.ts';
import { fromStored } from './provenance.ts';
import { freshLabels, type Reading } from './read-resource.ts';
import type { ResourceSummary, ResourceView, Tombstone } from './resource.ts';
import type { ResourceRow } from './resource-store.ts';
import { runSeen, seenIn } from './seen.ts';

/** A resource as it leaves the node in any standard: what is shown of it, and the resources it leads to. */
export interface Outgoing extends ResourceView {
  linked: OutgoingLink[];
}

/** A link from the resource to another one, as its sources state it. */
export interface OutgoingLink {
  predicate: PredicateName;
  object: ResourceSummary;
}

export type Leaving = { resource: Outgoing } | { tombstone: Tombstone & { updated: string } };

/** Where a page ended. Ordinals never change; `updated` does whenever the resource is revised. */
export interface Place {
  ordinal: number;
  /** ISO 8601. */
  updated: string;
}

export interface OutgoingRequest {
  /**
   * `ordinal`: each resource once, whatever is revised meanwhile (whole exports). `updated`: in the order of changes, so
   * that a reader who comes back finds what changed since (harvesting).
   */
  by: 'ordinal' | 'updated';
  after?: Place | undefined;
  /** Bounds of the last change, both included. */
  from?: Date | undefined;
  until?: Date | undefined;
  category?: Category | undefined;
  kinds?: readonly Kind[] | undefined;
  /** These resources alone. */
  ids?: readonly string[] | undefined;
  /** Withdrawn resources too, as tombstones. */
  withdrawn?: boolean | undefined;
  limit: number;
}

export interface OutgoingPage {
  items: Leaving[];
  /** The place to go on from; undefined at the end. */
  next: Place | undefined;
}

const ORDER = { ordinal: 'r.ordinal', updated: 'r.updated, r.ordinal' };

/** A page of resources to hand out, in three queries whatever its length. */
export async function outgoing(reading: Reading, request: OutgoingRequest): Promise<OutgoingPage> {
  const { db, sight } = reading;
  const { after, by, limit } = request;
  const { conditions, parameters } = filterOf(request, sight);
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  if (after && by === 'ordinal') conditions.push(`r.ordinal > ${bind(after.ordinal)}`);
  if (after && by === 'updated') conditions.push(`(r.updated, r.ordinal) > (${bind(after.updated)}::timestamptz, ${bind(after.ordinal)}::int)`);
  const { rows } = await run(db, `select r.* from catalogue.resource r where ${conditions.join(' and ')} order by ${ORDER[by]} limit ${bind(limit + 1)}`, parameters);
  const page = (rows as unknown as ResourceRow[]).slice(0, limit);
  const last = page.at(-1);
  return { items: await leaving(reading, page), next: rows.length > limit && last ? { ordinal: last.ordinal, updated: last.updated.toISOString() } : undefined };
}

/** Pages of resources to the end; memory stays that of one page. */
export async function* allOutgoing(reading: Reading, request: Omit<OutgoingRequest, 'limit'> & { limit?: number }): AsyncGenerator<Leaving[]> {
  let after = request.after;
  do {
    const { items, next } = await outgoing(reading, { limit: 500, ...request, after });
    if (items.length > 0) yield items;
    after = next;
  } while (after);
}

function filterOf(request: Omit<OutgoingRequest, 'by' | 'after' | 'limit'>, sight: Sight): { conditions: string[]; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const shown = seenIn(sight, parameters);
  const conditions = [request.withdrawn ? shown.seenOrGone('r') : shown.seen('r')];
  if (request.from) conditions.push(`r.updated >= ${bind(request.from)}`);
  if (request.until) conditions.push(`r.updated <= ${bind(request.until)}`);
  if (request.category) conditions.push(`r.category = ${bind(request.category)}`);
  if (request.kinds) conditions.push(`r.kind = any(${bind(request.kinds)})`);
  if (request.ids) conditions.push(`r.id = any(${bind(request.ids)})`);
  return { conditions, parameters };
}

/** These resources as they leave the node, by identifier. */
export async function leavingOf(reading: Reading, ids: string[]): Promise<Map<string, Leaving>> {
  if (ids.length === 0) return new Map();
  const { items } = await outgoing(reading, { by: 'ordinal', ids, limit: ids.length });
  return new Map(items.map((item) => ['resource' in item ? item.resource.id : item.tombstone.id, item]));
}

type SourcesOf = Map<string, ResourceView['sources']>;

async function leaving(reading: Reading, rows: ResourceRow[]): Promise<Leaving[]> {
  const alive = rows.filter(({ status }) => status !== 'withdrawn').map(({ id }) => id);
  const [sources, links, by] = await Promise.all([sourcesOf(reading, alive), linksOf(reading, alive), withdrawnBy(reading, rows)]);
  return rows.map((row): Leaving => {
    const { id, category, kind, status, title } = row;
    const updated = row.updated.toISOString();
    if (status === 'withdrawn') {
      return { tombstone: { id, category, kind, status, title, reason: row.content.statusReason ?? '', withdrawn: updated, by: by.get(id) ?? '', updated } };
    }
    return {
      resource: {
        ...freshLabels(row.content, reading.vocabulary),
        id,
        url: `${reading.baseUrl}/r/${id}`,
        revision: row.revision,
        created: row.created.toISOString(),
        updated,
        provenance: fromStored(row.provenance),
        sources: sources.get(id) ?? [],
        linked: links.get(id) ?? [],
      },
    };
  });
}

async function sourcesOf({ db, sourceTitle }: Reading, ids: string[]): Promise<SourcesOf> {
  const found: SourcesOf = new Map(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const { rows } = await run(
    db,
    `select resource_id, source, key, first_seen, last_changed from catalogue.record where resource_id = any($1) and not withdrawn order by source, key`,
    [ids],
  );
  for (const row of rows as unknown as { resource_id: string; source: string; key: string; first_seen: Date; last_changed: Date }[]) {
    found.get(row.resource_id)?.push({
      source: row.source,
      title: sourceTitle(row.source),
      record: row.key,
      firstSeen: row.first_seen.toISOString(),
      lastChanged: row.last_changed.toISOString(),
    });
  }
  return found;
}

async function linksOf({ db, sight }: Reading, ids: string[]): Promise<Map<string, OutgoingLink[]>> {
  const found = new Map<string, OutgoingLink[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const { rows } = await runSeen(
    db,
    sight,
    `select l.subject_id, l.predicate, o.id, o.category, o.kind, o.status, o.title
     from (select distinct subject_id, predicate, object_id from catalogue.link where subject_id = any($1) and object_type = 'resource' and object_id is not null) l
     join catalogue.resource o on o.id = l.object_id and seen(o)
     order by l.subject_id, l.predicate, o.id`,
    [ids],
  );
  for (const { subject_id, predicate, ...object } of rows as unknown as (ResourceSummary & { subject_id: string; predicate: PredicateName })[])
    found.get(subject_id)?.push({ predicate, object });
  return found;
}

async function withdrawnBy({ db }: Reading, rows: ResourceRow[]): Promise<Map<string, string>> {
  const gone = rows.filter(({ status }) => status === 'withdrawn').map(({ id }) => id);
  if (gone.length === 0) return new Map();
  const found = await run(db, `select distinct on (resource_id) resource_id, by from catalogue.revision where resource_id = any($1) order by resource_id, number desc`, [gone]);
  return new Map(found.rows.map((row) => [row['resource_id'] as string, row['by'] as string]));
}
