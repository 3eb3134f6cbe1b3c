import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Description } from '../../catalogue/index.ts';
import { harvestNow } from '../harvest-now.ts';
import { readAll } from '../testing/read-all.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { webSite, type WebSite } from '../testing/web-site.ts';
import { biotoolsStandard } from './read-biotools.ts';

async function folder(files: Record<string, unknown>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'biotope-biotools-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

/** An entry in the manner of bio.tools, with everything its schema has. */
const ALIGNER = {
  biotoolsID: 'quickalign',
  biotoolsCURIE: 'biotools:quickalign',
  name: 'QuickAlign',
  description: 'Aligns short reads to a reference genome.',
  homepage: 'https://quickalign.example.org',
  version: ['1.0', '1.1'],
  otherID: [
    { value: 'doi:10.5281/zenodo.5', type: 'doi', version: null },
    { value: 'RRID:SCR_012345', type: 'rrid' },
    { value: 'cpe:2.3:a:example:quickalign', type: 'cpe' },
  ],
  relation: [
    { biotoolsID: 'samtools', type: 'uses' },
    { biotoolsID: 'alignsuite', type: 'includedIn' },
    { biotoolsID: 'quickalign2', type: 'hasNewVersion' },
  ],
  function: [
    {
      operation: [{ uri: 'http://edamontology.org/operation_3198', term: 'Read mapping' }],
      input: [{ data: { uri: 'http://edamontology.org/data_2044', term: 'Sequence' }, format: [{ uri: 'http://edamontology.org/format_1930', term: 'FASTQ' }] }],
      output: [{ data: { uri: 'http://edamontology.org/data_0863', term: 'Alignment' }, format: [{ uri: 'http://edamontology.org/format_2573', term: 'SAM' }] }],
      note: null,
      cmd: null,
    },
    { operation: [{ uri: 'http://edamontology.org/operation_3211', term: 'Genome indexing' }], input: [], output: [] },
  ],
  toolType: ['Command-line tool', 'Workbench'],
  topic: [{ uri: 'http://edamontology.org/topic_0102', term: 'Mapping' }],
  operatingSystem: ['Linux', 'Mac'],
  language: ['C', 'Python'],
  license: 'GPL-3.0',
  collectionID: ['Example suite'],
  maturity: 'Mature',
  cost: 'Free of charge',
  accessibility: 'Open access',
  elixirPlatform: ['Tools'],
  elixirNode: ['Belgium'],
  link: [
    { url: 'https://github.com/example/quickalign', type: ['Repository'], note: null },
    { url: 'https://github.com/example/quickalign/issues', type: ['Issue tracker'] },
    { url: 'not a link', type: ['Other'] },
  ],
  download: [
    { url: 'https://quickalign.example.org/quickalign-1.1.tar.gz', type: 'Source code', note: null },
    { url: 'https://quay.io/repository/biocontainers/quickalign', type: 'Container file' },
  ],
  documentation: [{ url: 'https://quickalign.example.org/manual', type: ['User manual'], note: 'All options' }],
  publication: [
    { doi: '10.1093/bioinformatics/xyz1', pmid: '123', pmcid: null, type: ['Primary'], metadata: { title: 'QuickAlign', authors: [], citationCount: 7 } },
    { doi: null, pmid: null, pmcid: 'PMC99' },
    { doi: 'none', pmid: '' },
  ],
  credit: [
    { name: 'Ada Example', email: 'ada@example.org', orcidid: 'https://orcid.org/0000-0001-9896-3531', typeEntity: 'Person', typeRole: ['Primary contact'] },
    { name: 'Example Institute', url: 'https://institute.example.org', rorid: '03yrm5c26', typeEntity: 'Institute', typeRole: ['Provider'] },
    { name: null, email: 'not an address', orcidid: 'nonsense' },
  ],
  additionDate: '2017-01-13T13:13:56Z',
  lastUpdate: '2024-11-25T16:35:24.123456Z',
  owner: 'someone',
  editPermission: { type: 'group', authors: ['a'] },
  validated: 1,
};

describe('bio.tools', () => {
  test('an entry says what the tool does, reads and writes, and everything else a description can hold', async () => {
    const { records, rejections, notes } = await readAll(biotoolsStandard, await folder({ 'quickalign.biotools.json': ALIGNER }));
    expect(rejections).toEqual([]);
    const { key, description } = records[0]!;
    expect(key).toBe('quickalign');
    expect(description).toMatchObject({
      kind: 'tool',
      title: { en: 'QuickAlign' },
      identifiers: ['biotools:quickalign', 'doi:10.5281/zenodo.5', 'rrid:SCR_012345', 'cpe:2.3:a:example:quickalign'],
      homepage: 'https://quickalign.example.org',
      topics: ['edam:topic_0102'],
      operations: ['edam:operation_3198', 'edam:operation_3211'],
      reads: ['edam:format_1930'],
      writes: ['edam:format_2573'],
      keywords: ['Command-line tool', 'Workbench', 'C', 'Python', 'Linux', 'Mac', 'Example suite', 'Tools', 'ELIXIR Belgium'],
      provider: { name: { en: 'Example Institute' }, url: 'https://institute.example.org', ror: 'https://ror.org/03yrm5c26' },
      contacts: [{ name: 'Ada Example', email: 'ada@example.org', orcid: '0000-0001-9896-3531' }],
      licence: { id: 'GPL-3.0' },
      access: { level: 'open', conditions: { en: 'Free of charge' } },
      version: '1.0, 1.1',
      issued: '2017-01-13T13:13:56Z',
      modified: '2024-11-25T16:35:24.123456Z',
      distributions: [{ title: 'Source code', url: 'https://quickalign.example.org/quickalign-1.1.tar.gz' }],
      publications: [
        { doi: '10.1093/bioinformatics/xyz1', url: 'https://pubmed.ncbi.nlm.nih.gov/123/', title: 'QuickAlign' },
        { url: 'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC99/' },
      ],
      links: [
        { predicate: 'uses', target: 'biotools:samtools' },
        { predicate: 'is-part-of', target: 'biotools:alignsuite' },
        { predicate: 'replaced-by', target: 'biotools:quickalign2' },
      ],
    });
    expect(description.endpoints!.map(({ url, type }) => [type, url])).toEqual([
      ['source-code', 'https://github.com/example/quickalign'],
      ['issue-tracker', 'https://github.com/example/quickalign/issues'],
      ['documentation', 'https://quickalign.example.org/manual'],
      ['container', 'https://quay.io/repository/biocontainers/quickalign'],
      ['web', 'https://bio.tools/quickalign'],
    ]);
    expect(notes.join('\n')).toMatch(/no web addresses/);
    expect(Description.safeParse(description).error?.issues).toBeUndefined();
  });

  test.each([
    [['Workflow', 'Web application'], 'workflow'],
    [['Database portal'], 'database'],
    [['Web API', 'Web service'], 'service'],
    [['Web API', 'Library'], 'tool'],
    [['Ontology'], 'ontology'],
    [[], 'tool'],
  ])('the tool types %j are the kind %s', async (toolType, kind) => {
    const { records } = await readAll(biotoolsStandard, await folder({ 'a.biotools.json': { biotoolsID: 'a', name: 'A', toolType } }));
    expect(records[0]!.description.kind).toBe(kind);
    expect(Description.safeParse(records[0]!.description).error?.issues).toBeUndefined();
  });

  test('a copy of the content repository is read whole: its entries, and none of the files beside them', async () => {
    const { records, rejections, whole } = await readAll(
      biotoolsStandard,
      await folder({
        'data/a/a.biotools.json': { biotoolsID: 'a', name: 'A' },
        'data/a/a.bioschemas.jsonld': '{',
        'data/a/a.oeb.metrics.json': { x: 1 },
        'data/b/b.biotools.json': '{"biotoolsID":',
        'data/c/c.biotools.json': { biotoolsID: 'c', name: { x: 1 } },
        'data/d/d.biotools.json': { name: 'nameless' },
        'data/e/e.biotools.json': { biotoolsID: 'e', name: 'E', topic: 'nonsense', credit: 7 },
        'data/f/descriptor.yaml': 'biotoolsID: f\nname: F\ntopic: []\n',
        'package.json': { name: 'other' },
      }),
    );
    expect(records.map(({ key }) => key)).toEqual(['a', 'f']);
    expect(whole).toEqual(['tools']);
    expect(rejections.map(({ record, field, key }) => [record, field, key])).toEqual([
      ['data/b/b.biotools.json', '', 'b'],
      ['c', 'name', 'c'],
      ['data/d/d.biotools.json', '', 'd'],
      ['e', 'topic.0', 'e'],
    ]);
  });
});

describe('the API', () => {
  let site: WebSite;
  let node: TestNode;
  beforeAll(async () => {
    node = await testNode();
  });
  afterAll(() => node.close());
  afterEach(() => site.close());
  const entry = (number: number) => ({ biotoolsID: `tool${number}`, name: `Tool ${number}` });
  const page = (number: number, next: string | null, list: object[]) =>
    site.pages.set(`/api/tool/?page=${number}&format=json`, { type: 'application/json', body: JSON.stringify({ count: 5, next, previous: null, list }) });
  const start = () => `${site.origin}/api/tool/?page=1`;

  test('is read page by page; what came twice while the list changed is taken once', async () => {
    site = await webSite();
    page(1, '?page=2', [entry(1), entry(2)]);
    page(2, '?page=3&format=json', [entry(2), entry(3)]);
    page(3, null, [entry(4), { biotoolsID: 'bad id', name: 'x' }]);
    const report = await harvestNow(node.context, { source: 'biotools', address: start(), by: 'test', allowHosts: ['127.0.0.1'] });
    expect(report, report.reason).toMatchObject({ state: 'done', read: 5, created: 4, rejectedTotal: 1 });
    page(1, '?page=2', [{ ...entry(1), description: 'Now described' }]);
    page(2, null, [entry(2), entry(3)]);
    const again = await harvestNow(node.context, { source: 'biotools', address: start(), by: 'test', allowHosts: ['127.0.0.1'] });
    expect(again).toMatchObject({ read: 3, updated: 1, unchanged: 2, deleted: 1 });
  });

  test.each([
    ['leads in a circle', () => page(2, '?page=1', [entry(3)]), /lead in a circle/],
    ['goes on without entries', () => page(2, '?page=3', []), /holds no entry and still names a next page/],
    ['leads to another host', () => page(2, 'http://10.0.0.1/api/tool?page=3', [entry(3)]), /10\.0\.0\.1/],
    ['is no JSON', () => site.pages.set('/api/tool/?page=2&format=json', '<html>'), /is no JSON/],
    ['is something else', () => site.pages.set('/api/tool/?page=2&format=json', '{"detail":"throttled"}'), /holds no bio.tools entry/],
    [
      'breaks off',
      () => site.pages.set('/api/tool/?page=2&format=json', (_request, response) => void response.writeHead(200, { 'content-length': '999' }).write('{', () => response.destroy())),
      /broke off|ended after|aborted/,
    ],
  ])('a list that %s fails with its reason, and withdraws nothing', async (_what, prepare, reason) => {
    site = await webSite();
    page(1, '?page=2', [entry(1), entry(2)]);
    prepare();
    await expect(readAll(biotoolsStandard, start())).rejects.toThrow(reason);
  });
});
