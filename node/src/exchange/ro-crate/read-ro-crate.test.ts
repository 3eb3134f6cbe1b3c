import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Description } from '../../catalogue/index.ts';
import { harvestNow } from '../harvest-now.ts';
import { readAll } from '../testing/read-all.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { webSite } from '../testing/web-site.ts';
import { roCrate } from './read-ro-crate.ts';

async function folder(files: Record<string, object | string | Buffer>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'biotope-crate-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return root;
}

const FILE = 'ro-crate-metadata.json';
const crate = (root: object, ...entities: object[]) => ({
  '@context': 'https://w3id.org/ro/crate/1.1/context',
  '@graph': [
    { '@id': FILE, '@type': 'CreativeWork', conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' }, about: { '@id': './' } },
    { '@id': './', '@type': 'Dataset', ...root },
    ...entities,
  ],
});

const SURVEY = crate(
  {
    name: 'Soil survey',
    description: 'Metagenomes of 12 plots.',
    datePublished: '2025-03-01',
    identifier: 'https://doi.org/10.5281/zenodo.99',
    license: { '@id': 'https://creativecommons.org/licenses/by/4.0/' },
    author: [{ '@id': 'https://orcid.org/0000-0001-9896-3531' }, { '@id': '#plain' }],
    publisher: { '@id': 'https://ror.org/03yrm5c26' },
    keywords: ['soil', 'metagenome'],
    hasPart: [{ '@id': 'reads/plot 1.fastq.gz' }, { '@id': 'tables/' }, { '@id': 'https://data.example.org/big.bam' }, { '@id': 'https://doi.org/10.5281/zenodo.100' }],
    mentions: { '@id': 'https://bio.tools/megahit' },
    funder: { '@id': '#fund' },
  },
  {
    '@id': 'reads/plot 1.fastq.gz',
    '@type': 'File',
    name: 'Plot 1',
    contentSize: '2048',
    encodingFormat: ['application/gzip', { '@id': 'http://edamontology.org/format_1930' }],
    sha256: 'cd'.repeat(32),
  },
  { '@id': 'tables/', '@type': 'Dataset', name: 'Tables', hasPart: [{ '@id': 'tables/a.csv' }, { '@id': './' }] },
  { '@id': 'tables/a.csv', '@type': 'File', contentSize: 10, encodingFormat: 'text/csv' },
  { '@id': 'https://data.example.org/big.bam', '@type': 'File', name: 'Alignments', contentSize: '1.5 GB' },
  { '@id': 'https://doi.org/10.5281/zenodo.100', '@type': 'Dataset', name: 'Weather of the plots' },
  { '@id': 'https://bio.tools/megahit', '@type': 'SoftwareApplication', name: 'MEGAHIT', version: '1.2' },
  { '@id': 'https://orcid.org/0000-0001-9896-3531', '@type': 'Person', name: 'Ada Example' },
  { '@id': '#plain', '@type': 'Person', name: 'B. Plain', email: 'b@example.org' },
  { '@id': 'https://ror.org/03yrm5c26', '@type': 'Organization', name: 'Example Institute' },
  { '@id': '#fund', '@type': 'Organization', name: 'A fund' },
  { '@id': 'https://creativecommons.org/licenses/by/4.0/', '@type': 'CreativeWork', name: 'CC BY 4.0' },
);

describe('RO-Crate', () => {
  test('a crate is a dataset with its files, people and terms; what bears an identifier is a resource too', async () => {
    const { records, record, rejections, whole, notes } = await readAll(roCrate, await folder({ [FILE]: SURVEY }));
    expect(rejections).toEqual([]);
    expect(whole).toEqual(['crates']);
    expect(records.map(({ key, description }) => [key, description.kind])).toEqual([
      ['doi:10.5281/zenodo.99', 'dataset'],
      ['doi:10.5281/zenodo.100', 'dataset'],
      ['biotools:megahit', 'tool'],
    ]);
    const { description } = record('doi:10.5281/zenodo.99');
    expect(description).toMatchObject({
      title: { en: 'Soil survey' },
      identifiers: ['doi:10.5281/zenodo.99'],
      licence: { id: 'CC-BY-4.0', name: 'CC BY 4.0' },
      contacts: [
        { name: 'Ada Example', orcid: '0000-0001-9896-3531' },
        { name: 'B. Plain', email: 'b@example.org' },
      ],
      provider: { name: { en: 'Example Institute' }, ror: 'https://ror.org/03yrm5c26' },
      issued: '2025-03-01',
      links: [{ predicate: 'mentions', target: 'biotools:megahit' }],
    });
    expect(description.distributions).toEqual([
      {
        title: 'Plot 1',
        url: 'reads/plot 1.fastq.gz',
        mediaType: 'application/gzip',
        format: 'edam:format_1930',
        size: 2048,
        checksum: { algorithm: 'sha-256', value: 'cd'.repeat(32) },
      },
      { title: 'Alignments', url: 'https://data.example.org/big.bam' },
      { url: 'tables/a.csv', size: 10, mediaType: 'text/csv' },
    ]);
    expect(record('doi:10.5281/zenodo.100').description.links).toEqual([{ predicate: 'is-part-of', target: 'doi:10.5281/zenodo.99' }]);
    expect(notes.join()).toContain('"funder"');
    for (const it of records) expect(Description.safeParse(it.description).error?.issues, it.key).toBeUndefined();
  });

  test('a workflow crate is its workflow, with what it runs and who wrote it', async () => {
    const flow = crate(
      {
        name: 'Assemble metagenomes',
        license: 'Apache-2.0',
        isBasedOn: 'https://workflowhub.eu/workflows/900',
        mainEntity: { '@id': 'assemble.ga' },
        hasPart: [{ '@id': 'assemble.ga' }, { '@id': 'README.md' }],
        conformsTo: { '@id': 'https://w3id.org/workflowhub/workflow-ro-crate/1.0' },
      },
      {
        '@id': 'assemble.ga',
        '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow'],
        name: 'assemble',
        programmingLanguage: { '@id': '#galaxy' },
        creator: { '@id': '#who' },
        version: '2',
        input: { '@id': '#in' },
        url: 'https://workflowhub.eu/workflows/901?version=2',
        hasPart: { '@id': 'https://bio.tools/megahit' },
        sdPublisher: { '@id': '#hub' },
      },
      { '@id': 'README.md', '@type': 'File' },
      { '@id': '#galaxy', '@type': 'ComputerLanguage', name: 'Galaxy' },
      { '@id': '#who', '@type': 'Person', name: 'C. Flow' },
      { '@id': '#hub', '@type': 'Organization', name: 'WorkflowHub', url: 'https://workflowhub.eu/' },
      { '@id': '#in', '@type': 'FormalParameter', name: 'reads', encodingFormat: { '@id': 'http://edamontology.org/format_1930' } },
      { '@id': 'https://bio.tools/megahit', '@type': 'SoftwareApplication', name: 'MEGAHIT' },
    );
    const { records } = await readAll(roCrate, await folder({ [`flows/a/${FILE}`]: flow }));
    expect(records.map(({ key, description }) => [key, description.kind])).toEqual([
      ['workflowhub:901', 'workflow'],
      ['biotools:megahit', 'tool'],
    ]);
    expect(records[0]!.description).toMatchObject({
      title: { en: 'Assemble metagenomes' },
      homepage: 'https://workflowhub.eu/workflows/901?version=2',
      version: '2',
      keywords: ['Galaxy'],
      reads: ['edam:format_1930'],
      contacts: [{ name: 'C. Flow' }],
      provider: { name: { en: 'WorkflowHub' } },
      licence: { id: 'Apache-2.0' },
      distributions: [{ title: 'assemble', url: 'assemble.ga' }, { url: 'README.md' }],
    });
    expect(records[0]!.description.links).toEqual([
      { predicate: 'related-to', target: 'workflowhub:900' },
      { predicate: 'uses', target: 'biotools:megahit' },
    ]);
  });

  test('a crate at an address has its files beside it; a detached one (1.2) has an address of its own', async () => {
    const detached = {
      '@context': 'https://w3id.org/ro/crate/1.2/context',
      '@graph': [
        {
          '@id': 'soil-ro-crate-metadata.json',
          '@type': 'CreativeWork',
          conformsTo: { '@id': 'https://w3id.org/ro/crate/1.2' },
          about: { '@id': 'https://data.example.org/soil/' },
        },
        { '@id': 'https://data.example.org/soil/', '@type': 'Dataset', name: 'Soil', hasPart: { '@id': 'https://data.example.org/soil/a.csv' } },
        { '@id': 'https://data.example.org/soil/a.csv', '@type': 'File', name: 'A' },
      ],
    };
    const site = await webSite({
      [`/crate/${FILE}`]: { type: 'application/ld+json', body: JSON.stringify(SURVEY) },
      '/soil-ro-crate-metadata.json': { type: 'application/json', body: JSON.stringify(detached) },
    });
    try {
      const attached = await readAll(roCrate, `${site.origin}/crate/${FILE}`);
      expect(attached.records[0]!.description.distributions![0]!.url).toBe(`${site.origin}/crate/reads/plot%201.fastq.gz`);
      const { records } = await readAll(roCrate, `${site.origin}/soil-ro-crate-metadata.json`);
      expect(records).toMatchObject([
        {
          key: 'https://data.example.org/soil/',
          description: { homepage: 'https://data.example.org/soil/', distributions: [{ title: 'A', url: 'https://data.example.org/soil/a.csv' }] },
        },
      ]);
    } finally {
      await site.close();
    }
  });

  test('a ZIP archive is opened, damaged ones and bombs are refused', async () => {
    const zip = (name: string, content: Buffer) => {
      const packed = deflateRawSync(content);
      const local = Buffer.alloc(30);
      local.writeUInt32LE(0x04034b50, 0);
      local.writeUInt16LE(8, 8);
      local.writeUInt16LE(name.length, 26);
      const entry = Buffer.alloc(46);
      entry.writeUInt32LE(0x02014b50, 0);
      entry.writeUInt16LE(8, 10);
      entry.writeUInt32LE(crc32(content), 16);
      entry.writeUInt32LE(packed.length, 20);
      entry.writeUInt32LE(1, 24);
      entry.writeUInt16LE(name.length, 28);
      const end = Buffer.alloc(22);
      end.writeUInt32LE(0x06054b50, 0);
      end.writeUInt16LE(1, 10);
      end.writeUInt32LE(30 + name.length + packed.length, 16);
      return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
    };
    const good = zip(`soil/${FILE}`, Buffer.from(JSON.stringify(SURVEY)));
    const { records, rejections } = await readAll(
      roCrate,
      await folder({ 'a.crate.zip': good, 'b.zip': good.subarray(0, 100), 'c.zip': zip('readme.txt', Buffer.from('x')), 'd.zip': zip(FILE, Buffer.alloc(40 * 2 ** 20)) }),
    );
    expect(records.map(({ key }) => key)).toEqual(['doi:10.5281/zenodo.99', 'doi:10.5281/zenodo.100', 'biotools:megahit']);
    expect(rejections.map(({ record, reason }) => [record, reason])).toEqual([
      ['b.zip', expect.stringMatching(/cut off/)],
      ['c.zip', expect.stringMatching(/without ro-crate-metadata/)],
      ['d.zip', expect.stringMatching(/larger than/)],
    ]);
  });

  test('what is no crate is refused with its reason, and the others of its folder are read', async () => {
    const { records, rejections } = await readAll(
      roCrate,
      await folder({
        [`a/${FILE}`]: '{',
        [`b/${FILE}`]: { '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': [{ '@id': './', '@type': 'Dataset', name: 'x' }] },
        [`c/${FILE}`]: crate({ description: 'nameless' }),
        [`d/${FILE}`]: crate({ name: ['Fine', 7], hasPart: 'text', author: [null, { a: { b: [] } }], license: 7, contentSize: {} }),
        [`e/${FILE}`]: '[]',
        [`f/${FILE}`]: Buffer.from([0xff, 0xfe, 0x00]),
      }),
    );
    expect(records.map(({ description }) => description.title)).toEqual([{ en: 'Fine' }]);
    expect(Description.safeParse(records[0]!.description).error?.issues).toBeUndefined();
    expect(rejections.map(({ record, reason }) => [record[0], reason])).toEqual([
      ['a', expect.stringMatching(/is no JSON/)],
      ['b', expect.stringMatching(/no root data entity/)],
      ['c', expect.stringMatching(/no name/)],
      ['e', expect.stringMatching(/no root data entity/)],
      ['f', expect.stringMatching(/no UTF-8/)],
    ]);
    await expect(readAll(roCrate, await folder({ 'readme.md': 'nothing' }))).rejects.toThrow(/holds no RO-Crate/);
  });
});

describe('harvested by a node', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await testNode();
  });
  afterAll(() => node.close());

  test('counts add up, and a second harvest changes nothing', async () => {
    const address = await folder({ [`a/${FILE}`]: SURVEY, [`b/${FILE}`]: '{' });
    const harvest = () => harvestNow(node.context, { source: 'ro-crate', address, by: 'test' });
    expect(await harvest()).toMatchObject({ state: 'done', read: 4, created: 3, rejectedTotal: 1, deleted: 0 });
    expect(await harvest()).toMatchObject({ state: 'done', read: 4, unchanged: 3, created: 0, updated: 0, rejectedTotal: 1 });
  });
});
