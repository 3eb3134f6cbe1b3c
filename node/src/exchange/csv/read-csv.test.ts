import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Description } from '../../catalogue/index.ts';
import { harvestNow } from '../harvest-now.ts';
import { readAll } from '../testing/read-all.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { csvStandard } from './read-csv.ts';

async function file(content: string | Buffer, name = 'table.csv'): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'biotope-csv-')), name);
  await writeFile(path, content);
  return path;
}
const read = async (content: string | Buffer, settings: object = {}, name?: string) => readAll(csvStandard, await file(content, name), settings);

describe('a table', () => {
  test('whose columns bear the names of fields is read as it is', async () => {
    const { records, rejections, whole } = await read(
      `key,kind,title.en,title.zh,description.en,identifiers,topics,keywords,provider.en,provider.ror,contact.name,contact.email,licence,access,homepage,documentation,distributions,publications,version,issued,popularity,links.uses
wheat,dataset,Wheat genomes,小麦基因组,"Reads, and ""calls""
on two lines",doi:10.5281/zenodo.1 | bioproject:PRJNA1,Plant biology;Genomics,wheat; drought；field,Example Institute,https://ror.org/03yrm5c26,Ada,ada@example.org,CC-BY-4.0,open,https://data.example.org,https://data.example.org/doc,https://data.example.org/a.vcf | https://data.example.org/b.vcf,10.1093/nar/gkab1,2,2024-05-01,"1,200",biotools:bwa
`,
    );
    expect(rejections).toEqual([]);
    expect(whole).toEqual(['rows']);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      key: 'wheat',
      description: {
        kind: 'dataset',
        title: { en: 'Wheat genomes', zh: '小麦基因组' },
        description: { en: 'Reads, and "calls"\non two lines' },
        identifiers: ['doi:10.5281/zenodo.1', 'bioproject:PRJNA1'],
        topics: ['Plant biology', 'Genomics'],
        keywords: ['wheat', 'drought', 'field'],
        provider: { name: { en: 'Example Institute' }, ror: 'https://ror.org/03yrm5c26' },
        contacts: [{ name: 'Ada', email: 'ada@example.org' }],
        licence: { id: 'CC-BY-4.0' },
        access: { level: 'open' },
        homepage: 'https://data.example.org',
        endpoints: [{ url: 'https://data.example.org/doc', type: 'documentation' }],
        distributions: [{ url: 'https://data.example.org/a.vcf' }, { url: 'https://data.example.org/b.vcf' }],
        publications: [{ doi: '10.1093/nar/gkab1' }],
        version: '2',
        issued: '2024-05-01',
        popularity: 1200,
        links: [{ predicate: 'uses', target: 'biotools:bwa' }],
      },
    });
    expect(Description.safeParse(records[0]!.description).error?.issues).toBeUndefined();
  });

  test('with names of its own is read by a map: other words for kinds, separators, constants, defaults', async () => {
    const { records, rejections, notes } = await read(
      '\uFEFF编号;名称;Name;Typ;Schlagworte;Notiz\r\n1;人类基因组;Human genome;Daten;gene/mensch;x\r\n2;比对工具;Aligner;Software;;y\r\n3;课程;Course;;;z\r\n',
      {
        columns: {
          编号: 'key',
          名称: 'title.zh',
          Name: 'title.en',
          Typ: { field: 'kind', values: { daten: 'dataset', Software: 'tool' }, default: '课程' },
          Schlagworte: { field: 'keywords', separator: '/' },
        },
        constants: { 'provider.zh': '示例研究所', licence: 'CC0-1.0', topics: 'Genomics; Genetics' },
      },
    );
    expect(rejections).toEqual([]);
    expect(records.map(({ key, description }) => [key, description.kind, description.title['zh'], description.keywords])).toEqual([
      ['1', 'dataset', '人类基因组', ['gene', 'mensch']],
      ['2', 'tool', '比对工具', []],
      ['3', 'course', '课程', []],
    ]);
    expect(records[0]!.description).toMatchObject({ provider: { name: { zh: '示例研究所' } }, licence: { id: 'CC0-1.0' }, topics: ['Genomics', 'Genetics'] });
    expect(notes.join()).toContain('Notiz');
  });

  test.each([
    ['key\tkind\ttitle\na\ttool\tA, b; c\n', 'table.tsv'],
    ['key|kind|title\na|tool|A, b; c\n', 'table.csv'],
    ['key;kind;title\na;tool;"A, b; c"\n', 'table.csv'],
    ['"key","kind","title"\n"a","tool","A, b; c"', 'table.csv'],
  ])('finds out by itself what sets columns apart: %j', async (content, name) => {
    expect((await read(content, {}, name)).records).toMatchObject([{ key: 'a', description: { title: { en: 'A, b; c' } } }]);
  });

  test('a row that does not hold is named by its line and column; the others stand', async () => {
    const { records, rejections } = await read(
      [
        'key,kind,title,homepage,popularity,issued,contact.email,access',
        'a,tool,A,https://a.example.org,1,2024,,',
        'b,gadget,B,,,,,',
        'c,tool,C,not an address,,,,',
        '',
        'd,tool,"D',
        'more",,many,,,',
        'e,tool,E,,,soon,,',
        'f,tool,F,,,,nobody,',
        'g,tool,G,,,,,secret',
        'h,tool,,,,,,',
        'i,tool,I,,,,,,,,too many',
        'j,tool,J',
        ',,,,,,,',
        'k,tool,"K" x,,,,,',
        'l,tool,L,,,,,',
      ].join('\n'),
    );
    expect(records.map(({ key }) => key)).toEqual(['a', 'j', 'k', 'l']);
    expect(records[2]!.description.title).toEqual({ en: '"K" x' });
    expect(rejections.map(({ record, field, reason }) => [record, field, reason])).toEqual([
      ['line 3 (b)', 'kind', expect.stringMatching(/"gadget" is none of the kinds/)],
      ['line 4 (c)', 'homepage', 'is no web address'],
      ['line 6 (d)', 'popularity', '"many" is no number'],
      ['line 8 (e)', 'issued', expect.stringMatching(/no date/)],
      ['line 9 (f)', 'contact.email', expect.stringMatching(/no e-mail/)],
      ['line 10 (g)', 'access', expect.any(String)],
      ['line 11 (h)', 'title', expect.any(String)],
      ['line 12', '', 'has 11 cells where the header has 8'],
    ]);
  });

  test.each([
    ['', /is empty/],
    ['a,b\n1,2\n', /no column that is the title; its columns are "a", "b"/],
    ['title,title\n1,2\n', /two columns named "title"/],
    [Buffer.from([0xff, 0xfe, 0x61, 0x00]), /UTF-16/],
    [Buffer.concat([Buffer.from('key,kind,title\n1,tool,a\n2,tool,'), Buffer.from([0xc4, 0xe3, 0xba, 0xc3])]), /no UTF-8 text \(from line 3 on\)\. Tables are read as UTF-8/],
    ['key,kind,title\n1,tool,"A\n2,tool,B\n', /cannot be read to its end \(line \d\): a quotation mark is opened and never closed/],
    [`key,kind,title\n1,tool,"${'x'.repeat(5 * 2 ** 20)}\n`, /longer than|never closed/],
  ])('%.20j fails with what is wrong', async (content, reason) => {
    await expect(read(content)).rejects.toThrow(reason);
  });

  test('a map that names what is not there says so', async () => {
    await expect(read('a,b\n1,2\n', { columns: { c: 'title', a: 'key' } })).rejects.toThrow(/has no column "c"; its columns are "a", "b"/);
    const wrong = csvStandard.settings.safeParse({ columns: { a: 'tittle' } });
    expect(JSON.stringify(wrong.error?.issues)).toContain('is no field');
    expect(csvStandard.settings.safeParse({ column: {} }).success).toBe(false);
  });

  test('the template in the guide can be read', async () => {
    const guide = await readFile(new URL('../../../../docs/guide/exchange.md', import.meta.url), 'utf8');
    const [, template] = /```csv\n([\s\S]*?)```/.exec(guide) ?? [];
    const { records, rejections } = await read(template!);
    expect(rejections).toEqual([]);
    expect(records.length).toBeGreaterThan(1);
    for (const { key, description } of records) expect(Description.safeParse(description).error?.issues, key).toBeUndefined();
  });
});

describe('harvested by a node', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await testNode();
  });
  afterAll(() => node.close());

  test('rows are counted, changed and withdrawn; another table with the same keys is another table', async () => {
    const header = 'key,kind,title\n';
    const path = await file(`${header}1,tool,One\n2,tool,Two\n2,tool,Two again\n3,gadget,Three\n`);
    const harvest = (address: string) => harvestNow(node.context, { source: 'csv', address, by: 'test' });
    expect(await harvest(path)).toMatchObject({ state: 'done', read: 4, created: 2, rejectedTotal: 2 });
    expect(await harvest(await file(`${header}1,dataset,Another one\n`))).toMatchObject({ created: 1, updated: 0, deleted: 0 });
    await writeFile(path, `${header}1,tool,First\n`);
    expect(await harvest(path)).toMatchObject({ read: 1, updated: 1, deleted: 1, created: 0 });
  });
});
