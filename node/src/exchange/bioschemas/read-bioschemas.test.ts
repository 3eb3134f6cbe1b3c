import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Description } from '../../catalogue/index.ts';
import { readAll } from '../testing/read-all.ts';
import { bioschemas } from './read-bioschemas.ts';

async function file(content: object | string, name = 'page.jsonld'): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'biotope-bioschemas-')), name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const read = async (content: object | string, name?: string) => readAll(bioschemas, await file(content, name));

const CONFORMS_TO = 'http://purl.org/dc/terms/conformsTo';

describe('descriptions in schema.org and Bioschemas', () => {
  test('a dataset says what it is, whose, on what terms, and where its files are', async () => {
    const { records, notes, rejections } = await read({
      '@context': 'https://schema.org/',
      '@type': 'Dataset',
      '@id': 'https://data.example.org/wheat',
      [CONFORMS_TO]: { '@type': 'CreativeWork', '@id': 'https://bioschemas.org/profiles/Dataset/1.0-RELEASE' },
      name: [
        { '@value': 'Wheat genomes', '@language': 'en' },
        { '@value': '小麦基因组', '@language': 'zh-CN' },
      ],
      description: '<p>Reads of <b>200</b> lines.</p><p>Paired ends.</p>',
      identifier: [
        'https://doi.org/10.5281/zenodo.77',
        { '@type': 'PropertyValue', propertyID: 'https://registry.identifiers.org/registry/bioproject', value: 'PRJNA42' },
        'WHEAT-7',
      ],
      keywords: 'wheat, drought; genomes',
      about: { '@type': 'DefinedTerm', '@id': 'http://edamontology.org/topic_0780', name: 'Plant biology' },
      license: { '@type': 'CreativeWork', name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
      creator: [
        { '@type': 'Person', '@id': 'https://orcid.org/0000-0001-9896-3531', givenName: 'Ada', familyName: 'Example', email: 'mailto:ada@example.org' },
        { '@type': 'Organization', name: 'Genome Group' },
      ],
      publisher: { '@type': 'Organization', name: 'Example Institute', url: 'https://institute.example.org', sameAs: 'https://ror.org/03yrm5c26' },
      distribution: [
        {
          '@type': 'DataDownload',
          name: 'Variants',
          contentUrl: 'https://data.example.org/wheat.vcf.gz',
          encodingFormat: ['application/gzip', 'http://edamontology.org/format_3016'],
          contentSize: '1048576 B',
          sha256: 'AB'.repeat(32),
        },
        'https://data.example.org/readme.txt',
      ],
      isAccessibleForFree: true,
      citation: { '@type': 'ScholarlyArticle', name: 'The wheat paper', identifier: 'doi:10.1093/nar/gkab1' },
      includedInDataCatalog: { '@type': 'DataCatalog', '@id': 'https://data.example.org/', name: 'Example data' },
      datePublished: '2024-05-01',
      dateModified: '2024-06-01 10:30:00 UTC',
      version: 2,
      audience: 'breeders',
      url: 'https://data.example.org/wheat',
    });
    expect(rejections).toEqual([]);
    expect(records).toHaveLength(1);
    const [{ key, description } = {} as never] = records;
    expect(key).toBe('https://data.example.org/wheat');
    expect(description).toMatchObject({
      kind: 'dataset',
      title: { en: 'Wheat genomes', zh: '小麦基因组' },
      description: { en: 'Reads of 200 lines.\nPaired ends.' },
      identifiers: ['bioproject:PRJNA42', 'doi:10.5281/zenodo.77'],
      homepage: 'https://data.example.org/wheat',
      topics: ['edam:topic_0780'],
      provider: { name: { en: 'Example Institute' }, url: 'https://institute.example.org', ror: 'https://ror.org/03yrm5c26' },
      licence: { id: 'CC-BY-4.0', name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
      access: { level: 'open' },
      version: '2',
      issued: '2024-05-01',
      modified: '2024-06-01T10:30:00Z',
      publications: [{ doi: '10.1093/nar/gkab1', title: 'The wheat paper' }],
      links: [{ predicate: 'is-part-of', target: 'https://data.example.org/' }],
    });
    expect(description.keywords).toEqual(['wheat', 'drought', 'genomes', 'WHEAT-7']);
    expect(description.contacts).toEqual([{ name: 'Ada Example', email: 'ada@example.org', orcid: '0000-0001-9896-3531' }, { name: 'Genome Group' }]);
    expect(description.distributions).toEqual([
      {
        title: 'Variants',
        url: 'https://data.example.org/wheat.vcf.gz',
        mediaType: 'application/gzip',
        format: 'edam:format_3016',
        size: 1048576,
        checksum: { algorithm: 'sha-256', value: 'ab'.repeat(32) },
      },
      { url: 'https://data.example.org/readme.txt' },
    ]);
    expect(notes.join()).toContain('"audience"');
    expect(Description.safeParse(description).error).toBeUndefined();
  });

  test('a tool and a workflow say what they read, write, do and use', async () => {
    const { record } = await read({
      '@context': ['https://schema.org', { input: 'https://bioschemas.org/ComputationalWorkflow#input', output: 'https://bioschemas.org/ComputationalWorkflow#output' }],
      '@graph': [
        {
          '@type': 'SoftwareApplication',
          '@id': 'https://bio.tools/bwa',
          [CONFORMS_TO]: { '@id': 'https://bioschemas.org/profiles/ComputationalTool/1.0-RELEASE' },
          name: 'BWA',
          url: 'http://bio-bwa.sourceforge.net',
          featureList: [{ '@id': 'http://edamontology.org/operation_3198' }, 'indexes genomes'],
          applicationSubCategory: { '@id': 'http://edamontology.org/topic_0102' },
          input: { '@type': 'FormalParameter', name: 'reads', encodingFormat: { '@id': 'http://edamontology.org/format_1930' } },
          output: {
            '@type': 'FormalParameter',
            name: 'alignment',
            encodingFormat: { '@type': 'DefinedTerm', url: 'http://edamontology.org/format_2573', '@id': 'http://edamontology.org/format_2573' },
          },
          license: 'MIT',
          softwareVersion: '0.7.17',
          codeRepository: 'https://github.com/lh3/bwa',
          softwareHelp: { '@type': 'CreativeWork', url: 'https://bio-bwa.example.org/manual' },
          citation: ['https://doi.org/10.1093/bioinformatics/btp324', 'pubmed:19451168'],
          author: 'Heng Li',
        },
        {
          '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow'],
          '@id': 'https://flows.example.org/9',
          name: 'Mapping',
          programmingLanguage: { '@type': 'ComputerLanguage', name: 'Galaxy' },
          hasPart: { '@id': 'https://bio.tools/bwa' },
          creator: { '@type': 'Person', name: 'B. Flow' },
          creativeWorkStatus: 'Deprecated',
        },
      ],
    });
    expect(record('https://bio.tools/bwa').description).toMatchObject({
      kind: 'tool',
      identifiers: ['biotools:bwa'],
      homepage: 'http://bio-bwa.sourceforge.net',
      topics: ['edam:topic_0102'],
      operations: ['edam:operation_3198'],
      reads: ['edam:format_1930'],
      writes: ['edam:format_2573'],
      keywords: ['indexes genomes'],
      licence: { id: 'MIT' },
      version: '0.7.17',
      contacts: [{ name: 'Heng Li' }],
      endpoints: [
        { url: 'https://github.com/lh3/bwa', type: 'source-code' },
        { url: 'https://bio-bwa.example.org/manual', type: 'documentation' },
      ],
      publications: [{ doi: '10.1093/bioinformatics/btp324' }, { url: 'https://pubmed.ncbi.nlm.nih.gov/19451168/' }],
    });
    expect(record('https://flows.example.org/9').description).toMatchObject({
      kind: 'workflow',
      keywords: ['Galaxy'],
      status: 'deprecated',
      links: [{ predicate: 'uses', target: 'biotools:bwa' }],
    });
  });

  test('each profiled kind is known by its type or its profile; people and articles are no resources', async () => {
    const kinds = [
      ['LearningResource', 'training-material'],
      ['Course', 'course'],
      ['DataCatalog', 'database'],
      ['https://bioschemas.org/Sample', 'sample-collection'],
      ['DefinedTermSet', 'ontology'],
      ['SoftwareSourceCode', 'tool'],
      ['WebAPI', 'service'],
      ['Person', undefined],
      ['ScholarlyArticle', undefined],
    ] as const;
    const { records } = await read({
      '@context': 'http://schema.org',
      '@graph': [
        ...kinds.map(([type], place) => ({ '@type': type, '@id': `https://example.org/${place}`, name: `Thing ${place}` })),
        {
          '@type': 'CreativeWork',
          '@id': 'https://example.org/material',
          name: 'Slides',
          [CONFORMS_TO]: { '@id': 'https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE' },
        },
      ],
    });
    expect(Object.fromEntries(records.map(({ key, description }) => [key.replace('https://example.org/', ''), description.kind]))).toEqual({
      ...Object.fromEntries(kinds.flatMap(([, kind], place) => (kind ? [[String(place), kind]] : []))),
      material: 'training-material',
    });
  });

  test('a course is told with its editions, and what it teaches with links', async () => {
    const { records } = await read({
      '@context': 'https://schema.org/',
      '@type': 'Course',
      '@id': 'https://train.example.org/c1',
      name: 'Variant calling',
      description: 'Two days',
      keywords: ['variants'],
      teaches: [{ '@type': 'SoftwareApplication', '@id': 'https://bio.tools/gatk', name: 'GATK' }, 'reading a VCF'],
      hasCourseInstance: { '@type': 'CourseInstance', courseMode: 'online', location: 'Zoom', startDate: '2026-01-01', instructor: { '@type': 'Person', name: 'C. Teach' } },
    });
    expect(records).toHaveLength(1);
    expect(records[0]!.description).toMatchObject({
      kind: 'course',
      contacts: [{ name: 'C. Teach' }],
      keywords: ['variants', 'reading a VCF'],
      links: [{ predicate: 'teaches', target: 'biotools:gatk' }],
    });
  });

  test('a catalogue carries its datasets; what is only named in passing is a link', async () => {
    const { records, record } = await read({
      '@context': 'https://schema.org/',
      '@type': 'DataCatalog',
      '@id': 'https://data.example.org/',
      name: 'Example data',
      dataset: [
        { '@type': 'Dataset', '@id': 'https://data.example.org/1', name: 'One', isBasedOn: { '@type': 'Dataset', '@id': 'https://else.example.org/0', name: 'Nought' } },
        { '@type': 'Dataset', '@id': 'https://data.example.org/2' },
      ],
    });
    expect(records.map(({ key }) => key)).toEqual(['https://data.example.org/', 'https://data.example.org/1']);
    expect(record('https://data.example.org/1').description.links).toEqual([
      { predicate: 'related-to', target: 'https://else.example.org/0' },
      { predicate: 'is-part-of', target: 'https://data.example.org/' },
    ]);
  });

  test('a page carries several scripts that refer to each other, some broken', async () => {
    const { records, rejections } = await read(
      `<html><head><script>var x = '<script type="application/ld+json">';</script>
       <script type="application/ld+json">{"@context":"https://schema.org","@type":"Dataset","@id":"#d","name":"Rice","creator":{"@id":"#ada"}}</script>
       <script type='application/ld+json; charset=utf-8'>{"@context":"https://schema.org","@type":"Person","@id":"#ada","name":"Ada"}</script>
       <script type="application/ld+json">{"@type": oops}</script></head></html>`,
      'rice.html',
    );
    expect(records).toHaveLength(1);
    expect(records[0]!.description).toMatchObject({ title: { en: 'Rice' }, contacts: [{ name: 'Ada' }] });
    expect(rejections).toMatchObject([{ record: 'rice.html', collection: 'descriptions' }]);
    expect(rejections[0]!.reason).toMatch(/is no JSON/);
  });

  test('entities that refer to each other in circles are read once each', async () => {
    const { records } = await read({
      '@context': 'https://schema.org/',
      '@graph': [
        { '@type': 'Dataset', '@id': 'https://e.org/a', name: 'A', hasPart: { '@id': 'https://e.org/b' }, isPartOf: { '@id': 'https://e.org/b' } },
        { '@type': 'Dataset', '@id': 'https://e.org/b', name: 'B', hasPart: [{ '@id': 'https://e.org/a' }, { '@id': 'https://e.org/b' }] },
      ],
    });
    expect(records.map(({ key }) => key)).toEqual(['https://e.org/a', 'https://e.org/b']);
  });

  test('wrong types in any field cost that field, a missing name the record', async () => {
    const { records, rejections } = await read({
      '@context': 'https://schema.org/',
      '@graph': [
        {
          '@type': 'Dataset',
          '@id': 'https://e.org/a',
          name: 7,
          description: { x: 1 },
          keywords: [null, 3, {}],
          license: [[]],
          creator: true,
          distribution: 'nowhere',
          datePublished: 'soon',
          url: 'not an address',
          version: {},
        },
        { '@type': 'Dataset', '@id': 'https://e.org/b', description: 'nameless' },
      ],
    });
    expect(records).toHaveLength(1);
    expect(Description.safeParse(records[0]!.description).error?.issues).toBeUndefined();
    expect(records[0]!.description).toMatchObject({ title: { en: '7' }, keywords: ['3'], homepage: 'https://e.org/a' });
    expect(rejections).toEqual([{ record: 'https://e.org/b', field: 'name', reason: 'is missing', key: 'https://e.org/b', collection: 'descriptions' }]);
  });

  test.each([
    ['{"@type":', /is no JSON/],
    ['"a text"', /holds no JSON-LD|describes no resource/],
    ['[1, 2]', /describes no resource/],
    [`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, /more than 64 levels/],
    ['{"@context":"https://forbidden.example.org/context","@type":"Dataset","name":"x"}', /forbidden\.example\.org/],
    ['{"@context":{"@vocab":7},"@type":"Dataset","name":"x"}', /no valid JSON-LD/],
  ])('%.40s… is refused with its reason', async (content, reason) => {
    const result = await read(content).catch((error: Error) => error.message);
    expect(typeof result === 'string' ? result : result.rejections[0]?.reason).toMatch(reason);
  });

  test('a text of 10 MB is refused by its length, not swallowed', async () => {
    const { records } = await read({ '@context': 'https://schema.org/', '@type': 'Dataset', '@id': 'https://e.org/long', name: 'x'.repeat(10 * 2 ** 20) });
    expect(Description.safeParse(records[0]!.description).error?.issues[0]?.message).toContain('longer than 1000');
  });

  test('a list of 50,000 values is read as quickly as its length demands, and refused by it', async () => {
    const { records } = await read({
      '@context': 'https://schema.org/',
      '@type': 'Dataset',
      '@id': 'https://e.org/many',
      name: 'Many',
      keywords: Array.from({ length: 50_000 }, (_, place) => `word ${place}`),
    });
    expect(records[0]!.description.keywords).toHaveLength(50_000);
    expect(Description.safeParse(records[0]!.description).error?.issues[0]).toMatchObject({ path: ['keywords'], message: 'holds more than 5000 entries' });
  });

  test('blank nodes of two scripts are two things; what two scripts say of one thing is said of it once', async () => {
    const { records } = await read(
      `<script type="application/ld+json">{"@context":"https://schema.org","@type":"Dataset","@id":"https://e.org/1","name":"One","keywords":"a","creator":{"@id":"_:b0","@type":"Person","name":"Ada"}}</script>
       <script type="application/ld+json">{"@context":"https://schema.org","@type":"Dataset","@id":"https://e.org/1","name":"One","keywords":["a","b"],"creator":{"@id":"_:b0","@type":"Person","name":"Bob"}}</script>`,
      'two.html',
    );
    expect(records).toHaveLength(1);
    expect(records[0]!.description).toMatchObject({ keywords: ['a', 'b'], contacts: [{ name: 'Ada' }, { name: 'Bob' }] });
  });

  test('a page without a context means schema.org; one without an address is called by its file', async () => {
    const { records } = await read({ '@type': 'Dataset', name: 'Plain' }, 'plain.json');
    expect(records.map(({ key, description }) => [key, description.title])).toEqual([['plain.json', { en: 'Plain' }]]);
  });
});
