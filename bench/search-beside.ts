import MiniSearch from 'minisearch';
import { FACETS } from '../node/src/catalogue/search/facets.ts';
import { run, type Db } from '../node/src/kernel/database.ts';
import type { MixedQuery } from './search-mix.ts';
import { shown, type Synthetic } from './search-synthetic.ts';

/** What a user would write by hand: a tsvector with a GIN index, the hits once, then the page and a count a facet. */
export async function preparePlainSql(db: Db): Promise<void> {
  await run(
    db,
    `create table plain_row as select ordinal, category, kind, topics, licence, provider, sources, visibility,
    setweight(to_tsvector('english', regexp_replace(title, '\\+', '', 'g')), 'A') || to_tsvector('english', regexp_replace(body, '\\+', '', 'g')) as words from catalogue.search_row`,
  );
  await run(db, 'create index on plain_row using gin (words)');
  await run(db, 'create index on plain_row using gin (topics)');
  await run(db, 'create index on plain_row (ordinal)');
  await run(db, 'analyze plain_row');
}

export async function askPlainSql(db: Db, { q, filters }: MixedQuery): Promise<number> {
  const begun = performance.now();
  const parameters: string[] = [];
  const parameter = (value: string) => `$${parameters.push(value)}`;
  const words = q === '' ? undefined : `plainto_tsquery('english', ${parameter(q)})`;
  const where = [words ? `words @@ ${words}` : 'true', `visibility = 'public'`];
  for (const [facet, value] of Object.entries(filters)) where.push(facet === 'topic' ? `topics @> array[${parameter(value)}]` : `${facet} = ${parameter(value)}`);
  const { rows } = await run(
    db,
    `with hits as materialized (select ordinal, category, kind, topics, licence, provider, sources, ${words ? `ts_rank(words, ${words})` : '0'} as rank from plain_row where ${where.join(' and ')})
     select (select count(*) from hits) as total,
       (select json_agg(page) from (select r.id, r.title, r.content from hits join catalogue.resource r using (ordinal) order by rank desc, ordinal limit 20) page) as items,
       ${['category', 'kind', 'licence', 'provider'].map((facet) => `(select json_agg(f) from (select ${facet}, count(*) from hits group by 1 order by 2 desc limit 50) f) as ${facet}`).join(', ')},
       ${['topics', 'sources'].map((facet) => `(select json_agg(f) from (select value, count(*) from hits, unnest(${facet}) value group by 1 order by 2 desc limit 50) f) as ${facet}`).join(', ')}`,
    parameters,
  );
  if (rows.length !== 1) throw new Error('no answer');
  return performance.now() - begun;
}

/** The same resources in MiniSearch, with total and facets counted over its results, as a user would. */
export function miniSearch({ size, row }: Synthetic): { ask: (query: MixedQuery) => number; seconds: number } {
  const begun = performance.now();
  const index = new MiniSearch({
    fields: ['title', 'body'],
    idField: 'ordinal',
    storeFields: ['category', 'kind', 'topics', 'licence', 'provider', 'sources'],
    searchOptions: { boost: { title: 3 }, combineWith: 'AND' },
  });
  for (let from = 1; from <= size; from += 1_000) {
    index.addAll(
      Array.from({ length: Math.min(1_000, size - from + 1) }, (_, n) => row(from + n)).map((each) => ({
        ...each,
        title: shown(each.title),
        body: `${shown(each.body)} ${[...each.body.matchAll(/\+(\S+)/g)].map(([, form]) => form).join(' ')}`,
      })),
    );
  }
  const seconds = (performance.now() - begun) / 1_000;
  const valuesOf = { category: 'category', kind: 'kind', topic: 'topics', licence: 'licence', provider: 'provider', source: 'sources' } as const;
  return {
    seconds,
    ask: ({ q, filters }) => {
      const from = performance.now();
      const hits = index.search(q === '' ? MiniSearch.wildcard : q, {
        filter: (hit) => Object.entries(filters).every(([facet, value]) => [hit[valuesOf[facet as 'kind']]].flat().includes(value)),
      });
      for (const facet of FACETS) {
        const counts = new Map<string, number>();
        for (const hit of hits) for (const value of [hit[valuesOf[facet]]].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return performance.now() - from;
    },
  };
}
