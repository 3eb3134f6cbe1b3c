import { afterAll, beforeAll, expect, test } from 'vitest';
import { BAD, writingNode, written, type WritingNode } from '../testing/writing-node.ts';
import { biotoolsLicence } from './licence.ts';
import { biotools } from './write-biotools.ts';

let it: WritingNode;
beforeAll(async () => {
  it = await writingNode();
});
afterAll(() => it.close());

test('a tool is an entry that the bio.tools API would take', async () => {
  const { tool } = await it.publish({
    tool: {
      kind: 'tool',
      title: { en: 'Aligner/mapper & co' },
      description: { en: 'Aligns reads to a genome.' },
      homepage: 'https://example.org/aligner',
      identifiers: ['https://bio.tools/Aligner', 'rrid:SCR_000001'],
      operations: ['Sequence alignment'],
      reads: ['FASTQ'],
      writes: ['BAM'],
      version: '2.1',
      licence: { id: 'GPL-3.0-only' },
      access: { level: 'open' },
      endpoints: [
        { url: 'https://example.org/code', type: 'source-code' },
        { url: 'https://example.org/manual', type: 'documentation' },
        { url: 'https://example.org/get', type: 'download' },
      ],
      publications: [{ doi: '10.1000/182' }, { url: 'https://pubmed.ncbi.nlm.nih.gov/123/' }, { title: 'A paper without identifier' }],
      contacts: [{ name: 'A. Person', email: 'a@example.org', orcid: '0000-0002-1825-0097' }],
    },
  });
  const data = { term: 'Data', uri: 'http://edamontology.org/data_0006' };
  expect(JSON.parse(await written(biotools, [tool], it.context()))).toEqual({
    name: 'Aligner mapper co',
    description: 'Aligns reads to a genome.',
    homepage: 'https://example.org/aligner',
    biotoolsID: 'aligner',
    biotoolsCURIE: 'biotools:aligner',
    version: ['2.1'],
    otherID: [{ value: 'RRID:SCR_000001', type: 'rrid' }],
    function: [
      {
        operation: [{ term: 'Sequence alignment', uri: 'http://edamontology.org/operation_0292' }],
        input: [{ data, format: [{ term: 'FASTQ', uri: 'http://edamontology.org/format_1930' }] }],
        output: [{ data, format: [{ term: 'BAM', uri: 'http://edamontology.org/format_2572' }] }],
      },
    ],
    license: 'GPL-3.0',
    accessibility: 'Open access',
    link: [
      { url: 'https://example.org/code', type: ['Repository'] },
      { url: tool.url, type: ['Software catalogue'] },
    ],
    download: [{ url: 'https://example.org/get', type: 'Downloads page' }],
    documentation: [{ url: 'https://example.org/manual', type: ['General'] }],
    publication: [{ doi: '10.1000/182' }, { pmid: '123' }],
    credit: [{ name: 'A. Person', email: 'a@example.org', orcidid: 'https://orcid.org/0000-0002-1825-0097', typeEntity: 'Person', typeRole: ['Primary contact'] }],
  });
});

test('names and texts keep to what the schema lets in, whatever the title is', async () => {
  const descriptions = Object.fromEntries(Object.entries(BAD).map(([name, description]) => [name, { ...description, kind: 'tool' as const }]));
  const { list, count } = JSON.parse(await written(biotools, Object.values(await it.publish(descriptions)), it.context())) as { list: Record<string, string>[]; count: number };
  expect(count).toBe(list.length);
  for (const { name = '', description = '', version } of list) {
    expect(name).toMatch(/^[ ()+\-.,0-9:;A-Z_a-z]{1,100}$/);
    expect(description.length).toBeGreaterThanOrEqual(10);
    expect(description.length).toBeLessThanOrEqual(1_000);
    expect(version?.[0] ?? '1').toMatch(/^[ ()+\-.,0-9:;A-Z_a-z]{1,100}$/);
  }
});

test('it has words for software and databases, for nothing else', () => {
  const covered = (kind: string, category: string) => biotools.covers({ kind, category } as never);
  expect([covered('tool', 'tool'), covered('workflow', 'tool'), covered('database', 'data'), covered('dataset', 'data'), covered('course', 'training')]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  ['MIT', 'MIT'],
  ['GPL-3.0-only', 'GPL-3.0'],
  ['GPL-2.0+', 'GPL-2.0-or-later'],
  ['Our-own-terms', 'Other'],
  [undefined, 'Other'],
])('the licence %s is called %s', (id, name) => expect(biotoolsLicence(id)).toBe(name));
