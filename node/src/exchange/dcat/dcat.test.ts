import jsonld from 'jsonld';
import { Parser, Store, type Quad } from 'n3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS, type DescriptionInput, type Outgoing } from '../../catalogue/index.ts';
import { harvestSample, hasRealData } from '../testing/catalogue-sample.ts';
import { onShapes, shapesIn, violations } from '../testing/shacl.ts';
import { BAD, BASE, writingNode, written, type WritingNode } from '../testing/writing-node.ts';
import { dcatJsonLd, dcatNTriples, dcatTurtle } from './index.ts';

const OF_EACH_KIND = Object.fromEntries(
  KINDS.map((kind) => [
    kind,
    { kind, title: { en: `A ${kind}` }, endpoints: [{ url: 'https://example.org/api', type: 'api' }], distributions: [{ url: 'https://example.org/file', size: 1 }] },
  ]),
);
const FULL: Record<string, Partial<DescriptionInput>> = {
  full: {
    kind: 'database',
    title: { en: 'Everything', zh: '全部' },
    description: { en: 'All of it.' },
    identifiers: ['doi:10.1234/x'],
    homepage: 'https://example.org/',
    topics: ['edam:topic_0003'],
    formats: ['edam:format_1929', 'edam:format_1915'],
    keywords: ['genome', '基因组'],
    provider: { name: { en: 'Institute', zh: '研究所' }, ror: 'https://ror.org/02nr0ka47' },
    contacts: [{ name: 'Ada', email: 'ada@example.org', orcid: '0000-0002-1825-0097' }],
    licence: { id: 'CC-BY-4.0', name: 'CC BY', url: 'https://creativecommons.org/licenses/by/4.0/' },
    access: { level: 'registration', conditions: { en: 'Register' }, url: 'https://example.org/register' },
    endpoints: [
      { url: 'https://example.org/sparql', type: 'sparql' },
      { url: 'https://example.org/docs', type: 'documentation', description: 'Read this' },
    ],
    distributions: [
      { url: 'https://example.org/a.fa', title: 'A', format: 'edam:format_1929', mediaType: 'text/plain', size: 7, checksum: { algorithm: 'md5', value: 'AB'.repeat(16) } },
      { url: 'no address', format: 'my format', mediaType: 'no type' },
    ],
    publications: [{ doi: '10.1/a', title: 'On it' }, { title: 'Only a title' }],
    version: '2.0',
    status: 'deprecated',
    statusReason: 'Old',
    issued: '2020-02',
    modified: '2024-05-06T07:08:09Z',
    popularity: 12,
    links: [
      { predicate: 'is-part-of', target: 'written:part' },
      { predicate: 'uses', target: 'written:nowhere' },
    ],
  },
  part: { kind: 'service', identifiers: ['written:part'], title: { en: 'Part' }, homepage: 'https://example.org/same', links: [{ predicate: 'cites', target: 'doi:10.1234/x' }] },
};

let node: WritingNode;
let resources: Record<string, Outgoing>;
beforeAll(async () => {
  node = await writingNode();
  resources = await node.publish({ ...OF_EACH_KIND, ...FULL, ...BAD });
});
afterAll(() => node.close());

const all = () => Object.values(resources);
const plain = (quads: Quad[]) =>
  [
    ...new Set(
      quads.map(({ subject, predicate, object }) =>
        JSON.stringify([subject.value, predicate.value, object.value, object.termType === 'Literal' ? [object.language || '', object.datatype.value] : 0]),
      ),
    ),
  ].sort();
const shorten = (value: string) => value.replace('http://www.w3.org/ns/dcat#', 'dcat:').replace('http://purl.org/dc/terms/', 'dct:');
/** What the graph says of a node, by property. */
async function said(key: string, part = ''): Promise<Record<string, string[]>> {
  const store = new Store(new Parser().parse(await written(dcatTurtle, [resources[key]!], node.context())));
  const about: Record<string, string[]> = {};
  for (const { predicate, object } of store.getQuads(`${resources[key]!.url}${part}`, null, null, null)) {
    (about[shorten(predicate.value)] ??= []).push(shorten(object.termType === 'Literal' && object.language ? `${object.value}@${object.language}` : object.value));
  }
  return about;
}

describe('a description as DCAT-AP', () => {
  test('says each field by its property', async () => {
    const { url } = resources['full']!;
    expect(await said('full')).toMatchObject({
      'dct:identifier': [url],
      'dct:title': ['Everything@en', '全部@zh'],
      'dct:type': ['https://w3id.org/biotope/ns#kind-database', 'https://w3id.org/biotope/ns#category-data'],
      'dcat:theme': ['http://edamontology.org/topic_0003'],
      'dcat:keyword': ['genome@en', '基因组@zh'],
      'dcat:landingPage': ['https://example.org/'],
      'dcat:contactPoint': [`${url}#contact-1`],
      'dcat:distribution': [`${url}#distribution-1`, `${url}#distribution-2`],
      'dct:license': ['https://creativecommons.org/licenses/by/4.0/'],
      'https://schema.org/license': ['https://spdx.org/licenses/CC-BY-4.0'],
      'dct:accessRights': ['http://publications.europa.eu/resource/authority/access-right/RESTRICTED'],
      'dct:isReferencedBy': ['https://doi.org/10.1/a'],
      'dct:isPartOf': [resources['part']!.url],
      'dct:issued': ['2020-02'],
      'http://www.w3.org/ns/adms#status': ['http://publications.europa.eu/resource/authority/dataset-status/DEPRECATED'],
    });
    expect(await said('full')).not.toHaveProperty('http://www.w3.org/ns/prov#used');
  });

  test('gives each part an address of its own', async () => {
    const { url } = resources['full']!;
    expect(await said('full', '#distribution-1')).toMatchObject({
      'dcat:accessURL': ['https://example.org/a.fa'],
      'dcat:downloadURL': ['https://example.org/a.fa'],
      'dcat:byteSize': ['7'],
      'dcat:mediaType': ['https://www.iana.org/assignments/media-types/text/plain'],
      'dct:format': ['http://edamontology.org/format_1929'],
    });
    expect(await said('full', '#distribution-2')).toMatchObject({ 'dcat:accessURL': [url], 'dct:identifier': ['no address'], 'dct:format': [`${url}#distribution-2-format`] });
    expect(await said('full', '#endpoint-1')).toMatchObject({ 'dcat:servesDataset': [url], 'dcat:endpointURL': ['https://example.org/sparql'] });
    expect(await said('full', '#endpoint-2')).toMatchObject({ 'dct:relation': ['https://example.org/docs'], 'dct:description': ['Read this'] });
    expect(await said('full', '#contact-1')).toMatchObject({ 'http://www.w3.org/2006/vcard/ns#hasEmail': ['mailto:ada@example.org'] });
  });

  test('knows data, services and the rest apart', async () => {
    const types = async (key: string) => (await said(key))['http://www.w3.org/1999/02/22-rdf-syntax-ns#type'];
    expect(await types('dataset')).toEqual(['dcat:Dataset', 'dcat:Resource']);
    expect(await types('service')).toEqual(['dcat:DataService', 'dcat:Resource', 'https://schema.org/Service']);
    expect(await types('part')).toEqual(['dcat:Resource', 'https://schema.org/Service']);
    expect(await types('workflow')).toEqual(['dcat:Resource', 'https://bioschemas.org/ComputationalWorkflow']);
    const catalogue = new Store(new Parser().parse(await written(dcatTurtle, all(), node.context(), { whole: true })));
    const members = (relation: string) => catalogue.getObjects(`${BASE}/catalog`, `http://www.w3.org/ns/dcat#${relation}`, null).map(({ value }) => value);
    expect(members('dataset')).toContain(resources['dataset']!.url);
    expect(members('service')).toEqual(expect.arrayContaining([resources['service']!.url, `${resources['full']!.url}#endpoint-1`]));
    expect(members('resource')).toEqual(expect.arrayContaining([resources['tool']!.url, resources['part']!.url]));
  });

  test('is the same graph in Turtle, N-Triples and JSON-LD, bad text and addresses included', async () => {
    const expected = plain(new Parser().parse(await written(dcatNTriples, all(), node.context(), { whole: true })));
    expect(plain(new Parser().parse(await written(dcatTurtle, all(), node.context(), { whole: true })))).toEqual(expected);
    const document = JSON.parse(await written(dcatJsonLd, all(), node.context(), { whole: true }));
    expect(plain((await jsonld.toRDF(document)) as never)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(500);
  });

  test('names the catalogue where it is a choice from it, and is a catalogue where it is all of a category', async () => {
    expect((await said('full'))['https://schema.org/includedInDataCatalog']).toEqual([`${BASE}/catalog`]);
    const category = await written(dcatTurtle, [resources['tool']!], node.context(), { whole: false, category: 'tool' } as never);
    expect(category).toContain(`<${BASE}/catalog?category=tool> a dcat:Catalog`);
  });

  test('is written as it is read, and no further than anybody reads', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read++;
        yield all();
      }
    }
    let text = '';
    for await (const piece of dcatTurtle.write(endless(), node.context(), { whole: true })) {
      text += piece;
      if (text.length > 1_000_000) break;
    }
    expect(read * 100_000).toBeLessThan(3_000_000);
  });
});

describe('DCAT-AP 3.0.1 finds nothing to object to', () => {
  const FILES = ['shapes.ttl', 'dcat-ap-SHACL.ttl'];

  onShapes('in descriptions of every kind, full, bare and bad', 'dcat-ap-3.0.1', async (folder) => {
    const turtle = await written(dcatTurtle, all(), node.context(), { whole: true });
    for (const file of FILES) expect(await violations(turtle, shapesIn(folder, file)), file).toEqual([]);
    const broken = turtle.replace(/foaf:name "Institute"@en[^;.]*/, 'foaf:nick "Institute"');
    expect(await violations(broken, shapesIn(folder, FILES[0]!))).not.toEqual([]);
    for (const resource of all()) {
      const alone = await written(dcatTurtle, [resource], node.context());
      expect(await violations(alone, shapesIn(folder, FILES[1]!)), resource.kind).toEqual([]);
    }
  });

  (hasRealData ? onShapes : (name: string) => test.skip(`${name} (not run: ../shared/data not present)`))('in a sample of every registry', 'dcat-ap-3.0.1', async (folder) => {
    const registries = await writingNode();
    try {
      await harvestSample(registries.node, { every: 25 });
      let turtle = '';
      for await (const piece of dcatTurtle.write(registries.pages(), registries.context(), { whole: true })) turtle += piece;
      expect(turtle.match(/dct:title/g)!.length).toBeGreaterThan(400);
      for (const file of FILES) expect(await violations(turtle, shapesIn(folder, file)), file).toEqual([]);
    } finally {
      await registries.close();
    }
  });
});
