import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT, type Sight } from '../../access/index.ts';
import { run } from '../../kernel/database.ts';
import { CATEGORIES, KINDS } from '../kinds.ts';
import { FACETS, type FacetName } from './facets.ts';
import { ranking } from './plan.ts';
import type { SearchIndex } from './search-index.ts';
import { FACET_VALUES, searchResources } from './search-resources.ts';
import { stem } from './stem.ts';
import { testCatalogue, type TestCatalogue } from './testing/catalogue-of-tests.ts';
import { CHINESE, ENGLISH, LICENCES, randomNumbers, randomResource, SOURCES, TERMS } from './testing/random-resources.ts';

const RESOURCES = 2_000;
const QUERIES = 70;
const random = randomNumbers(20_260_401);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const chance = (p: number) => random() < p;

let catalogue: TestCatalogue;
let folder: string;

/** A query as text, and the condition on `search_row` that says the same. */
interface Asked {
  q: string;
  sql: string;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const bearing = (words: string[], where: string) => `string_to_array(${where}, ' ') && array[${words.map(quoted).join(', ')}]`;
const family = (word: string) => ENGLISH.filter((other) => stem(other) === stem(word));

function leaf(): Asked {
  switch (Math.floor(random() * 8)) {
    case 0: {
      const word = pick(CHINESE);
      return { q: word, sql: bearing([`+${word}`], 'title || body') };
    }
    case 1: {
      const [a, b] = [pick(ENGLISH), pick(ENGLISH)];
      return { q: `"${a} ${b}"`, sql: `(strpos(title, ' ${a} ${b} ') > 0 or strpos(body, ' ${a} ${b} ') > 0)` };
    }
    case 2: {
      const word = pick(ENGLISH.filter((each) => each.length > 3));
      return { q: `title:${word}`, sql: bearing(family(word), 'title') };
    }
    case 3: {
      const start = pick(ENGLISH).slice(0, 3);
      return { q: `${start}*`, sql: bearing(ENGLISH.filter((word) => word.startsWith(start)).flatMap(family), 'title || body') };
    }
    case 4: {
      const kind = pick(KINDS);
      return { q: `kind:${kind}`, sql: `kind = '${kind}'` };
    }
    case 5: {
      const topic = pick(TERMS);
      return { q: `topic:edam:${topic}`, sql: `topics @> array['edam:${topic}']` };
    }
    default: {
      const word = pick(ENGLISH.filter((each) => each.length > 3));
      return { q: word, sql: bearing(family(word), 'title || body') };
    }
  }
}

function asked(depth = 0): Asked {
  const parts = Array.from({ length: 1 + Math.floor(random() * (depth === 0 ? 3 : 2)) }, () => (depth < 2 && chance(0.3) ? asked(depth + 1) : leaf()));
  const either = chance(0.3);
  const signed = parts.map(({ q, sql }) => {
    const whole = /[\s]/.test(q) && !/^"[^"]*"$/.test(q) ? `(${q})` : q;
    return chance(0.15) ? { q: `-${whole}`, sql: `not (${sql})` } : { q: whole, sql: `(${sql})` };
  });
  return { q: signed.map(({ q }) => q).join(either ? ' OR ' : ' '), sql: signed.map(({ sql }) => sql).join(either ? ' or ' : ' and ') };
}

const COLUMN: Record<FacetName, string> = {
  category: 'array[category]',
  kind: 'array[kind]',
  topic: 'topics',
  licence: 'array_remove(array[licence], null)',
  provider: 'array_remove(array[provider], null)',
  source: 'sources',
};

function filters(): Partial<Record<FacetName, string[]>> {
  const values: Record<FacetName, readonly string[]> = {
    category: CATEGORIES,
    kind: KINDS,
    topic: TERMS.map((id) => `edam:${id}`),
    licence: [...LICENCES, 'none'],
    provider: ['p0', 'p1', 'p5', 'p70', 'nobody'],
    source: SOURCES,
  };
  return Object.fromEntries(FACETS.filter(() => chance(0.2)).map((facet) => [facet, Array.from({ length: 1 + Math.floor(random() * 2) }, () => pick(values[facet]))]));
}

/** Total and facets of a query as SQL counts them. */
async function counted({ sql }: Asked, chosen: Partial<Record<FacetName, string[]>>, sight: Sight) {
  const where = (except?: FacetName) =>
    [
      `(${sql})`,
      sight === PUBLIC_SIGHT ? `visibility = 'public'` : 'true',
      ...FACETS.filter((facet) => facet !== except && chosen[facet]).map((facet) => `${COLUMN[facet]} && array[${(chosen[facet] ?? []).map(quoted).join(', ')}]`),
    ].join(' and ');
  const one = async (statement: string) => (await run(catalogue.db, statement)).rows;
  const [row] = await one(`select count(*) as n from catalogue.search_row where ${where()}`);
  const facets = {} as Record<FacetName, [string, number][]>;
  for (const facet of FACETS) {
    const rows = await one(`select value, count(*) as n from catalogue.search_row, unnest(${COLUMN[facet]}) as value where ${where(facet)} group by value`);
    const counts = new Map(rows.map((each) => [each['value'] as string, each['n'] as number]));
    for (const value of chosen[facet] ?? []) if (!counts.has(value)) counts.set(value, 0);
    facets[facet] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).filter(([value], place) => place < FACET_VALUES || chosen[facet]?.includes(value));
  }
  return { total: row?.['n'], facets };
}

async function expectExact(index: SearchIndex, queries: number): Promise<void> {
  const searching = catalogue.searching(index);
  let hits = 0;
  for (let n = 0; n < queries; n++) {
    const query = chance(0.1) ? { q: '', sql: 'true' } : asked();
    const chosen = filters();
    const sight = pick([PUBLIC_SIGHT, FULL_SIGHT]);
    const answer = await searchResources(searching, { q: query.q, filters: chosen, sight, limit: 5 });
    const facets = Object.fromEntries(FACETS.map((facet) => [facet, answer.facets[facet]?.map(({ value, count }) => [value, count])]));
    expect({ query, chosen, sight, total: answer.total, facets }).toEqual({ query, chosen, sight, ...(await counted(query, chosen, sight)) });
    hits += answer.total;
  }
  expect(hits).toBeGreaterThan(queries);
}

async function change(): Promise<void> {
  await catalogue.put(
    Array.from({ length: 400 }, () => ({ key: `r${Math.floor(random() * RESOURCES * 1.1)}`, ...randomResource(random) })).filter(
      ({ key }, place, all) => all.findIndex((other) => other.key === key) === place,
    ),
  );
  await catalogue.remove(Array.from({ length: 200 }, () => `r${Math.floor(random() * RESOURCES)}`));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biotope-search-'));
  catalogue = await testCatalogue();
  for (let from = 0; from < RESOURCES; from += 500) await catalogue.put(Array.from({ length: 500 }, (_, n) => ({ key: `r${from + n}`, ...randomResource(random) })));
});
afterAll(async () => {
  await catalogue.close();
  await rm(folder, { recursive: true, force: true });
});

test('totals and facets equal what SQL counts: fresh, after changes and deletions, from a snapshot, and from PostgreSQL anew', async () => {
  const first = await catalogue.open({ snapshotFolder: folder });
  expect((await first.statistics()).loaded.from).toBe('database');
  await expectExact(first, QUERIES);
  for (let round = 0; round < 12; round++) {
    await change();
    await first.catchUp();
    await expectExact(first, 6);
  }
  await first.close();
  await change();
  const second = await catalogue.open({ snapshotFolder: folder });
  expect((await second.statistics()).loaded.from).toBe('snapshot');
  await expectExact(second, QUERIES);
  const third = await catalogue.open();
  expect((await third.statistics()).loaded.from).toBe('database');
  await expectExact(third, QUERIES);

  // Whatever way an index came to where it is, it ranks alike.
  for (let n = 0; n < 50; n++) {
    const { q } = asked();
    const [a, b] = await Promise.all([second, third].map((index) => searchResources(catalogue.searching(index), { q, sight: PUBLIC_SIGHT })));
    expect(a).toEqual(b);
  }
});

test('only what is looked for ranks, not what is excluded', () => {
  const group = { type: 'group' as const, alternatives: [] };
  expect(ranking({ type: 'and', nodes: [group, { type: 'not', node: { type: 'group', alternatives: [] } }] })).toEqual([group]);
});
