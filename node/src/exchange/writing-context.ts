import { allOutgoing, outgoing, runSeen, type Category, type Outgoing, type Reading } from '../catalogue/index.ts';
import type { Format, WritingContext } from './format.ts';

/** At most so many resources are brought together around one. */
const LARGEST_NEIGHBOURHOOD = 1_000;

/** What writers may know, for a reader who may see what `reading` shows. */
export function writingContext(reading: Reading, node: WritingContext['node'], updated: Date): WritingContext {
  return {
    baseUrl: reading.baseUrl,
    node,
    vocabulary: reading.vocabulary,
    updated,
    resources: async (ids) => resourcesOf((await outgoing(reading, { by: 'ordinal', ids: ids.slice(0, LARGEST_NEIGHBOURHOOD), limit: LARGEST_NEIGHBOURHOOD })).items),
  };
}

/** The resources of a page, without tombstones. */
export const resourcesOf = (page: Awaited<ReturnType<typeof outgoing>>['items']): Outgoing[] => page.flatMap((it) => ('resource' in it ? [it.resource] : []));

/** When a resource of the catalogue last changed; the beginning of time for an empty one. */
export async function lastChange({ db, sight }: Pick<Reading, 'db' | 'sight'>): Promise<Date> {
  const { rows } = await runSeen(db, sight, `select max(r.updated) as updated from catalogue.resource r where seenOrGone(r)`);
  return (rows[0]?.['updated'] as Date | null) ?? new Date(0);
}

/** So many resources are read at once: with the page before it, what is in memory. */
const PAGE = 500;

/** Every resource of the catalogue, or of a category, that a format has words for, page by page. */
export async function* wholeCatalogue(reading: Reading, { covers }: Pick<Format, 'covers'>, category?: Category): AsyncGenerator<Outgoing[]> {
  for await (const page of allOutgoing(reading, { by: 'ordinal', category, limit: PAGE })) yield resourcesOf(page).filter(covers);
}
