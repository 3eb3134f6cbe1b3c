import type { Sight } from '../../access/index.ts';
import type { Db } from '../../kernel/database.ts';
import { indexSight } from './index-sight.ts';
import type { FacetCounts } from './plan.ts';
import type { SearchIndex } from './search-index.ts';

/** What some sources tell of: resources, each counted once however many of them tell of it. */
export interface HeldCounts {
  total: number;
  categories: ReadonlyMap<string, number>;
  /** By term; what bears a narrower one is counted too. */
  topics: ReadonlyMap<string, number>;
  sources: ReadonlyMap<string, number>;
}

/** More values than any vocabulary has topics or a node has sources. */
const ALL_VALUES = 2_000;
/** Questions asked of the index side by side; people's searches go between them. */
const TOGETHER = 4;

/** Counts what groups of sources tell of, as a search narrowed to them counts; all there is where a group is `all`. */
export async function countHeld({ db, index }: { db: Db; index: SearchIndex }, sight: Sight, groups: readonly (readonly string[] | 'all')[]): Promise<HeldCounts[]> {
  const seen = await indexSight(db, sight);
  const counted: HeldCounts[] = [];
  for (let at = 0; at < groups.length; at += TOGETHER) {
    const asked = groups.slice(at, at + TOGETHER).map(async (sources): Promise<HeldCounts> => {
      if (sources.length === 0) return NOTHING;
      const answer = await index.ask('query', {
        plan: { type: 'all' },
        filters: sources === 'all' ? {} : { source: [...sources] },
        sight: seen,
        sort: 'recency',
        limit: 1,
        facetValues: ALL_VALUES,
      });
      if ('lookUp' in answer) throw new Error('the index looked words up that it was not asked for');
      return { total: answer.total, categories: pairs(answer.facets.category), topics: pairs(answer.facets.topic), sources: pairs(answer.facets.source) };
    });
    counted.push(...(await Promise.all(asked)));
  }
  return counted;
}

const NOTHING: HeldCounts = { total: 0, categories: new Map(), topics: new Map(), sources: new Map() };

const pairs = ({ values, counts }: FacetCounts): Map<string, number> => new Map(values.map((value, place) => [value, counts[place] ?? 0]));
