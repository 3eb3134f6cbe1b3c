import { setImmediate as nextTurn } from 'node:timers/promises';
import { carryTerms, tellApart } from '../access/terms/index.ts';
import { registerOrganisations } from '../identity/index.ts';
import type { Db } from '../kernel/database.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { compose, differingFields, LOCAL, provenanceOf, unresolvedTerms, type Composed, type Speaking } from './compose.ts';
import type { Description } from './description.ts';
import { updateLinkCounts, type Counted } from './link-counts.ts';
import { removeLinks, removeNames, writeLinks } from './link-store.ts';
import type { Prepared } from './prepare-records.ts';
import type { PublishContext, Published } from './publish-records.ts';
import { isAmendment, writeMerged } from './resolution/identity-store.ts';
import type { Move } from './resolution/resolve-records.ts';
import type { ResourceContent } from './resource.ts';
import {
  moveRecords,
  recordsOfResources,
  resourcesForUpdate,
  writeRecords,
  writeResources,
  type RecordRow,
  type ResourceRow,
  type ResourceToWrite,
  type WrittenResource,
} from './resource-store.ts';
import { isPublic } from './seen.ts';
import { putLinkCounts, putSearchRows, removeSearchRows, searchedContent, tellOfRecords, type SearchedContent } from './search/search-rows.ts';

/** A record as it is to stand. */
export interface ChangedRecord {
  source: string;
  key: string;
  collection: string;
  resource_id: string;
  description: Partial<Description>;
  stands_for: string[];
  apart: boolean;
  digest: string;
  /** Not stored yet. */
  fresh: boolean;
  alone: Prepared['alone'];
}

export interface Changes {
  records: ChangedRecord[];
  /** Stored records that belong to another resource from now on; those among `records` too. */
  moves: Move[];
  /** Resources to be looked at again though none of their records changed. */
  recompose?: string[];
}

interface Speaker extends Speaking {
  /** The stored row where it is not one of the changed records. */
  row?: RecordRow;
}

/**
 * Writes changed records and all that follows from them: what each resource shows, its revision, what became of
 * resources that turned out to be one, names, links, counts and what is searched. Under the catalogue's lock.
 */
export async function applyChanges(trx: Db, { records, moves, recompose = [] }: Changes, context: PublishContext): Promise<Published['links']> {
  const { vocabulary, at } = context;
  const before = await resourcesForUpdate(trx, [...new Set([...recompose, ...records.map(({ resource_id }) => resource_id), ...moves.flatMap(({ from, to }) => [from, to])])]);
  const stored = await recordsOfResources(trx, [...before.keys()]);
  const { speakingOf, gone, moved } = rearrange(records, moves, stored, before, at);

  const toWrite: ResourceToWrite[] = [];
  const ahead = new Map<ResourceContent, SearchedContent>();
  const joined = new Set([
    ...records.filter(({ fresh, resource_id }) => fresh && before.has(resource_id)).map(({ resource_id }) => resource_id),
    ...moved.flatMap(({ from, to }) => [from, to]),
  ]);
  const alone = new Map(records.map((record) => [record.resource_id, record.alone]));
  for (const [id, speaking] of speakingOf) {
    const resource = before.get(id);
    const prepared = speaking.length === 1 && !speaking[0]?.row ? alone.get(id) : undefined;
    if (prepared) ahead.set(prepared.composed.content, prepared.searched);
    const next = gone.has(id)
      ? resource && retired(resource, gone.get(id) as string)
      : revise(id, resource, prepared?.composed ?? compose(speaking, vocabulary, { rankOf: context.rankOf, choices: resource?.choices }), context, joined.has(id));
    if (next) toWrite.push(next);
  }
  const sourcesOf = (id: string) => [...new Set(speakingOf.get(id)?.map(({ source }) => source))];
  await carryTerms(
    trx,
    [...gone].map(([id, into]) => ({ id, into })),
    context,
  );
  const toldApart = [...before.values()].flatMap(({ id, merged_into }) => (merged_into && speakingOf.has(id) && !gone.has(id) ? [id] : []));
  await tellApart(trx, toldApart);
  // The words of the new contents are cut while the database writes them.
  const [written, searched] = await Promise.all([writeResources(trx, toWrite, context), segment(toWrite, ahead, sourcesOf, vocabulary)]);
  await nameOrganisations(trx, records, (id) => isPublic({ visibility: written.get(id)?.visibility ?? before.get(id)?.visibility ?? '', status: 'published' }));
  await writeMerged(trx, [...[...gone].map(([id, into]) => ({ id, into })), ...toldApart.map((id) => ({ id, into: null }))]);
  await moveRecords(trx, moved);
  await writeRecords(
    trx,
    records.map(({ source, key, collection, resource_id, digest, description, stands_for, apart }) => ({
      source,
      key,
      collection,
      resource_id,
      digest,
      description,
      stands_for,
      apart,
      unresolved: unresolvedTerms(description, vocabulary),
      withdrawn: false,
      last_changed: at,
    })),
  );
  const lost = await leave(trx, moved);
  const changed = new Set(records.map(({ source, key }) => `${source}\0${key}`));
  const rehomed = moved.flatMap(({ source, key, to, description, stands_for }) =>
    changed.has(`${source}\0${key}`) ? [] : [{ source, key, resource_id: to, description, stands_for }],
  );
  const linked = await writeLinks(trx, [...records, ...rehomed], vocabulary);
  const recounted = await updateLinkCounts(trx, { gained: linked.gained, lost: [...lost, ...linked.lost] }, turned(written, before, toWrite));
  await index(trx, toWrite, written, recounted, sourcesOf, context, searched);
  // What a record says and the resource does not show (a name it is called by) is a change for whoever hands records on.
  await tellOfRecords(
    trx,
    records.flatMap(({ resource_id }) => (written.has(resource_id) ? [] : (before.get(resource_id)?.ordinal ?? []))),
  );
  return { stated: linked.stated, unresolved: linked.unresolved };
}

/** Makes the providers known that these records name, to everybody or to those who see what they describe. */
async function nameOrganisations(trx: Db, records: ChangedRecord[], isOpen: (resource: string) => boolean): Promise<void> {
  const [open, others] = [true, false].map((openly) =>
    records.filter(({ resource_id }) => isOpen(resource_id) === openly).flatMap(({ description }) => description.provider ?? []),
  );
  await registerOrganisations(trx, open ?? []);
  await registerOrganisations(trx, others ?? [], false);
}

type Moved = Move & { description: Partial<Description>; stands_for: string[] };

/** Who speaks of each touched resource once everything has moved, which resources nobody describes any more and where their records went. */
function rearrange(
  records: ChangedRecord[],
  moves: Move[],
  stored: Map<string, RecordRow[]>,
  before: Map<string, ResourceRow>,
  at: Date,
): { speakingOf: Map<string, Speaker[]>; gone: Map<string, string>; moved: Moved[] } {
  const name = ({ source, key }: { source: string; key: string }) => `${source}\0${key}`;
  const changed = new Set(records.map(name));
  const goesTo = new Map(moves.map((move) => [name(move), move.to]));
  const rows = [...stored.values()].flat();
  const speakingOf = new Map<string, Speaker[]>([...before.keys()].map((id) => [id, []]));
  const say = (id: string, speaker: Speaker) => speakingOf.set(id, [...(speakingOf.get(id) ?? []), speaker]);
  for (const { source, key, description, resource_id } of records) say(resource_id, { source, key, description, lastChanged: at });
  const homeOf = (row: RecordRow) => goesTo.get(name(row)) ?? row.resource_id;
  for (const row of rows) if (!changed.has(name(row)) && !isAmendment(row)) say(homeOf(row), { ...row, lastChanged: row.last_changed, row });

  const described = (id: string) => (speakingOf.get(id) ?? []).some(({ description }) => description.title && description.kind);
  const gone = new Map<string, string>();
  for (const { from, to } of moves) if (!described(from) && described(to)) gone.set(from, to);
  // An amendment stays with its resource, follows it where it goes, and comes back with it.
  const amendments = rows
    .filter((row) => isAmendment(row) && !changed.has(name(row)))
    .map((row) => ({ row, to: described(row.key) ? row.key : (gone.get(row.resource_id) ?? row.resource_id) }));
  for (const { row, to } of amendments) say(to, { ...row, lastChanged: row.last_changed, row });

  const rowNamed = new Map(rows.map((row) => [name(row), row]));
  const moved = [
    ...moves.map((move) => {
      const { description = {}, stands_for = [] } = rowNamed.get(name(move)) ?? {};
      return { ...move, description, stands_for };
    }),
    ...amendments.flatMap(({ row, to }) =>
      to === row.resource_id ? [] : [{ source: LOCAL, key: row.key, from: row.resource_id, to, description: row.description, stands_for: row.stands_for }],
    ),
  ];
  return { speakingOf, gone, moved };
}

/** A resource whose records have gone to another: it points there from now on. */
const retired = (resource: ResourceRow, into: string): ResourceToWrite => ({
  id: resource.id,
  content: { ...resource.content, status: 'withdrawn', statusReason: `Merged into ${into} / 已并入 ${into}` },
  provenance: resource.provenance,
  revision: resource.revision + 1,
  changed: ['status', 'statusReason'],
});

/** Takes the names and links of moved records away from where they stood. */
async function leave(trx: Db, moved: Moved[]) {
  if (moved.length === 0) return [];
  const at = moved.map(({ source, key, from }) => ({ source, record: key, resource_id: from }));
  const { lost } = await removeLinks(trx, at);
  return [...lost, ...(await removeNames(trx, at))];
}

/** The next revision of a resource; nothing where what is shown stays the same, and who describes it (`joined`) too. */
export function revise(id: string, before: ResourceRow | undefined, composed: Composed, context: PublishContext, joined = false): ResourceToWrite | undefined {
  const changed = differingFields(before?.content, composed.content);
  const provenance = provenanceOf(composed, changed, before?.provenance, context.at);
  if (before && changed.length === 0 && !joined) return undefined;
  return { id, content: composed.content, provenance, revision: (before?.revision ?? 0) + 1, changed: joined && before ? [...changed, 'sources'] : changed };
}

/** Resources that were known and that the public now sees and did not, or no longer sees. */
export const turned = (written: Map<string, WrittenResource>, before: Map<string, ResourceRow>, toWrite: ResourceToWrite[]): string[] =>
  toWrite.flatMap(({ id, content }) => {
    const [was, is] = [before.get(id), written.get(id)];
    return was && is && isPublic(was) !== isPublic({ ...is, status: content.status }) ? [id] : [];
  });

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
  written: Map<string, WrittenResource>,
  recounted: Counted[],
  sourcesOf: (id: string) => string[],
  context: PublishContext,
  searched?: Map<string, SearchedContent>,
): Promise<void> {
  const counts = new Map(recounted.map(({ id, links }) => [id, links]));
  const rows = resources.map(({ id, content }) => {
    const { links, ...row } = written.get(id) as WrittenResource;
    return { ...row, id, content, sources: sourcesOf(id), updated: context.at, links: counts.get(id) ?? links, searched: searched?.get(id) };
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
