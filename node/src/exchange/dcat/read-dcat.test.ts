import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { webSite, type WebSite } from '../testing/web-site.ts';
import { dcatStandard } from './read-dcat.ts';
import { AGGREGATOR, ckan, TABLES } from './testing/portals.ts';

let folder: string;
let site: WebSite;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biotope-dcat-'));
  site = await webSite();
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

const file = async (name: string, content: string | Buffer): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const read = async (name: string, content: string | Buffer) => readAll(dcatStandard, await file(name, content));
const PREFIXES =
  '@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix adms: <http://www.w3.org/ns/adms#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n';

describe('portals of other make', () => {
  test('an aggregator in many languages', async () => {
    const { records, rejections, notes, whole } = await read('aggregator.ttl', AGGREGATOR);
    expect(rejections).toEqual([]);
    expect(whole).toEqual(['records']);
    expect(records.map(({ key }) => key)).toEqual(['https://aggregator.example/set/registry-of-births', 'https://aggregator.example/set/hospital-beds']);
    expect(records[0]!.description).toMatchObject({
      kind: 'dataset',
      // Who wrote a language outranks what a machine made of it; where nobody wrote it, that stands in.
      title: { de: 'Geburtenregister', en: 'Registry of births', fr: 'Registre des naissances', 'zh-Hans': '出生登记' },
      description: { de: 'Alle Geburten seit 1990.', en: 'All births since 1990.' },
      identifiers: ['fairsharing:abc123', 'doi:10.5555/births'],
      aliases: ['https://aggregator.example/set/registry-of-births'],
      topics: ['Health', 'edam:topic_3305'],
      keywords: ['birth'],
      provider: { name: { de: 'Statistikamt', en: 'Statistics office' }, url: 'https://office.example/' },
      contacts: [{ name: 'Data office', url: 'https://office.example/contact' }],
      access: { level: 'closed' },
      issued: '1990-01-01',
      homepage: 'https://office.example/births',
      endpoints: [{ url: 'https://office.example/births/handbook', type: 'documentation' }],
      links: [{ predicate: 'is-part-of', target: 'https://aggregator.example/set/vital-statistics' }],
      distributions: [
        {
          title: 'CSV file',
          url: 'https://office.example/births.csv',
          format: 'CSV',
          mediaType: 'text/csv',
          size: 20_480,
          checksum: { algorithm: 'sha-1', value: '0123456789abcdef0123456789abcdef01234567' },
        },
      ],
    });
    expect(records[0]!.description).not.toHaveProperty('modified');
    // One of its distributions states a licence, the other none.
    expect(records[0]!.description).not.toHaveProperty('licence');
    expect(notes.join()).toContain('modified is no date');
    expect(records[1]!.description).toMatchObject({ title: { en: 'Hospital beds' }, licence: { id: 'CC-BY-4.0' } });
  });

  test('a CKAN portal, page by page', async () => {
    site.pages.clear();
    for (const [path, body] of Object.entries(ckan(site.origin))) site.pages.set(path, { type: 'application/ld+json', body });
    const { records, rejections, whole } = await readAll(dcatStandard, `${site.origin}/catalog.jsonld`);
    expect(rejections).toEqual([]);
    expect(whole).toEqual(['records']);
    expect(records.map(({ key }) => key)).toEqual([`${site.origin}/dataset/1`, `${site.origin}/dataset/2`]);
    expect(records[0]!.description).toMatchObject({
      title: { en: 'River quality' },
      keywords: ['river', 'water quality'],
      provider: { name: { en: 'Water board' } },
      contacts: [{ name: 'Ann', email: 'ann@rivers.example' }],
      issued: '2021-03-04T05:06:07.891234',
      licence: { name: 'Creative Commons Attribution 4.0' },
      distributions: [{ url: 'https://rivers.example/a.zip', format: 'ZIP', size: 17 }],
      identifiers: [],
    });
    expect(records[1]!.description).toMatchObject({ title: { zh: '河流' }, licence: { name: 'Only with a contract' } });
  });

  test('a portal of tables in RDF/XML, with addresses relative to its base', async () => {
    const { records, rejections } = await read('tables.rdf', TABLES);
    expect(rejections).toEqual([]);
    expect(records.map(({ key }) => key).sort()).toEqual(['https://tables.example/d/abcd-1234', 'https://tables.example/service']);
    expect(records.find(({ key }) => key.endsWith('1234'))!.description).toMatchObject({
      title: { en: 'Vaccinations by week' },
      description: { en: 'Doses given, by week & district.' },
      licence: { id: 'ODbL-1.0' },
      access: { level: 'open' },
      provider: { name: { en: 'City of Examples' } },
      endpoints: [{ url: 'https://tables.example/api', type: 'api', description: 'Query service' }],
      distributions: [{ url: 'https://tables.example/api/views/abcd-1234/rows.csv?accessType=DOWNLOAD', mediaType: 'text/csv' }],
    });
    expect(records.find(({ key }) => key.endsWith('service'))!.description).toMatchObject({ kind: 'service', endpoints: [{ url: 'https://tables.example/api', type: 'api' }] });
  });
});

describe('which syntax it is', () => {
  const turtle = `${PREFIXES}<https://x.example/1> a dcat:Dataset ; dct:title "One" .`;
  test.each([
    ['by extension', 'a.ttl', turtle],
    ['by content', 'anything', turtle],
    [
      'N-Triples by content',
      'b',
      '<https://x.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<https://x.example/1> <http://purl.org/dc/terms/title> "One" .\n',
    ],
    ['JSON-LD by content', 'c', '[{"@id":"https://x.example/1","@type":["http://www.w3.org/ns/dcat#Dataset"],"http://purl.org/dc/terms/title":[{"@value":"One"}]}]'],
    [
      'RDF/XML by content',
      'd',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:c="http://www.w3.org/ns/dcat#" xmlns:t="http://purl.org/dc/terms/"><c:Dataset rdf:about="https://x.example/1" t:title="One"/></rdf:RDF>',
    ],
  ])('%s', async (_, name, content) => expect((await read(name, content)).records).toMatchObject([{ key: 'https://x.example/1', description: { title: { en: 'One' } } }]));

  test('by media type, whatever the address ends in; one is asked for', async () => {
    site.pages.clear();
    let accepted = '';
    site.pages.set('/export.php', (request, response) => {
      accepted = request.headers.accept ?? '';
      response.writeHead(200, { 'content-type': 'text/turtle;charset=utf-8' }).end(turtle);
    });
    expect((await readAll(dcatStandard, `${site.origin}/export.php`)).records).toHaveLength(1);
    expect(accepted).toMatch(/^text\/turtle/);
  });

  test('what is none says so', async () => {
    await expect(read('page', '<!doctype html><html></html>')).rejects.toThrow('is a web page and no RDF');
    await expect(read('prose', 'Dear reader')).rejects.toThrow('is neither Turtle, N-Triples, JSON-LD nor RDF/XML');
    await expect(read('cut.ttl', turtle.slice(0, -9))).rejects.toThrow(/is no valid Turtle.*line 2/);
    await expect(read('cut.rdf', TABLES.slice(0, 900))).rejects.toThrow('is no valid RDF/XML');
    await expect(read('cut.jsonld', '{"@graph": [{"@id": "x"}')).rejects.toThrow('ends before its time');
  });
});

describe('what a record is found by', () => {
  test('blank nodes by what they state of themselves, or not at all', async () => {
    const { records, rejections } = await read(
      'blank.ttl',
      `${PREFIXES}
      [] a dcat:Dataset ; dct:title "By identifier" ; dct:identifier "set-1" .
      [] a dcat:Dataset ; dct:title "By notation" ; adms:identifier [ skos:notation "doi:10.1/x" ] .
      [] a dcat:Dataset ; dct:title "By page" ; dcat:landingPage <https://x.example/page> .
      [] a dcat:Dataset ; dct:title "By nothing" .`,
    );
    expect(records.map(({ key }) => key)).toEqual(['set-1', 'doi:10.1/x', 'https://x.example/page']);
    expect(rejections).toMatchObject([{ record: 'By nothing', reason: expect.stringContaining('neither an identifier nor a landing page'), collection: 'records' }]);
  });

  test('relative addresses are resolved against the document, else refused', async () => {
    const turtle = `${PREFIXES}<set/1> a dcat:Dataset ; dct:title "Relative" ; dcat:landingPage <page> .\n<https://x.example/2> a dcat:Dataset ; dct:title "Absolute" ; dcat:landingPage <page> .`;
    const { records, rejections, notes } = await read('relative.ttl', turtle);
    expect(rejections).toMatchObject([{ record: 'Relative', reason: 'has the relative address "set/1", and the document states no base against which to resolve it' }]);
    expect(records).toMatchObject([{ key: 'https://x.example/2' }]);
    expect(records[0]!.description.homepage).toBeUndefined();
    expect(notes.join()).toContain('holds relative addresses');
    site.pages.clear();
    site.pages.set('/data/catalog.ttl', { type: 'text/turtle', body: turtle });
    const resolved = await readAll(dcatStandard, `${site.origin}/data/catalog.ttl`);
    expect(resolved.record(`${site.origin}/data/set/1`).description.homepage).toBe(`${site.origin}/data/page`);
  });

  test('a record without a title is rejected by its address, and its earlier state is spared', async () => {
    const { rejections } = await read('untitled.ttl', `${PREFIXES}<https://x.example/1> a dcat:Dataset ; dct:description "Only this" .`);
    expect(rejections).toEqual([{ record: 'https://x.example/1', field: 'title', reason: 'is missing', key: 'https://x.example/1', collection: 'records' }]);
  });

  test('in a folder one file that cannot be read costs itself', async () => {
    const many = await mkdtemp(join(folder, 'many-'));
    await writeFile(join(many, 'a.ttl'), `${PREFIXES}<https://x.example/1> a dcat:Dataset ; dct:title "One" .`);
    await writeFile(join(many, 'b.ttl'), 'nonsense');
    await writeFile(join(many, 'notes.txt'), 'is passed over');
    const { records, rejections } = await readAll(dcatStandard, many);
    expect(records).toHaveLength(1);
    expect(rejections).toMatchObject([{ record: 'b.ttl', collection: 'records' }]);
  });
});
