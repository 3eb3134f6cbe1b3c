import { run, type Db } from '../../kernel/database.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { ResourceContent } from '../resource.ts';
import { CHANNEL, COLUMNS, type SearchRow } from './search-row.ts';
import { segmented } from './segment.ts';

/** What search needs to know of a resource. */
export interface Searchable {
  ordinal: number;
  id: string;
  content: ResourceContent;
  /** Identifiers of the sources that tell of it. */
  sources: string[];
  updated: Date;
  links: number;
  visibility: string;
  shown_from: Date | null;
  shown_until: Date | null;
  /** What `searchedContent` made of it, where that was done ahead. */
  searched?: SearchedContent;
}

/** The part of a row that the content alone decides, and that costs the most to make. */
export type SearchedContent = Omit<SearchRow, 'ordinal' | 'links' | 'updated' | 'visibility' | 'shown_from' | 'shown_until'>;

/**
 * One writer at a time from here to the end of its transaction, so that the outbox's order is the order of commits and
 * a reader that has seen entry n will never meet a smaller one. Call the functions below last in a transaction: whoever
 * waits here must hold no row that another writer still wants.
 */
const takeTurn = (trx: Db) => run(trx, `select pg_advisory_xact_lock(hashtextextended('catalogue.search_outbox', 0))`);

const VALUES = COLUMNS.split(', ').slice(1);

/**
 * Writes what is searched of these resources, and tells every process of the rows that changed. A withdrawn resource is
 * taken out. Within the transaction that writes the resources; batches of some hundreds are best.
 */
export async function putSearchRows(trx: Db, items: Searchable[], vocabulary: Vocabulary): Promise<void> {
  await removeSearchRows(
    trx,
    items.filter((item) => item.content.status === 'withdrawn').map((item) => item.ordinal),
  );
  const rows = items.filter((item) => item.content.status !== 'withdrawn').map((item) => searchRow(item, vocabulary));
  await writeSearchRows(trx, rows);
}

/** Writes rows as they are; answers how many were new or different. */
export async function writeSearchRows(trx: Db, rows: SearchRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  await takeTurn(trx);
  let changed = 0;
  for (const batch of batchesOf(rows)) changed += await writeBatch(trx, batch);
  return changed;
}

/** No statement carries much more than this many characters, however long the descriptions are. */
const MOST_CHARACTERS = 8_000_000;

function* batchesOf(rows: SearchRow[]): Generator<SearchRow[]> {
  let batch: SearchRow[] = [];
  let length = 0;
  for (const row of rows) {
    batch.push(row);
    length += row.title.length + row.body.length;
    if (length < MOST_CHARACTERS) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}

async function writeBatch(trx: Db, rows: SearchRow[]): Promise<number> {
  const { rows: changed } = await run(
    trx,
    `with changed as (
       insert into catalogue.search_row as held (${COLUMNS})
       select ${COLUMNS} from json_to_recordset($1::json) as given (
         ordinal int, visibility text, shown_from timestamptz, shown_until timestamptz, category text, kind text, topics text[], annotations text[], licence text,
         provider text, sources text[], title text, body text, popularity real, links int, updated timestamptz)
       on conflict (ordinal) do update set ${VALUES.map((column) => `${column} = excluded.${column}`).join(', ')}
       where (${VALUES.map((column) => `held.${column}`).join(', ')}) is distinct from (${VALUES.map((column) => `excluded.${column}`).join(', ')})
       returning ordinal),
     told as (insert into catalogue.search_outbox (ordinal, links_only) select ordinal, false from changed order by ordinal returning 1)
     select count(*) as changed, ${notifyIfAny('told')} from told`,
    [JSON.stringify(rows)],
  );
  return Number(changed[0]?.['changed'] ?? 0);
}

/** Notes how many links each resource has now, for those whose row is there and says otherwise. */
export async function putLinkCounts(trx: Db, items: { ordinal: number; links: number }[]): Promise<void> {
  if (items.length === 0) return;
  await takeTurn(trx);
  await run(
    trx,
    `with changed as (
       update catalogue.search_row as held set links = given.links
       from unnest($1::int[], $2::int[]) as given (ordinal, links)
       where held.ordinal = given.ordinal and held.links <> given.links
       returning held.ordinal),
     told as (insert into catalogue.search_outbox (ordinal, links_only) select ordinal, true from changed order by ordinal returning 1)
     select ${notifyIfAny('told')} from told`,
    [items.map((item) => item.ordinal), items.map((item) => item.links)],
  );
}

/** Notes to whom and when each of these resources is shown now, where that is another than before; what is taken from their rows stays. */
export async function putShowings(trx: Db, ordinals: number[]): Promise<void> {
  if (ordinals.length === 0) return;
  await takeTurn(trx);
  await run(
    trx,
    `with changed as (
       update catalogue.search_row as held set visibility = r.visibility, shown_from = r.shown_from, shown_until = r.shown_until
       from catalogue.resource r
       where r.ordinal = any($1::int[]) and held.ordinal = r.ordinal
         and (held.visibility, held.shown_from, held.shown_until) is distinct from (r.visibility, r.shown_from, r.shown_until)
       returning held.ordinal),
     told as (insert into catalogue.search_outbox (ordinal, links_only) select ordinal, false from changed order by ordinal returning 1)
     select ${notifyIfAny('told')} from told`,
    [ordinals],
  );
}

/** Takes resources out of search. */
export async function removeSearchRows(trx: Db, ordinals: number[]): Promise<void> {
  if (ordinals.length === 0) return;
  await takeTurn(trx);
  await run(
    trx,
    `with changed as (delete from catalogue.search_row where ordinal = any($1::int[]) returning ordinal),
     told as (insert into catalogue.search_outbox (ordinal, links_only) select ordinal, false from changed order by ordinal returning 1)
     select ${notifyIfAny('told')} from told`,
    [ordinals],
  );
}

/** Tells of resources of which a record changed although what is searched stays as it is. */
export async function tellOfRecords(trx: Db, ordinals: number[]): Promise<void> {
  if (ordinals.length === 0) return;
  await takeTurn(trx);
  await run(
    trx,
    `with told as (insert into catalogue.search_outbox (ordinal, links_only) select distinct ordinal, false from unnest($1::int[]) as t(ordinal) order by ordinal returning 1)
     select ${notifyIfAny('told')} from told`,
    [ordinals],
  );
}

const notifyIfAny = (told: string) => `case when (select count(*) from ${told}) > 0 then pg_notify('${CHANNEL}', '') end`;

const BATCH = 500;

/**
 * Writes every search row anew from the resources, batch by batch: after the vocabulary or the segmentation changed.
 * Rows that come out as they were are left alone. A resource that is published meanwhile wins: each batch locks its
 * resources while it is written.
 */
export async function reindexAll(db: Db, vocabulary: Vocabulary, progress?: (done: number) => void): Promise<{ read: number; changed: number }> {
  let after = -1;
  let read = 0;
  let changed = 0;
  for (;;) {
    const batch = await db.transaction().execute(async (trx) => {
      const { rows } = await run(
        trx,
        `select r.ordinal, r.id, r.content, r.updated, r.links, r.visibility, r.shown_from, r.shown_until,
           array(select distinct c.source from catalogue.record c where c.resource_id = r.id and not c.withdrawn order by 1) as sources
         from catalogue.resource r where r.ordinal > $1 order by r.ordinal limit ${BATCH} for update of r`,
        [after],
      );
      const items = rows as unknown as Searchable[];
      changed += await writeSearchRows(
        trx,
        items.filter((item) => item.content.status !== 'withdrawn').map((item) => searchRow(item, vocabulary)),
      );
      await removeSearchRows(
        trx,
        items.filter((item) => item.content.status === 'withdrawn').map((item) => item.ordinal),
      );
      return items;
    });
    const last = batch.at(-1);
    if (!last) break;
    after = last.ordinal;
    read += batch.length;
    progress?.(read);
  }
  return { read, changed };
}

/** What is searched of a resource. */
export const searchRow = ({ ordinal, content, sources, updated, links, visibility, shown_from, shown_until, searched }: Searchable, vocabulary: Vocabulary): SearchRow => ({
  ordinal,
  links,
  updated,
  visibility,
  shown_from,
  shown_until,
  ...(searched ?? searchedContent(content, sources, vocabulary)),
});

/** Of each description so many characters are searched: what a text is about stands at its beginning. */
const SEARCHED_CHARACTERS = 20_000;

/** Segments a resource's texts and looks up its annotations; needs no database. */
export function searchedContent(content: ResourceContent, sources: string[], vocabulary: Vocabulary): SearchedContent {
  const closure = (terms: { id: string }[]) => {
    const ids = new Set<string>();
    for (const { id } of terms) {
      ids.add(id);
      for (const ancestor of vocabulary.ancestors(id)) ids.add(ancestor);
    }
    return [...ids].sort();
  };
  const body = [
    ...Object.values(content.description ?? {}).map((text) => text.slice(0, SEARCHED_CHARACTERS).toWellFormed()),
    ...content.keywords,
    ...content.identifiers,
    ...Object.values(content.provider?.name ?? {}),
    content.licence?.id ?? content.licence?.name ?? '',
  ].filter((text) => text !== '');
  return {
    category: content.category,
    kind: content.kind,
    topics: closure(content.topics),
    annotations: closure([...content.operations, ...content.reads, ...content.writes, ...content.formats]),
    licence: licenceOf(content)?.toWellFormed() ?? null,
    provider: content.provider?.id ?? null,
    sources: [...new Set(sources)].sort(),
    title: segmented(Object.values(content.title), vocabulary),
    body: segmented(body, vocabulary),
    popularity: Math.min(content.popularity ?? 0, 1e9),
  };
}

/** A licence as the facet shows it: its SPDX identifier, else its name, else its address. */
export const licenceOf = (content: Pick<ResourceContent, 'licence'>): string | undefined => content.licence?.id ?? content.licence?.name ?? content.licence?.url;
