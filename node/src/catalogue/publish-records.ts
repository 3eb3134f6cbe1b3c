import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { registerOrganisations } from '../identity/index.ts';
import type { Db } from '../kernel/database.ts';
import type { Flaw } from '../kernel/errors.ts';
import { identifierOf } from '../kernel/identifiers.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { compose, differingFields, LOCAL, provenanceOf, unresolvedTerms, type Composed, type Speaking } from './compose.ts';
import type { SourceRecord } from './description.ts';
import { updateLinkCounts, type Counted } from './link-counts.ts';
import { writeLinks, type LinkingRecord } from './link-store.ts';
import type { Status } from './kinds.ts';
import { partOfCycles } from './part-of-cycles.ts';
import { digestOfRecord, preparedRecord, type Prepared } from './prepare-records.ts';
import type { ResourceContent } from './resource.ts';
import { knownRecords, recordsOfResources, resourcesForUpdate, writeRecords, writeResources, type ResourceRow, type ResourceToWrite } from './resource-store.ts';
import { putLinkCounts, putSearchRows, removeSearchRows, searchedContent, type SearchedContent } from './search/search-rows.ts';

export interface PublishContext {
  vocabulary: Vocabulary;
  /** The instant of the change. */
  at: Date;
  /** Who makes it, as revisions show it (`harvest:galaxy-codex`, `operator:local`). */
  by: string;
  note?: string;
}

export interface Published {
  /** One for each record handed in, in order. */
  outcomes: Outcome[];
  /** Links the written records state, and how many of them lead to nothing known yet. */
  links: { stated: number; unresolved: number };
}

/** Any constant: names the lock under which writers of the catalogue queue, so that none ever waits for another in a circle. */
const WRITERS = 0x62696f74;

export const lockCatalogue = (trx: Db) => sql`select pg_advisory_xact_lock(${WRITERS})`.execute(trx);

interface Accepted extends LinkingRecord {
  position: number;
  collection: string;
  digest: string;
  alone: Prepared['alone'];
  known: boolean;
}

/**
 * Takes up to some hundred records of one source into the catalogue, within the caller's transaction: validation,
 * identity, revision, links and search row. A record whose digest is known is not written; one that does not hold is
 * rejected with each flaw; the rest stand.
 */
export async function publishRecords(trx: Db, source: string, records: SourceRecord[], context: PublishContext): Promise<Published> {
  if (records.length === 0) return { outcomes: [], links: { stated: 0, unresolved: 0 } };
  const outcomes: Outcome[] = Array.from({ length: records.length });
  const known = await knownRecords(
    trx,
    source,
    records.map(({ key }) => key),
  );

  const accepted: Accepted[] = [];
  const keysHere = new Set<string>();
  for (const [position, record] of records.entries()) {
    const before = known.get(record.key);
    if (keysHere.has(record.key)) {
      outcomes[position] = rejected([{ pointer: '/key', reason: `duplicate identifier: "${record.key}" stands in this batch before` }]);
      continue;
    }
    keysHere.add(record.key);
    if (before && !before.withdrawn && before.digest === digestOfRecord(record)) {
      outcomes[position] = { state: 'unchanged' };
      continue;
    }
    const { digest, checked, alone } = preparedRecord(source, record, context.vocabulary);
    if ('flaws' in checked) {
      outcomes[position] = rejected(checked.flaws);
      continue;
    }
    const resource_id = before?.resource_id ?? (source === LOCAL ? record.key : identifierOf(source, record.key));
    accepted.push({ position, source, key: record.key, collection: record.collection, resource_id, description: checked.description, digest, alone, known: before !== undefined });
  }
  if (accepted.length === 0) return { outcomes, links: { stated: 0, unresolved: 0 } };

  await lockCatalogue(trx);
  const cycles = await partOfCycles(trx, accepted);
  const standing = accepted.filter((record) => {
    const cycle = cycles.get(record.key);
    if (cycle) outcomes[record.position] = rejected([{ pointer: `/links/${cycle.index}`, reason: `"is part of" goes in a circle: ${cycle.circle.join(' → ')}` }]);
    return !cycle;
  });
  if (standing.length === 0) return { outcomes, links: { stated: 0, unresolved: 0 } };
  const links = await write(trx, standing, context);
  for (const record of standing) outcomes[record.position] = { state: record.known ? 'updated' : 'created' };
  return { outcomes, links };
}

const rejected = (flaws: Flaw[]): Outcome => ({ state: 'rejected', flaws });

/** Writes accepted records and what follows from them. */
async function write(trx: Db, records: Accepted[], context: PublishContext): Promise<Published['links']> {
  const { vocabulary, at } = context;
  const before = await resourcesForUpdate(trx, [...new Set(records.map(({ resource_id }) => resource_id))]);
  const others = await recordsOfResources(trx, [...before.keys()]);

  await registerOrganisations(
    trx,
    records.flatMap(({ description }) => description.provider ?? []),
  );
  const toWrite: ResourceToWrite[] = [];
  const speakingOf = new Map<string, Speaking[]>();
  const byResource = Map.groupBy(records, ({ resource_id }) => resource_id);
  const ahead = new Map<ResourceContent, SearchedContent>();
  for (const [id, mine] of byResource) {
    const rest = (others.get(id) ?? []).filter((row) => !mine.some((record) => record.source === row.source && record.key === row.key));
    const speaking: Speaking[] = [
      ...mine.map(({ source, key, description }) => ({ source, key, description, lastChanged: at })),
      ...rest.map((row) => ({ source: row.source, key: row.key, description: row.description, lastChanged: row.last_changed })),
    ];
    speakingOf.set(id, speaking);
    const alone = speaking.length === 1 ? mine[0]?.alone : undefined;
    if (alone) ahead.set(alone.composed.content, alone.searched);
    const next = revise(id, before.get(id), alone?.composed ?? compose(speaking, vocabulary), context);
    if (next) toWrite.push(next);
  }
  const sourcesOf = (id: string) => [...new Set(speakingOf.get(id)?.map(({ source }) => source))];
  // The words of the new contents are cut while the database writes them.
  const [written, searched] = await Promise.all([writeResources(trx, toWrite, context), segment(toWrite, ahead, sourcesOf, vocabulary)]);
  await writeRecords(
    trx,
    records.map(({ source, key, collection, resource_id, digest, description }) => ({
      source,
      key,
      collection,
      resource_id,
      digest,
      description,
      unresolved: unresolvedTerms(description, vocabulary),
      withdrawn: false,
      last_changed: at,
    })),
  );
  const linked = await writeLinks(trx, records, vocabulary);
  const recounted = await updateLinkCounts(trx, linked, turned(toWrite, before));
  await index(trx, toWrite, written, recounted, sourcesOf, context, searched);
  return { stated: linked.stated, unresolved: linked.unresolved };
}

/** The next revision of a resource; nothing where what is shown stays the same. */
export function revise(id: string, before: ResourceRow | undefined, composed: Composed, context: PublishContext): ResourceToWrite | undefined {
  const changed = differingFields(before?.content, composed.content);
  const provenance = provenanceOf(composed, changed, before?.provenance, context.at);
  if (before && changed.length === 0) return undefined;
  return { id, content: composed.content, provenance, revision: (before?.revision ?? 0) + 1, changed };
}

const isPublic = (status: Status | undefined) => status === 'published' || status === 'deprecated';

/** Resources that were known and that the public now sees and did not, or no longer sees. */
export const turned = (toWrite: ResourceToWrite[], before: Map<string, ResourceRow>): string[] =>
  toWrite.filter(({ id, content }) => before.has(id) && isPublic(before.get(id)?.status) !== isPublic(content.status)).map(({ id }) => id);

async function segment(
  resources: ResourceToWrite[],
  ahead: Map<ResourceContent, SearchedContent>,
  sourcesOf: (id: string) => string[],
  vocabulary: Vocabulary,
): Promise<Map<string, SearchedContent>> {
  await nextTurn();
  return new Map(resources.map(({ id, content }) => [id, ahead.get(content) ?? searchedContent(content, sourcesOf(id), vocabulary)]));
}

/** Keeps the search rows in step, in the same transaction. */
export async function index(
  trx: Db,
  resources: { id: string; content: ResourceContent }[],
  written: Map<string, { ordinal: number; links: number }>,
  recounted: Counted[],
  sourcesOf: (id: string) => string[],
  context: PublishContext,
  searched?: Map<string, SearchedContent>,
): Promise<void> {
  const counts = new Map(recounted.map(({ id, links }) => [id, links]));
  const rows = resources.map(({ id, content }) => {
    const { ordinal, links } = written.get(id) as { ordinal: number; links: number };
    return { ordinal, id, content, sources: sourcesOf(id), updated: context.at, links: counts.get(id) ?? links, searched: searched?.get(id) };
  });
  await putSearchRows(
    trx,
    rows.filter(({ content }) => content.status !== 'withdrawn'),
    context.vocabulary,
  );
  await removeSearchRows(
    trx,
    rows.filter(({ content }) => content.status === 'withdrawn').map(({ ordinal }) => ordinal),
  );
  await putLinkCounts(
    trx,
    recounted.filter(({ id }) => !written.has(id)),
  );
}
