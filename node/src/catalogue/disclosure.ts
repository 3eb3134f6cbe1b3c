import { PUBLIC_CLASS } from '../access/index.ts';
import { run, type Db } from '../kernel/database.ts';
import type { Category } from './kinds.ts';
import type { Showing } from './seen.ts';

/** To whom and when a resource is shown, and the category it is listed in. */
export type Shown = Pick<Showing, 'visibility' | 'shown_from' | 'shown_until'> & { category: Category };

/** A resource before and after it was written; `was` is left out where it is new. */
export interface Turned {
  id: string;
  was?: (Shown & { created: Date }) | undefined;
  is: Shown;
}

/** Since when everybody may discover a resource, or no longer; of those alone that did not stand open from the beginning. */
interface Disclosure {
  /** As it was when everybody last saw it. */
  category: Category;
  /** When it was opened to all, by a change or by the beginning of a time that the clock ends. */
  opened: Date | null;
  /** When it was withdrawn from the public; null while it is open, or was never. */
  closed: Date | null;
}

/** Whether resources of a class are for everybody, at least for a time. */
const isForAll = (visibility: string): boolean => visibility === PUBLIC_CLASS || visibility.startsWith('shown public ');
const isTimed = ({ visibility }: Shown): boolean => isForAll(visibility) && visibility !== PUBLIC_CLASS;
const isOpen = ({ visibility, shown_from, shown_until }: Shown, at: Date): boolean =>
  isForAll(visibility) && (shown_from === null || shown_from <= at) && (shown_until === null || at < shown_until);

/**
 * Notes which resources were withdrawn from the public and which came back, in the transaction that changes it. Nothing
 * is noted of what was never public, nor of what always is.
 */
export async function noteDisclosures(trx: Db, turned: readonly Turned[], at: Date): Promise<void> {
  const concerned = turned.filter(({ was, is }) => (was !== undefined && was.visibility !== PUBLIC_CLASS) || is.visibility !== PUBLIC_CLASS);
  if (concerned.length === 0) return;
  const found = await run(trx, 'select resource_id, category, opened, closed from catalogue.disclosure where resource_id = any($1)', [concerned.map(({ id }) => id)]);
  const known = new Map(found.rows.map((row) => [row['resource_id'] as string, row as unknown as Disclosure]));
  const rows = concerned.flatMap(({ id, was, is }) => {
    const next = disclosureAfter(known.get(id), was, is, at);
    return next ? [{ id, ...next }] : [];
  });
  if (rows.length === 0) return;
  await run(
    trx,
    `insert into catalogue.disclosure as held (resource_id, category, opened, closed)
     select id, category, opened, closed from json_to_recordset($1::json) as t(id text, category text, opened timestamptz, closed timestamptz)
     on conflict (resource_id) do update set category = excluded.category, opened = excluded.opened, closed = excluded.closed`,
    [JSON.stringify(rows)],
  );
}

/** What is to be noted of a resource; undefined where nothing is. */
function disclosureAfter(known: Disclosure | undefined, was: Turned['was'], is: Shown, at: Date): Disclosure | undefined {
  // What is hidden at the very instant at which it came was never public.
  const wasOpen = was !== undefined && was.created < at && isOpen(was, at);
  if (isOpen(is, at)) {
    if (was === undefined && !isTimed(is)) return undefined;
    return { category: is.category, opened: wasOpen ? (known?.opened ?? null) : at, closed: null };
  }
  const closed = wasOpen ? at : (endedByClock(known, was, at) ?? known?.closed ?? null);
  if (closed === null && !isTimed(is)) return known;
  return {
    category: wasOpen ? was.category : (known?.category ?? is.category),
    opened: isTimed(is) ? at : (known?.opened ?? null),
    closed,
  };
}

/** When the clock ended the time for which a resource was open, if it did. */
function endedByClock(known: Disclosure | undefined, was: Shown | undefined, at: Date): Date | undefined {
  if (!was || !isTimed(was) || was.shown_until === null || was.shown_until > at) return undefined;
  const began = Math.max(known?.opened?.getTime() ?? -Infinity, was.shown_from?.getTime() ?? -Infinity);
  return known && began < was.shown_until.getTime() ? was.shown_until : undefined;
}
