import { run, type Db } from '../kernel/database.ts';
import { CHANNEL } from './search/search-row.ts';

/** The channel on which PostgreSQL tells that resources changed. */
export const CATALOGUE_CHANNEL = CHANNEL;

/** A place in the catalogue's list of changes; changes after it are told in the order of their commits. */
export type ChangePosition = number;

/** Where the list ends, and up to where it has been cleared: who stands before that has missed changes and must look at everything. */
export async function changesEnd(db: Db): Promise<{ end: ChangePosition; clearedTo: ChangePosition }> {
  const { rows } = await run(
    db,
    'select s.cleared_to, greatest(s.cleared_to, coalesce((select max(sequence) from catalogue.search_outbox), 0)) as "end" from catalogue.search_state s',
  );
  return { end: Number(rows[0]?.['end'] ?? 0), clearedTo: Number(rows[0]?.['cleared_to'] ?? 0) };
}

/**
 * Resources that changed after a place, each once: what they say, that they came or went, or to whom they are shown.
 * Counts of links are no change of a resource. At most `limit` entries of the list are read.
 */
export async function changesSince(db: Db, position: ChangePosition, limit: number): Promise<{ ids: string[]; position: ChangePosition; more: boolean }> {
  const { rows } = await run(
    db,
    `with read as materialized (select sequence, ordinal, links_only from catalogue.search_outbox where sequence > $1 order by sequence limit $2)
     select (select max(sequence) from read) as position, (select count(*) from read) as count,
       array(select r.id from catalogue.resource r where r.ordinal in (select ordinal from read where not links_only) order by r.ordinal) as ids`,
    [position, limit],
  );
  const [row] = rows as { position: number | null; count: number; ids: string[] }[];
  return { ids: row?.ids ?? [], position: row?.position ?? position, more: (row?.count ?? 0) >= limit };
}

/** Resources whose time of being shown began or ended between two instants, whichever came first. */
export async function showingsTurned(db: Db, one: Date, other: Date): Promise<string[]> {
  const [from, until] = one <= other ? [one, other] : [other, one];
  const { rows } = await run(
    db,
    `select id from catalogue.resource where visibility <> 'public' and ((shown_from > $1 and shown_from <= $2) or (shown_until > $1 and shown_until <= $2)) order by id`,
    [from, until],
  );
  return rows.map((row) => row['id'] as string);
}

/** Every resource there ever was, in a fixed order, page by page. */
export async function resourcesAfter(db: Db, ordinal: number, limit: number): Promise<{ ids: string[]; last: number | undefined }> {
  const { rows } = await run(db, 'select id, ordinal from catalogue.resource where ordinal > $1 order by ordinal limit $2', [ordinal, limit]);
  return { ids: rows.map((row) => row['id'] as string), last: rows.length < limit ? undefined : (rows.at(-1)?.['ordinal'] as number) };
}
