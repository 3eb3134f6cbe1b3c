import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DescriptionInput } from '../catalogue/index.ts';
import { formatNamed } from './formats.ts';
import { standardNamed } from './standards.ts';
import { readAll, type ReadResult } from './testing/read-all.ts';
import { writingNode, written, type WritingNode } from './testing/writing-node.ts';

const COMMON = {
  topics: ['edam:topic_0102'],
  keywords: ['reads', 'mapping of genomes'],
  provider: { name: { en: 'Example Institute' }, url: 'https://institute.example.org', ror: 'https://ror.org/03yrm5c26' },
  contacts: [{ name: 'Ada Example', email: 'ada@example.org', orcid: '0000-0001-9896-3531' }],
  publications: [{ doi: '10.1093/bioinformatics/btp324', title: 'The paper' }],
  access: { level: 'open' as const },
};
const DESCRIPTIONS = {
  tool: {
    ...COMMON,
    kind: 'tool',
    title: { en: 'Quick mapper', zh: '快速比对工具' },
    description: { en: 'Maps reads to a genome.' },
    identifiers: ['biotools:quickmapper', 'doi:10.5281/zenodo.55'],
    homepage: 'https://mapper.example.org/',
    operations: ['edam:operation_3198'],
    reads: ['edam:format_1930'],
    writes: ['edam:format_2573'],
    licence: { id: 'MIT' },
    version: '1.2',
    endpoints: [
      { url: 'https://github.com/example/mapper', type: 'source-code' },
      { url: 'https://mapper.example.org/manual', type: 'documentation' },
    ],
  },
  dataset: {
    ...COMMON,
    kind: 'dataset',
    title: { en: 'Wheat genomes', zh: '小麦基因组' },
    description: { en: 'Reads of 200 lines.' },
    identifiers: ['doi:10.5281/zenodo.77'],
    homepage: 'https://data.example.org/wheat',
    licence: { id: 'CC-BY-4.0' },
    distributions: [
      { title: 'Calls', url: 'https://data.example.org/wheat.vcf.gz', mediaType: 'application/gzip', size: 2048, checksum: { algorithm: 'sha-256', value: 'ab'.repeat(32) } },
    ],
    issued: '2024-05-01',
    version: '2',
  },
} satisfies Record<string, DescriptionInput>;

describe('what this node writes, it reads again', () => {
  let node: WritingNode;
  let resources: Awaited<ReturnType<WritingNode['publish']>>;
  beforeAll(async () => {
    node = await writingNode();
    resources = await node.publish(DESCRIPTIONS);
  });
  afterAll(() => node.close());

  async function again(format: string, standard: string, name: string, keys: string[]): Promise<ReadResult> {
    const text = await written(
      formatNamed(format)!,
      keys.map((key) => resources[key as never]!),
      node.context(),
    );
    const path = join(await mkdtemp(join(tmpdir(), 'biotope-again-')), name);
    await writeFile(path, text);
    const result = await readAll(standardNamed(standard)!, path);
    expect(result.rejections).toEqual([]);
    return result;
  }
  const find = ({ records }: ReadResult, title: string) => records.find(({ description }) => description.title['en'] === title)?.description;

  test('Bioschemas', async () => {
    const result = await again('bioschemas', 'bioschemas', 'all.jsonld', ['tool', 'dataset']);
    const tool = find(result, 'Quick mapper');
    expect(tool).toMatchObject({
      kind: 'tool',
      title: DESCRIPTIONS.tool.title,
      description: DESCRIPTIONS.tool.description,
      homepage: DESCRIPTIONS.tool.homepage,
      topics: ['edam:topic_0102'],
      operations: ['edam:operation_3198'],
      reads: ['edam:format_1930'],
      writes: ['edam:format_2573'],
      keywords: COMMON.keywords,
      provider: { name: { en: 'Example Institute' }, ror: 'https://ror.org/03yrm5c26' },
      licence: { id: 'MIT' },
      access: { level: 'open' },
      version: '1.2',
      publications: [{ doi: '10.1093/bioinformatics/btp324', title: 'The paper' }],
    });
    expect(tool!.identifiers).toEqual(expect.arrayContaining(DESCRIPTIONS.tool.identifiers));
    expect(tool!.contacts).toContainEqual(expect.objectContaining(COMMON.contacts[0]!));
    expect(tool!.endpoints).toEqual(expect.arrayContaining(DESCRIPTIONS.tool.endpoints));
    const dataset = find(result, 'Wheat genomes');
    expect(dataset).toMatchObject({
      kind: 'dataset',
      licence: { id: 'CC-BY-4.0' },
      distributions: DESCRIPTIONS.dataset.distributions,
      issued: '2024-05-01',
      version: '2',
      keywords: COMMON.keywords,
    });
  });

  test.each(['ro-crate', 'ro-crate-1.1'])('%s', async (format) => {
    const result = await again(format, 'ro-crate', 'ro-crate-metadata.json', ['dataset']);
    expect(result.records.map(({ key }) => key)).toEqual([(resources as Record<string, { url: string }>)['dataset']!.url]);
    const dataset = find(result, 'Wheat genomes');
    expect(dataset).toMatchObject({
      kind: 'dataset',
      title: DESCRIPTIONS.dataset.title,
      licence: { id: 'CC-BY-4.0' },
      distributions: DESCRIPTIONS.dataset.distributions,
      issued: '2024-05-01',
      keywords: COMMON.keywords,
      topics: ['edam:topic_0102'],
    });
    expect(dataset!.identifiers).toContain('doi:10.5281/zenodo.77');
  });

  test('biotoolsSchema', async () => {
    const tool = find(await again('biotools', 'biotools', 'list.json', ['tool']), 'Quick mapper');
    expect(tool).toMatchObject({
      kind: 'tool',
      description: DESCRIPTIONS.tool.description,
      identifiers: DESCRIPTIONS.tool.identifiers,
      homepage: DESCRIPTIONS.tool.homepage,
      topics: ['edam:topic_0102'],
      operations: ['edam:operation_3198'],
      reads: ['edam:format_1930'],
      writes: ['edam:format_2573'],
      licence: { id: 'MIT' },
      access: { level: 'open' },
      version: '1.2',
      provider: COMMON.provider,
      contacts: COMMON.contacts,
      publications: [{ doi: '10.1093/bioinformatics/btp324' }],
    });
  });

  test('a table', async () => {
    const result = await again('csv', 'csv', 'all.csv', ['tool', 'dataset']);
    expect(find(result, 'Quick mapper')).toMatchObject({
      kind: 'tool',
      title: DESCRIPTIONS.tool.title,
      identifiers: DESCRIPTIONS.tool.identifiers,
      homepage: DESCRIPTIONS.tool.homepage,
      keywords: COMMON.keywords,
      provider: COMMON.provider,
      licence: { id: 'MIT' },
      access: { level: 'open' },
      version: '1.2',
      publications: [{ doi: '10.1093/bioinformatics/btp324' }],
    });
    expect(find(result, 'Wheat genomes')).toMatchObject({ kind: 'dataset', distributions: [{ url: 'https://data.example.org/wheat.vcf.gz' }], issued: '2024-05-01' });
  });
});
