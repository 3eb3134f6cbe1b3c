import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT, type Sight } from '../../access/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import type { SearchIndex } from './search-index.ts';
import { searchResources, type SearchRequest } from './search-resources.ts';
import { suggest } from './suggest.ts';
import { aContent, term, testCatalogue, type TestCatalogue } from './testing/catalogue-of-tests.ts';

let catalogue: TestCatalogue;
let index: SearchIndex;
const find = (q: string, more: Partial<SearchRequest> = {}) => searchResources(catalogue.searching(index), { q, sight: PUBLIC_SIGHT, ...more });
const titles = async (q: string, more: Partial<SearchRequest> = {}) => (await find(q, more)).items.map((item) => item.title['en'] ?? item.title['zh']);
const whyOf = async (q: string, title: string) => (await find(q)).items.find((item) => Object.values(item.title).includes(title))?.why;

beforeAll(async () => {
  catalogue = await testCatalogue();
  await catalogue.put([
    {
      key: 'bwa',
      content: aContent(
        { en: 'BWA' },
        { description: { en: 'Maps reads against a genome.' }, operations: [term('operation_0292')], licence: { id: 'GPL-3.0-only' }, identifiers: ['biotools:bwa'] },
      ),
    },
    {
      key: 'mafft',
      content: aContent(
        { en: 'MAFFT' },
        { description: { en: 'A program for nucleotides and proteins' }, operations: [term('operation_0492')], provider: { id: 'p1', name: { en: 'The Institute' } } },
      ),
    },
    { key: 'clustal', content: aContent({ en: 'Clustal course' }, { category: 'training', kind: 'course', description: { en: 'Learn about sequence alignments, step by step' } }) },
    {
      key: 'zh',
      content: aContent(
        { zh: '单细胞测序数据集' },
        { category: 'data', kind: 'dataset', description: { zh: '人类肝脏的单细胞转录组，含序列比对的结果。' }, topics: [term('topic_3170')] },
      ),
    },
    {
      key: 'mixed',
      content: aContent(
        { en: 'scRNA-seq atlas', zh: '单细胞RNA测序图谱' },
        { category: 'data', kind: 'dataset', description: { en: 'HLA-DRB1*15 carriers, ChIP-seq and 10x runs. To be or not to be.' } },
      ),
    },
    {
      key: 'sequences',
      content: aContent({ en: 'Sequencing of naïve T cells' }, { category: 'data', kind: 'dataset', description: { en: 'The cell atlas. Gene expression in the cell.' } }),
    },
    { key: 'draft', content: aContent({ en: 'Secret zebrafish draft' }, { status: 'draft', licence: { id: 'Secret-1.0' } }) },
    { key: 'old', content: aContent({ en: 'Deprecated zebra tool' }, { status: 'deprecated' }) },
    { key: 'gone', content: aContent({ en: 'Withdrawn zebra tool' }, { status: 'withdrawn', statusReason: 'wrong' }) },
    ...Array.from({ length: 30 }, (_, n) => ({
      key: `genome${n}`,
      content: aContent({ en: `Genome browser number${n}` }, { kind: 'service' as const }),
      updated: new Date(Date.UTC(2026, 0, 1 + n)),
      links: 30 - n,
    })),
  ]);
  index = await catalogue.open();
});
afterAll(() => catalogue.close());

describe('words', () => {
  test('are found whatever their endings and accents', async () => {
    expect(await titles('sequenced')).toContain('Sequencing of naïve T cells');
    expect(await titles('NAIVE')).toEqual(['Sequencing of naïve T cells']);
  });
  test('in full-width letters are the same words', async () => expect(await titles('ＢＷＡ')).toEqual(['BWA']));
  test('of Chinese are found within longer ones', async () => {
    expect(await titles('测序')).toContain('单细胞测序数据集');
    expect(await titles('单细胞')).toEqual(expect.arrayContaining(['单细胞测序数据集', 'scRNA-seq atlas']));
    expect(await titles('肝')).toEqual(['单细胞测序数据集']);
  });
  test('of both languages are all met', async () => expect(await titles('单细胞 atlas')).toEqual(['scRNA-seq atlas']));
  test('with joints are found whole, in parts and written together', async () => {
    for (const q of ['ChIP-seq', 'chipseq', 'ChIP seq', 'scRNAseq', 'HLA-DRB1*15', 'DRB1', '10x', 'scRNA-seq chip']) expect([q, await titles(q)]).toEqual([q, ['scRNA-seq atlas']]);
    expect(await titles('"biotools:bwa"')).toEqual(['BWA']);
  });
  test('that are in every text do not narrow a query', async () => {
    expect(await titles('the naive of cells')).toEqual(['Sequencing of naïve T cells']);
    expect((await find('the')).total).toBeGreaterThan(0);
  });
  test('in a title come before words in a text, a short title before a long one', async () => expect((await titles('genome'))[0]).toBe('Genome browser number0'));
});

describe('a phrase', () => {
  test('stands as it is, stop words and all', async () => {
    expect(await titles('"to be or not to be"')).toEqual(['scRNA-seq atlas']);
    expect(await titles('"in the cell"')).toEqual(['Sequencing of naïve T cells']);
    expect(await titles('"cell the in"')).toEqual([]);
    expect(await titles('"expression gene"')).toEqual([]);
  });
  test('of Chinese stands however it is cut', async () => {
    expect(await titles('"细胞测序数"')).toEqual(['单细胞测序数据集']);
    expect(await titles('"测序单细胞"')).toEqual([]);
  });
  test('of both languages', async () => expect(await titles('"单细胞RNA测序"')).toEqual(['scRNA-seq atlas']));
  test('does not reach from one text into the next', async () => expect(await titles('"cells the cell"')).toEqual([]));
  test('can be excluded', async () => expect(await titles('atlas -"gene expression"')).toEqual(['scRNA-seq atlas']));
});

describe('a concept', () => {
  test('finds what is annotated with it, with narrower terms, and its names in either language, and says so', async () => {
    const answer = await find('sequence alignment');
    expect(answer.items.map((item) => item.title['en'] ?? item.title['zh']).sort()).toEqual(['BWA', 'Clustal course', 'MAFFT', '单细胞测序数据集']);
    expect(answer.understood).toEqual([{ query: 'sequence alignment', type: 'concept', term: term('operation_0292'), narrower: 1 }]);
    expect(await whyOf('sequence alignment', 'BWA')).toEqual([
      { query: 'sequence alignment', type: 'concept', matched: 'Sequence alignment', field: 'annotation', term: term('operation_0292') },
    ]);
    expect(await whyOf('sequence alignment', 'MAFFT')).toEqual([
      { query: 'sequence alignment', type: 'narrower', matched: 'Multiple sequence alignment', field: 'annotation', term: term('operation_0292') },
    ]);
    expect(await whyOf('sequence alignment', 'Clustal course')).toEqual([{ query: 'sequence alignment', type: 'word', matched: 'sequence alignments', field: 'text' }]);
    expect(await whyOf('sequence alignment', '单细胞测序数据集')).toEqual([
      { query: 'sequence alignment', type: 'translation', matched: '序列比对', field: 'text', term: term('operation_0292') },
    ]);
  });
  test('named in Chinese finds English texts', async () => {
    expect((await titles('序列比对')).sort()).toEqual(['BWA', 'Clustal course', 'MAFFT', '单细胞测序数据集']);
    expect(await whyOf('序列比对', 'Clustal course')).toEqual([
      { query: '序列比对', type: 'translation', matched: 'sequence alignments', field: 'text', term: term('operation_0292') },
    ]);
    expect(await whyOf('序列联配', 'MAFFT')).toMatchObject([{ type: 'narrower', matched: '多序列比对' }]);
  });
  test('named by a synonym finds it too', async () => expect(await titles('MSA')).toEqual(['MAFFT']));
  test('is found among other words', async () => {
    expect(await titles('MSA proteins')).toEqual(['MAFFT']);
    expect(await titles('转录组学单细胞')).toEqual(['单细胞测序数据集']);
  });
  test('is not what an exclusion means', async () => expect((await titles('program -alignment')).sort()).toEqual(['MAFFT']));
});

describe('typing errors', () => {
  test('are forgiven, and the answer says what was searched instead', async () => {
    const answer = await find('sequncing naive');
    expect(answer.items.map((item) => item.title['en'])).toEqual(['Sequencing of naïve T cells']);
    expect(answer.understood).toEqual([{ query: 'sequncing', type: 'spelling', instead: ['sequencing'] }]);
    expect(answer.items[0]?.why).toContainEqual({ query: 'sequncing', type: 'spelling', matched: 'Sequencing', field: 'title' });
    expect(await titles('browesr number3')).toEqual(['Genome browser number3']);
  });
  test('in the name of a concept still find the concept', async () =>
    expect((await titles('seqeunce alignment')).sort()).toEqual(['BWA', 'Clustal course', 'MAFFT', '单细胞测序数据集']));
  test('are not forgiven in quotes', async () => expect(await titles('"sequncing"')).toEqual([]));
  test('never lead to a word of what the asker may not see', async () => {
    expect((await find('zebrafsh')).understood).toEqual([]);
    expect((await find('zebrafsh', { sight: FULL_SIGHT })).total).toBe(1);
  });
});

describe('the language of queries', () => {
  test('knows OR, parentheses, exclusion, prefixes and fields', async () => {
    expect((await titles('mafft OR bwa')).sort()).toEqual(['BWA', 'MAFFT']);
    expect(await titles('(mafft OR bwa) -reads')).toEqual(['MAFFT']);
    expect(await titles('(mafft OR bwa) NOT mafft')).toEqual(['BWA']);
    expect(await titles('clust*')).toEqual(['Clustal course']);
    expect(await titles('chip-se*')).toEqual(['scRNA-seq atlas']);
    expect((await find('kind:service')).total).toBe(30);
    expect(await titles('title:atlas')).toEqual(['scRNA-seq atlas']);
    expect(await titles('licence:gpl-3.0-ONLY')).toEqual(['BWA']);
    expect(await titles('provider:"The Institute"')).toEqual(['MAFFT']);
    expect(await titles('topic:"Sequence analysis"')).toEqual(['单细胞测序数据集']);
    expect((await find('source:test')).total).toBe(37);
    expect((await find('-kind:service')).total).toBe(7);
    expect(await titles('“in the cell”')).toEqual(['Sequencing of naïve T cells']);
  });
  test('answers an empty query with everything, and one of common punctuation with a flaw', async () => {
    expect((await find('')).total).toBe(37);
    expect((await find('  ')).total).toBe(37);
    expect((await find('genome & !! browser')).total).toBe(30);
  });
});

describe('a sight', () => {
  test('sees neither drafts nor what is withdrawn: not in hits, totals, facets, or by any query', async () => {
    const everything = await find('');
    expect(everything.facets.licence).toEqual([{ value: 'GPL-3.0-only', label: { en: 'GPL-3.0-only' }, count: 1 }]);
    for (const q of ['zebrafish', '"zebrafish draft"', 'zebrafi*', 'licence:secret-1.0', '-genome zebrafish', 'zebra* draft']) {
      const answer = await find(q);
      expect([q, answer.total, Object.values(answer.facets).flat()]).toEqual([q, 0, []]);
    }
    expect(await titles('zebra')).toEqual(['Deprecated zebra tool']);
    expect((await find('', { filters: { licence: ['Secret-1.0'] } })).facets.licence).toContainEqual({ value: 'Secret-1.0', label: { en: 'Secret-1.0' }, count: 0 });
    expect(await suggest(catalogue.searching(index), { q: 'secret', sight: PUBLIC_SIGHT })).toEqual({ resources: [], terms: [] });
  });
  test('of keepers sees drafts', async () => {
    expect((await find('', { sight: FULL_SIGHT })).total).toBe(38);
    expect(await titles('zebrafish', { sight: FULL_SIGHT })).toEqual(['Secret zebrafish draft']);
  });
  test('gets the same scores whether or not there is something it cannot see', async () => {
    const before = (await find('zebra')).items[0]?.score;
    await catalogue.put(Array.from({ length: 20 }, (_, n) => ({ key: `hidden${n}`, content: aContent({ en: `zebra number ${n}` }, { status: 'in-review' as const }) })));
    await index.catchUp();
    expect((await find('zebra')).items[0]?.score).toBe(before);
    await catalogue.remove(Array.from({ length: 20 }, (_, n) => `hidden${n}`));
    await index.catchUp();
  });
});

describe('order and pages', () => {
  test('by recency and by links', async () => {
    expect(await titles('genome browser', { sort: 'recency', limit: 2 })).toEqual(['Genome browser number29', 'Genome browser number28']);
    expect(await titles('genome browser', { sort: 'links', limit: 2 })).toEqual(['Genome browser number0', 'Genome browser number1']);
  });
  test('a walk by cursor gives every hit once while others come, change and go', async () => {
    for (const sort of ['relevance', 'recency', 'links'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; ; page++) {
        const answer = await find('genome browser OR zebra', { sort, limit: 4, cursor });
        seen.push(...answer.items.map((item) => item.title['en'] as string));
        await catalogue.put([
          {
            key: `late-${sort}${page}`,
            content: aContent({ en: `Late genome browser zebra of ${sort} ${page}` }),
            updated: new Date(Date.UTC(2027, 0, 1 + page)),
            links: 100 + page,
          },
        ]);
        await index.catchUp();
        if (!answer.next) break;
        cursor = answer.next;
      }
      const standing = seen.filter((title) => !title.startsWith('Late'));
      expect([sort, standing.length, new Set(seen).size]).toEqual([sort, 31, seen.length]);
      await catalogue.remove(Array.from({ length: 20 }, (_, page) => `late-${sort}${page}`));
      await index.catchUp();
    }
  });
  test('a cursor of another query, a damaged one and none at all are told apart from pages', async () => {
    const { next } = await find('genome', { limit: 2 });
    const refusal = async (q: string, more: Partial<SearchRequest>) =>
      find(q, more).then(
        () => 'no error',
        (error: DomainError) => [error.code, error.flaws[0]?.pointer, error.message],
      );
    expect(await refusal('browser', { cursor: next ?? '' })).toEqual(['invalid', '/cursor', expect.stringContaining('belongs to another query')]);
    expect(await refusal('genome', { cursor: next ?? '', sort: 'links' })).toEqual(['invalid', '/cursor', expect.stringContaining('belongs to another query')]);
    for (const cursor of ['', 'x', '!!!', `${next}x`.slice(3), Buffer.from('[1,2]').toString('base64url')])
      expect(await refusal('genome', { cursor })).toEqual(['invalid', '/cursor', expect.stringContaining('not one that this node gave')]);
  });
});

describe('filters', () => {
  test('of one facet mean any of the values, of several facets all of them; a facet is not narrowed by its own choice', async () => {
    const answer = await find('', { filters: { kind: ['dataset', 'course'], category: ['data'] } });
    expect(answer.total).toBe(3);
    expect(answer.facets.kind).toEqual([
      { value: 'dataset', label: { en: 'Dataset', zh: '数据集' }, count: 3 },
      { value: 'course', label: { en: 'Course', zh: '课程' }, count: 0 },
    ]);
    expect(answer.facets.category.map(({ value, count }) => [value, count])).toEqual([
      ['data', 3],
      ['training', 1],
    ]);
  });
  test('by topic include narrower terms, and the counts say so', async () => {
    expect((await find('', { filters: { topic: ['edam:topic_0080'] } })).total).toBe(1);
    expect((await find('')).facets.topic.map(({ value, count, label }) => [value, count, label['zh']])).toEqual([
      ['edam:topic_0080', 1, '序列分析'],
      ['edam:topic_3170', 1, 'RNA测序'],
      ['edam:topic_3308', 1, '转录组学'],
    ]);
  });
  test('with a value nobody has find nothing; a kind or category that does not exist is refused', async () => {
    expect((await find('', { filters: { licence: ['none'], provider: ['nobody'] } })).total).toBe(0);
    await expect(find('', { filters: { kind: ['gadget'], category: ['x'] }, sort: 'age' as never })).rejects.toMatchObject({
      code: 'invalid',
      flaws: [{ pointer: '/category' }, { pointer: '/kind' }, { pointer: '/sort' }],
    });
  });
});

describe('suggestions', () => {
  test('are resources and terms whose names hold what was typed', async () => {
    const { resources, terms } = await suggest(catalogue.searching(index), { q: 'sequ', sight: PUBLIC_SIGHT });
    expect(resources.map((resource) => resource.title['en'])).toEqual(['Sequencing of naïve T cells']);
    expect(terms.map(({ id, count, branch }) => [id, count, branch])).toEqual([
      ['edam:operation_0292', 2, 'operation'],
      ['edam:topic_0080', 1, 'topic'],
      ['edam:operation_0492', 1, 'operation'],
      ['edam:topic_3170', 1, 'topic'],
    ]);
    expect((await suggest(catalogue.searching(index), { q: '单细', sight: PUBLIC_SIGHT })).resources).toHaveLength(2);
    expect((await suggest(catalogue.searching(index), { q: '比对', sight: PUBLIC_SIGHT })).terms.map(({ id }) => id)).toEqual(['edam:operation_0292', 'edam:operation_0492']);
    expect(await suggest(catalogue.searching(index), { q: ' ,', sight: PUBLIC_SIGHT })).toEqual({ resources: [], terms: [] });
  });
});

test('a summary shows the passage that was found, in plain text', async () => {
  await catalogue.put([
    {
      key: 'long',
      content: aContent(
        { en: 'Long' },
        { description: { en: `<p>${'filler text here '.repeat(60)}</p> the *quokka* lives [here](https://example.org/x) ${'more text '.repeat(60)}` } },
      ),
    },
  ]);
  await index.catchUp();
  const [item] = (await find('quokkas')).items;
  expect(item?.summary?.['en']).toMatch(/^….{0,90}the quokka lives here more text/);
  expect(item?.summary?.['en']?.length).toBeLessThanOrEqual(300);
  expect(item?.why).toEqual([{ query: 'quokkas', type: 'word', matched: 'quokka', field: 'text' }]);
});

describe('what is not shown to everybody', () => {
  const house = 'shown organisation org:house always';
  const timed = 'shown public - timed';
  const sight = (classes: string[], more: Partial<Sight> = {}): Sight => ({
    key: JSON.stringify([classes, more.anytime, more.resources]),
    classes,
    anytime: [],
    resources: [],
    ...more,
  });
  const seenBy = async (by: Sight) => {
    const { total, items, facets } = await find('narwhal', { sight: by });
    expect(
      facets.kind.reduce((sum, { count }) => sum + count, 0),
      'facets count what is seen',
    ).toBe(total);
    return items.map(({ title }) => title['en']).sort();
  };

  beforeAll(async () => {
    const ids = [
      { key: 'n-open', content: aContent({ en: 'Open narwhal' }) },
      { key: 'n-house', content: aContent({ en: 'House narwhal' }, { kind: 'dataset', category: 'data' }), discovery: 'organisation' as const, organisation: 'org:house' },
      { key: 'n-other', content: aContent({ en: 'Other narwhal narwhaling' }), discovery: 'organisation' as const, organisation: 'org:other' },
      { key: 'n-year', content: aContent({ en: 'Narwhal of a year' }), from: new Date('2027-01-01T00:00:00Z'), until: new Date('2028-01-01T00:00:00Z') },
    ];
    await catalogue.put(ids);
    await index.catchUp();
  });
  afterAll(async () => {
    await catalogue.remove(['n-open', 'n-house', 'n-other', 'n-year']);
    await index.catchUp();
  });

  test('is found, counted and told of by those who may discover it', async () => {
    expect(await seenBy(PUBLIC_SIGHT)).toEqual(['Open narwhal']);
    expect(await seenBy(sight(['public', house]))).toEqual(['House narwhal', 'Open narwhal']);
    expect(await seenBy(sight([house]))).toEqual(['House narwhal']);
    expect(await seenBy(sight([]))).toEqual([]);
    expect(await seenBy(sight(['public'], { resources: [identifierOf('test', 'n-other')] }))).toEqual(['Open narwhal', 'Other narwhal narwhaling']);
  });

  test('comes and goes by the clock, for those who may discover it in its time only', async () => {
    const when = async (instant: string, anytime: string[] = []) => seenBy(sight(['public', timed], { anytime, at: new Date(instant) }));
    expect(await when('2026-12-31T23:59:59.999Z')).toEqual(['Open narwhal']);
    expect(await when('2027-01-01T00:00:00Z')).toEqual(['Narwhal of a year', 'Open narwhal']);
    expect(await when('2027-12-31T23:59:59.999Z')).toEqual(['Narwhal of a year', 'Open narwhal']);
    expect(await when('2028-01-01T00:00:00Z')).toEqual(['Open narwhal']);
    expect(await when('2026-06-01T00:00:00Z'), 'a clock set back').toEqual(['Open narwhal']);
    expect(await when('2026-06-01T00:00:00Z', [timed])).toEqual(['Narwhal of a year', 'Open narwhal']);
  });

  test('lends others none of its words: neither prefixes nor corrections', async () => {
    expect((await find('narwhaling*')).total).toBe(0);
    expect((await find('narwhaling*', { sight: FULL_SIGHT })).total).toBeGreaterThan(0);
    expect((await find('narwhalimg')).understood).toEqual([]);
  });

  test('is shown otherwise as soon as its terms change', async () => {
    await catalogue.put([{ key: 'n-house', content: aContent({ en: 'House narwhal' }, { kind: 'dataset', category: 'data' }) }]);
    await index.catchUp();
    expect(await seenBy(PUBLIC_SIGHT)).toEqual(['House narwhal', 'Open narwhal']);
    await catalogue.put([{ key: 'n-open', content: aContent({ en: 'Open narwhal' }), discovery: 'organisation', organisation: 'org:house' }]);
    await index.catchUp();
    expect(await seenBy(PUBLIC_SIGHT)).toEqual(['House narwhal']);
    expect(await seenBy(sight(['public', house]))).toEqual(['House narwhal', 'Open narwhal']);
  });
});
