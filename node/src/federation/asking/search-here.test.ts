import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sight } from '../../access/index.ts';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import type { Searching } from '../../catalogue/search/index.ts';
import { aContent, term, testCatalogue, type TestCatalogue } from '../../catalogue/search/testing/catalogue-of-tests.ts';
import { migrate } from '../../kernel/migrate.ts';
import { federationMigrations } from '../migrations.ts';
import { testNode } from '../testing/nodes.ts';
import { MOST_HITS, type SearchQuestion } from './question.ts';
import { searchHere } from './search-here.ts';

let catalogue: TestCatalogue;
let searching: Searching;
let self: { id: string; url: string };
const QUESTION: SearchQuestion = { type: 'search', q: 'genome', sort: 'relevance' };
const SIGNED_IN: Sight = { key: 'in', classes: ['public', 'shown signed-in - always'], anytime: ['public'], resources: [] };

beforeAll(async () => {
  catalogue = await testCatalogue();
  await migrate(catalogue.db, [federationMigrations]);
  self = { id: (await testNode('self')).id, url: 'https://self.example' };
  await catalogue.put([
    // Their titles hold the word more often than those of what lies behind them.
    ...Array.from({ length: 80 }, (_, i) => ({ key: `tool ${i}`, content: aContent({ en: `Genome genome genome ${i}` }, { topics: [term('topic_3170')] }) })),
    {
      key: 'data',
      content: aContent(
        { en: 'A long name of a dataset that is about something else' },
        { category: 'data', kind: 'dataset', description: { en: 'and a genome' }, topics: [term('topic_3308')] },
      ),
    },
    { key: 'else', content: aContent({ en: 'Another long name of a tool that is about something else' }, { description: { en: 'and a genome' }, topics: [term('topic_0621')] }) },
    {
      key: 'members',
      discovery: 'signed-in',
      content: aContent({ en: 'Yet another long name of a tool for those who signed in' }, { description: { en: 'and a genome' }, topics: [term('topic_3170')] }),
    },
  ]);
  searching = catalogue.searching(await catalogue.open());
}, 60_000);
afterAll(() => catalogue.close());

const titles = async (sight: Sight, scope = {}, more: Partial<SearchQuestion> = {}) => {
  const { hits, total } = await searchHere({ searching, self }, { ...QUESTION, ...more }, sight, scope);
  expect(hits.length).toBeLessThanOrEqual(MOST_HITS);
  expect(new Set(hits.map(({ id }) => id)).size).toBe(hits.length);
  expect(hits.every(({ holders }) => holders[0]?.node === self.id && holders[0].url.startsWith('https://self.example/r/'))).toBe(true);
  return { total, titles: hits.map(({ title }) => title['en'] ?? '') };
};
const [DATA, ELSE, MEMBERS] = ['A long name', 'Another long', 'Yet another'];
const holds = (all: string[], beginning: string) => all.some((title) => title.startsWith(beginning));

test('what the hub holds already does not crowd out what it does not: of few only, or outside the scope it follows', async () => {
  const anyone = await titles(PUBLIC_SIGHT);
  expect(anyone.total).toBe(82);
  expect([DATA, ELSE, MEMBERS].map((it) => holds(anyone.titles, it!))).toEqual([false, false, false]);

  const member = await titles(SIGNED_IN);
  expect(member.total).toBe(83);
  expect([DATA, ELSE, MEMBERS].map((it) => holds(member.titles, it!))).toEqual([false, false, true]);

  const tools = await titles(PUBLIC_SIGHT, { categories: ['tool'] });
  expect([DATA, ELSE, MEMBERS].map((it) => holds(tools.titles, it!))).toEqual([true, false, false]);
  // Narrower topics lie within the scope: RNA-Seq is a case of transcriptomics.
  const transcriptomics = await titles(PUBLIC_SIGHT, { topics: ['edam:topic_3308'] });
  expect([DATA, ELSE, MEMBERS].map((it) => holds(transcriptomics.titles, it!))).toEqual([false, true, false]);

  const chosen = await titles(PUBLIC_SIGHT, { categories: ['tool'] }, { category: ['tool'] });
  expect(holds(chosen.titles, DATA!)).toBe(false);
  const all = await titles(SIGNED_IN, { categories: ['tool'], topics: ['edam:topic_3308'] }, { q: undefined });
  expect([DATA, ELSE, MEMBERS].map((it) => holds(all.titles, it!))).toEqual([true, true, true]);
});
