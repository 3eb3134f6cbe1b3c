import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS, type Outgoing } from '../../catalogue/index.ts';
import { bioschemasSchemas, hasBioschemas } from '../testing/bioschemas-schemas.ts';
import { BAD, BASE, writingNode, written, type WritingNode } from '../testing/writing-node.ts';
import { CONFORMS_TO } from './profiles.ts';
import { bioschemas } from './write-bioschemas.ts';
import { describeCatalogue, describeSite } from './write-catalogue.ts';

let it: WritingNode;
beforeAll(async () => {
  it = await writingNode();
});
afterAll(() => it.close());

type Node = Record<string, any>;
const nodeOf = async (resource: Outgoing): Promise<Node> => JSON.parse(await written(bioschemas, [resource], it.context()));

describe('Bioschemas', () => {
  test('a tool says what it does, reads and writes, in terms with their addresses', async () => {
    const { tool } = await it.publish({
      tool: {
        kind: 'tool',
        title: { en: 'aligner', zh: '比对工具' },
        description: { en: 'Aligns.', zh: '比对。' },
        identifiers: ['biotools:aligner', 'doi:10.5281/zenodo.1'],
        operations: ['Sequence alignment'],
        reads: ['FASTQ'],
        writes: ['BAM'],
        licence: { id: 'MIT' },
        provider: { name: { en: 'An institute', zh: '研究所' }, ror: 'https://ror.org/02catss52' },
        version: '2.1',
        endpoints: [{ url: 'https://example.org/code', type: 'source-code' }],
        publications: [{ doi: '10.1000/182', title: 'A paper' }],
      },
    });
    expect(await nodeOf(tool)).toMatchObject({
      '@type': 'SoftwareApplication',
      '@id': tool.url,
      [CONFORMS_TO]: { '@id': 'https://bioschemas.org/profiles/ComputationalTool/1.0-RELEASE' },
      name: 'aligner',
      alternateName: ['比对工具'],
      license: 'https://spdx.org/licenses/MIT',
      softwareVersion: '2.1',
      codeRepository: ['https://example.org/code'],
      sameAs: ['https://bio.tools/aligner', 'https://doi.org/10.5281/zenodo.1'],
      featureList: [{ '@type': 'DefinedTerm', '@id': 'http://edamontology.org/operation_0292', name: 'Sequence alignment', alternateName: ['序列比对'] }],
      input: [{ '@type': 'FormalParameter', encodingFormat: { '@id': 'http://edamontology.org/format_1930' } }],
      output: [{ '@type': 'FormalParameter', encodingFormat: { '@id': 'http://edamontology.org/format_2572' } }],
      author: [{ '@type': 'Organization', '@id': 'https://ror.org/02catss52', name: 'An institute' }],
      citation: [{ '@id': 'https://doi.org/10.1000/182', name: 'A paper' }],
    });
  });

  test('what a profile demands and nobody stated is said to be unstated, and no licence is made up', async () => {
    const { workflow, dataset } = await it.publish({ workflow: { kind: 'workflow', title: { en: 'w' } }, dataset: { title: { en: 'd' }, issued: '2019' } });
    expect(await nodeOf(workflow)).toMatchObject({
      license: { name: 'Not stated', identifier: 'NOASSERTION' },
      version: 'Not stated',
      creator: { name: 'Not stated' },
      dateCreated: workflow.created.slice(0, 10),
    });
    const node = await nodeOf(dataset);
    expect(node).toMatchObject({
      license: { identifier: 'NOASSERTION' },
      description: 'Dataset. Its sources state no description.',
      includedInDataCatalog: [{ '@id': `${BASE}/catalog` }],
    });
    expect(node).not.toHaveProperty('datePublished');
  });

  test('what a workflow uses and where a dataset belongs are resources of their own', async () => {
    const { whole, part, uses } = await it.publish({
      whole: { kind: 'database', title: { en: 'The database' }, identifiers: ['https://example.org/db'] },
      part: { kind: 'dataset', title: { en: 'A part' }, links: [{ predicate: 'is-part-of', target: 'https://example.org/db' }] },
      uses: { kind: 'workflow', title: { en: 'Uses' }, links: [{ predicate: 'uses', target: 'https://example.org/db' }] },
    });
    expect((await nodeOf(part))['includedInDataCatalog'].map((catalogue: Node) => catalogue['@id'])).toEqual([`${BASE}/catalog`, whole.url]);
    expect((await nodeOf(uses))['hasPart']).toEqual([{ '@type': 'DataCatalog', '@id': whole.url, name: 'The database', url: whole.url }]);
  });

  test('many stand in one graph, and the whole begins with the catalogue', async () => {
    const all = Object.values(await it.publish({ a: {}, b: {}, c: {} }));
    const many = JSON.parse(await written(bioschemas, all, it.context()));
    expect(many['@graph'].map((node: Node) => node['@id'])).toEqual(all.map(({ url }) => url));
    const whole = JSON.parse(await written(bioschemas, all.slice(0, 1), it.context(), { whole: true }));
    expect(whole['@graph'].map((node: Node) => node['@type'])).toEqual(['DataCatalog', 'Dataset']);
    expect(JSON.parse(await written(bioschemas, [], it.context()))['@graph']).toEqual([]);
  });

  test('the site tells how it is searched', () => {
    expect(describeSite(it.context())['@graph']).toContainEqual(
      expect.objectContaining({
        '@type': 'WebSite',
        potentialAction: expect.objectContaining({ target: { '@type': 'EntryPoint', urlTemplate: `${BASE}/search?q={search_term_string}` } }),
      }),
    );
  });
});

describe.skipIf(!hasBioschemas)('the official profiles', () => {
  test('hold for every kind, with almost nothing said and with everything said badly', async () => {
    const schemas = bioschemasSchemas();
    const descriptions = KINDS.flatMap((kind) => Object.entries(BAD).map(([name, description]) => [`${kind}-${name}`, { ...description, kind }] as const));
    const failed: string[] = [];
    const profiled = new Set<string>();
    for (const [key, resource] of Object.entries(await it.publish(Object.fromEntries(descriptions)))) {
      const node = await nodeOf(resource);
      const profile = node[CONFORMS_TO]?.['@id'];
      if (!profile) continue;
      profiled.add(resource.kind);
      const validate = schemas.get(profile);
      if (!validate?.(node)) failed.push(`${key}: ${JSON.stringify(validate?.errors ?? `no schema ${profile}`)}`);
    }
    expect(failed).toEqual([]);
    expect([...profiled].sort()).toEqual(['course', 'database', 'dataset', 'knowledge-base', 'sample-collection', 'tool', 'training-material', 'workflow']);
  });

  test('holds for the catalogue itself', () => {
    const validate = bioschemasSchemas().get('https://bioschemas.org/profiles/DataCatalog/0.3-RELEASE-2019_07_01')!;
    validate(JSON.parse(JSON.stringify(describeCatalogue(it.context()))));
    expect(validate.errors).toBeNull();
  });
});
if (!hasBioschemas) test.skip('the official profiles (not run: ../shared/specs/bioschemas not present)', () => undefined);
