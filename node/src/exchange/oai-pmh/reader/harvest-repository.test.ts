import { mkdtemp, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Description } from '../../../catalogue/index.ts';
import { identifierOf } from '../../../kernel/identifiers.ts';
import { openInput } from '../../open-input.ts';
import type { ReadItem } from '../../source.ts';
import { crawlAll, dublinCoreRecord, envelope, testRepository, webServer } from '../testing/repository.ts';
import { readFiles } from './read-files.ts';
import { OaiPmhSettings } from './settings.ts';

const IDENTIFY =
  '<Identify><repositoryName>R</repositoryName><baseURL>http://x/oai</baseURL><protocolVersion>2.0</protocolVersion><adminEmail>a@example.org</adminEmail><earliestDatestamp>2020-01-01T00:00:00Z</earliestDatestamp><deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>';
const FORMATS =
  '<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix><schema>s</schema><metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat></ListMetadataFormats>';

/** A repository that answers lists as it is told. */
async function repository(list: (given: URLSearchParams, response: ServerResponse) => string | Buffer | undefined, identify = IDENTIFY) {
  const asked: URLSearchParams[] = [];
  const server = await webServer((request, response) => {
    const given = new URL(request.url!, 'http://x').searchParams;
    if (given.get('verb') === 'Identify') return void response.end(envelope(identify));
    if (given.get('verb') === 'ListMetadataFormats') return void response.end(envelope(FORMATS));
    asked.push(given);
    const answer = list(given, response);
    if (answer !== undefined) response.end(answer);
  });
  onTestFinished(server.close);
  return { address: server.address, asked };
}

const listed = (records: string, token?: string) => envelope(`<ListRecords>${records}${token === undefined ? '' : `<resumptionToken>${token}</resumptionToken>`}</ListRecords>`);

describe('a harvest of a repository', () => {
  test('follows its pages to the end, takes deleted records as gone, and then holds the whole of it', async () => {
    const node = await testRepository({ page: 2 });
    onTestFinished(node.close);
    await node.publish(Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, { kind: 'dataset', title: { en: `Set ${key}` } }])), '2026-01-01T00:00:00Z');
    await node.withdraw(['d'], '2026-01-02T00:00:00Z');
    const harvest = await crawlAll(node.address);
    expect(harvest.records.map(({ key }) => key).toSorted()).toEqual(['a', 'b', 'c'].map((key) => `oai:catalogue.example.org:${identifierOf('test', key)}`).toSorted());
    expect(harvest.gone).toEqual([`oai:catalogue.example.org:${identifierOf('test', 'd')}`]);
    expect(harvest.rejections).toEqual([]);
    expect(harvest.whole).toEqual(['records']);
    expect(harvest.expected).toBe(4);
  });

  test('asks the next time for what changed since, and never takes that for the whole', async () => {
    const node = await testRepository();
    onTestFinished(node.close);
    await node.publish({ a: { kind: 'dataset', title: { en: 'A' } }, b: { kind: 'dataset', title: { en: 'B' } } }, '2026-01-01T00:00:00Z');
    const first = await crawlAll(node.address);
    const nothing = await crawlAll(node.address, { since: first.remembered });
    expect([nothing.records, nothing.gone, nothing.rejections, nothing.whole]).toEqual([[], [], [], []]);
    await node.publish({ b: { kind: 'dataset', title: { en: 'B, revised' } } }, new Date().toISOString());
    await node.withdraw(['a'], new Date().toISOString());
    const next = await crawlAll(node.address, { since: nothing.remembered });
    expect(next.records.map(({ description }) => description.title)).toEqual([{ en: 'B, revised' }]);
    expect(next.gone).toEqual([`oai:catalogue.example.org:${identifierOf('test', 'a')}`]);
    expect(next.whole).toEqual([]);
    expect(next.notes[0]).toMatch(/^Only what changed since /);
  });

  test('asks for everything again where the repository does not keep deletions, or another set is wanted', async () => {
    const { address, asked } = await repository(() => listed(dublinCoreRecord('oai:x:1')), IDENTIFY.replace('persistent', 'no'));
    const first = await crawlAll(address);
    expect((await crawlAll(address, { since: first.remembered })).whole).toEqual(['records']);
    const kept = await repository(() => listed(dublinCoreRecord('oai:x:1')));
    const before = await crawlAll(kept.address);
    await crawlAll(kept.address, { since: before.remembered, settings: { set: 'tool' } });
    await crawlAll(kept.address, { since: before.remembered });
    expect([...asked, ...kept.asked].map((given) => given.get('from'))).toEqual([null, null, null, null, '2026-01-02T02:49:05Z']);
    expect(kept.asked[1]!.get('set')).toBe('tool');
  });

  test('an empty repository is an empty answer', async () => {
    const { address } = await repository(() => envelope('<error code="noRecordsMatch">none</error>'));
    expect(await crawlAll(address)).toMatchObject({ records: [], rejections: [], whole: ['records'] });
  });

  test('what changed while the pages came is fetched before the rest is taken for gone', async () => {
    const { address } = await repository((given) => {
      if (given.has('from')) return listed(dublinCoreRecord('oai:x:3') + dublinCoreRecord('oai:x:1'));
      return given.has('resumptionToken') ? listed(dublinCoreRecord('oai:x:2'), '') : listed(dublinCoreRecord('oai:x:1'), 'next');
    });
    const { records, whole } = await crawlAll(address);
    expect(records.map(({ key }) => key)).toEqual(['oai:x:1', 'oai:x:2', 'oai:x:3']);
    expect(whole).toEqual(['records']);
  });

  test('keeps the arguments that belong to the base address', async () => {
    const { address, asked } = await repository(() => listed(dublinCoreRecord('oai:x:1')));
    await crawlAll(`${address}?page=oai&set=data`);
    expect(Object.fromEntries(asked[0]!)).toEqual({ page: 'oai', verb: 'ListRecords', metadataPrefix: 'oai_dc', set: 'data' });
  });

  test('waits as it is asked to, and goes on', async () => {
    let refused = 0;
    const { address } = await repository((_, response) => {
      if (refused++ > 0) return listed(dublinCoreRecord('oai:x:1'));
      response.writeHead(503, { 'retry-after': '0' });
      return '';
    });
    expect((await crawlAll(address)).records).toHaveLength(1);
    const never = await repository((_, response) => (response.writeHead(503, { 'retry-after': '86400' }), ''));
    await expect(crawlAll(never.address)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('an error of the protocol ends it with the words of the repository', async () => {
    const { address } = await repository(() => envelope('<error code="badArgument">No such set here</error>'));
    await expect(crawlAll(address)).rejects.toThrow('badArgument: No such set here');
  });
});

describe('a list without end is left, and is never the whole', () => {
  const cases: [string, (given: URLSearchParams, page: number) => string][] = [
    ['a token that leads back to itself', (_, page) => listed(dublinCoreRecord(`oai:x:${page}`), 'again')],
    ['tokens in a circle', (given, page) => listed(dublinCoreRecord(`oai:x:${page}`), given.get('resumptionToken') === 'one' ? 'two' : 'one')],
    ['pages without records', (_, page) => listed('', `token-${page}`)],
    ['a token of megabytes', () => listed(dublinCoreRecord('oai:x:1'), 'x'.repeat(15_000))],
  ];
  test.each(cases)('%s', async (_, answer) => {
    let page = 0;
    const { address, asked } = await repository((given) => answer(given, page++));
    const harvest = await crawlAll(address);
    expect(harvest.rejections).toHaveLength(1);
    expect(harvest.rejections[0]!.reason).toMatch(/circle|hold no record|more than 10000 characters/);
    expect(harvest.rejections[0]!.collection).toBe('records');
    expect([harvest.whole, harvest.remembered]).toEqual([[], undefined]);
    expect(asked.length).toBeLessThan(6);
  });
});

describe('an answer that cannot be read is rejected with its reason, and what stood before it is kept', () => {
  const good = dublinCoreRecord('oai:x:good');
  const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const cases: [string, string | Buffer, RegExp, number][] = [
    ['billion laughs', envelope('').replace('?>', `?>${laughs}`), /DOCTYPE/, 0],
    ['an external entity', envelope('<x>&e;</x>').replace('?>', '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), /DOCTYPE/, 0],
    ['an entity nobody defined', listed(`${good}<record>&e;</record>`), /entity/, 1],
    ['an answer cut off', listed(good).slice(0, -20), /XML/, 1],
    ['depth without end', listed(good + '<a>'.repeat(1_000)), /more than 64 deep/, 1],
    ['invalid UTF-8', Buffer.concat([Buffer.from(listed(good)), Buffer.from([0xff, 0xfe])]), /UTF-8/, 0],
    ['UTF-16', Buffer.from(listed(good), 'utf16le'), /XML|UTF-8/, 0],
    ['a web page', '<html><body>Hello</body></html>', /no answer of OAI-PMH/, 0],
    ['nothing', '', /XML/, 0],
    ['a value of megabytes', listed(`${good}<record><header><identifier>${'x'.repeat(50_000)}</identifier></header></record>`), /more than 20000 characters/, 1],
    ['more than a page may hold', listed(good + ' '.repeat(300_000)), /larger than 262144 bytes/, 0],
  ];
  test.each(cases)('%s', async (_, answer, reason, kept) => {
    const { address } = await repository(() => answer);
    const harvest = await crawlAll(address, { limits: { entry: 262_144 } });
    expect(harvest.rejections).toHaveLength(1);
    expect(harvest.rejections[0]!.reason).toMatch(reason);
    expect(harvest.rejections[0]!.record).toContain('verb=ListRecords');
    expect(harvest.records).toHaveLength(kept);
    expect([harvest.whole, harvest.remembered]).toEqual([[], undefined]);
  });

  test('a record that cannot be read is rejected under its identifier, and the others are taken', async () => {
    const broken = [
      dublinCoreRecord('oai:x:untitled', '<dc:creator>Somebody</dc:creator>'),
      '<record><header><identifier>oai:x:bare</identifier><datestamp>2026-01-01</datestamp></header></record>',
      '<record><header><identifier>oai:x:marc</identifier></header><metadata><marc xmlns="http://www.loc.gov/MARC21/slim"/></metadata></record>',
      '<record><header><datestamp>2026-01-01</datestamp></header><metadata/></record>',
      dublinCoreRecord('oai:x:long', `<dc:title>T</dc:title><dc:description>${'x'.repeat(2_100_000)}</dc:description>`),
    ];
    const { address } = await repository(() => listed(broken.join('') + dublinCoreRecord('oai:x:good')));
    const harvest = await crawlAll(address);
    expect(harvest.records.map(({ key }) => key)).toEqual(['oai:x:good']);
    expect(harvest.rejections.map(({ record, key, field }) => [record, key, field])).toEqual([
      ['oai:x:untitled', 'oai:x:untitled', 'metadata.title'],
      ['oai:x:bare', 'oai:x:bare', 'metadata'],
      ['oai:x:marc', 'oai:x:marc', 'metadata'],
      ['(no identifier)', undefined, 'header.identifier'],
      ['oai:x:long', 'oai:x:long', 'metadata'],
    ]);
  });
});

describe('the form nodes share', () => {
  const record = (identifier: string, content: string) =>
    `<record><header><identifier>${identifier}</identifier></header><metadata><description xmlns="https://w3id.org/biotope/description/1">${content}</description></metadata></record>`;

  test('is read leniently where it can be, and each flaw is told', async () => {
    const given = { kind: 'tool', title: { en: 'T &amp; more' }, homepage: 'nowhere', keywords: ['good', 'x'.repeat(400)], added: 'by a newer node' };
    const { address } = await repository(() => listed(record('oai:x:1', JSON.stringify(given))));
    const harvest = await crawlAll(address);
    expect(harvest.records.map(({ description }) => description)).toEqual([{ kind: 'tool', title: { en: 'T & more' }, keywords: ['good'] }]);
    expect(harvest.notes).toEqual([expect.stringMatching(/oai:x:1: homepage is no web address; it was left out/), expect.stringMatching(/oai:x:1: keywords.1 is longer than 300/)]);
  });

  test('of a record that cannot be read costs that record alone', async () => {
    const broken = [
      ['oai:x:cut', '{"kind":"tool"', 'metadata', /no JSON/],
      ['oai:x:list', '[]', 'metadata', /not a JSON object/],
      ['oai:x:null', 'null', 'metadata', /not a JSON object/],
      ['oai:x:element', '<b/>{}', 'metadata', /JSON alone/],
      ['oai:x:untitled', '{"kind":"tool"}', 'metadata.title', /./],
      ['oai:x:unknown', '{"kind":"spaceship","title":{"en":"T"}}', 'metadata.kind', /./],
      ['oai:x:deep', `{"kind":"tool","title":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'metadata.title', /./],
      ['oai:x:long', `{"kind":"tool","title":{"en":"${'x'.repeat(2_100_000)}"}}`, 'metadata', /more than 2000000 characters/],
    ] as const;
    const { address } = await repository(() => listed(broken.map(([identifier, content]) => record(identifier, content)).join('') + dublinCoreRecord('oai:x:good')));
    const harvest = await crawlAll(address);
    expect(harvest.records.map(({ key }) => key)).toEqual(['oai:x:good']);
    expect(harvest.rejections.map(({ key, field }) => [key, field])).toEqual(broken.map(([identifier, , field]) => [identifier, field]));
    for (const [at, [, , , reason]] of broken.entries()) expect(harvest.rejections[at]!.reason).toMatch(reason);
  });
});

describe('Dublin Core', () => {
  test('becomes a description: languages, kind, identifiers, people, rights, dates', async () => {
    const { address } = await repository(() =>
      listed(
        dublinCoreRecord(
          'oai:zenodo.org:42',
          `<dc:title xml:lang="en-GB"> A  title </dc:title><dc:title>中文标题</dc:title><dc:description>One.</dc:description><dc:description>Two.</dc:description>
           <dc:identifier>https://doi.org/10.5281/ZENODO.42</dc:identifier><dc:identifier>https://zenodo.org/records/42</dc:identifier><dc:identifier>10.1000/182</dc:identifier>
           <dc:subject>Genomics</dc:subject><dc:creator>Doe, Jane</dc:creator><dc:creator>Doe, Jane</dc:creator><dc:contributor>https://orcid.org/0000-0002-1825-0097</dc:contributor>
           <dc:publisher>Zenodo</dc:publisher><dc:date>2024-05-01</dc:date><dc:date>2023</dc:date><dc:date>yesterday</dc:date><dc:type>info:eu-repo/semantics/other</dc:type><dc:type>Software</dc:type>
           <dc:format>FASTQ</dc:format><dc:language>eng</dc:language><dc:rights>info:eu-repo/semantics/openAccess</dc:rights><dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>
           <dc:relation>https://doi.org/10.1093/nar/gkab1</dc:relation>`,
        ),
      ),
    );
    const { description } = (await crawlAll(address)).records[0]!;
    expect(Description.parse(description)).toMatchObject({
      kind: 'tool',
      title: { en: 'A title', zh: '中文标题' },
      description: { en: 'One.\n\nTwo.' },
      identifiers: ['oai:zenodo.org:42', 'doi:10.5281/zenodo.42'],
      homepage: 'https://zenodo.org/records/42',
      topics: ['Genomics'],
      formats: ['FASTQ'],
      contacts: [{ name: 'Doe, Jane' }, { orcid: '0000-0002-1825-0097' }],
      provider: { name: { en: 'Zenodo' } },
      issued: '2023',
      modified: '2024-05-01',
      licence: { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
      access: { level: 'open' },
      publications: [{ doi: '10.1093/nar/gkab1' }],
    });
  });

  test('a type that names no kind is taken for what the operator says', async () => {
    const { address } = await repository(() => listed(dublinCoreRecord('oai:x:1', '<dc:title>T</dc:title><dc:type>Text</dc:type>')));
    expect((await crawlAll(address)).records[0]!.description.kind).toBe('dataset');
    expect((await crawlAll(address, { settings: { kind: 'training-material' } })).records[0]!.description.kind).toBe('training-material');
  });
});

describe('saved answers', () => {
  async function read(files: Record<string, string | Buffer>) {
    const folder = await mkdtemp(join(tmpdir(), 'biotope-oai-'));
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const names = Object.keys(files);
    const opened = await openInput(names.length === 1 ? join(folder, names[0]!) : folder);
    if (opened.unchanged) throw new Error('nothing to read');
    const items: ReadItem[] = [];
    const whole: string[] = [];
    const nothing = () => undefined;
    for await (const item of readFiles(opened.input, { whole: (it) => void whole.push(it), expect: nothing, note: nothing, remember: nothing }, OaiPmhSettings.parse({})))
      items.push(item);
    return { keys: items.flatMap((item) => ('record' in item ? item.record.key : [])), rejections: items.flatMap((item) => ('rejection' in item ? item.rejection : [])), whole };
  }

  test('a list in one file is the whole, one that leads on is not, all its pages together are', async () => {
    const first = listed(dublinCoreRecord('oai:x:1'), 'next');
    const second = listed(dublinCoreRecord('oai:x:2'), '').replace('metadataPrefix="oai_dc"', 'resumptionToken="next"');
    expect(await read({ 'list.xml': listed(dublinCoreRecord('oai:x:1')) })).toMatchObject({ keys: ['oai:x:1'], whole: ['records'] });
    expect(await read({ 'list.xml': listed(dublinCoreRecord('oai:x:1')).replace('verb=', 'from="2026-01-01" verb=') })).toMatchObject({ keys: ['oai:x:1'], whole: [] });
    expect(await read({ 'list.xml': first })).toMatchObject({ keys: ['oai:x:1'], whole: [] });
    expect(await read({ '1.xml': first, '2.xml': second, 'notes.txt': 'x' })).toMatchObject({ keys: ['oai:x:1', 'oai:x:2'], whole: ['records'] });
  });

  test('a file that breaks off is rejected with its reason, after the records before the fault', async () => {
    const answer = await read({ 'list.xml': Buffer.concat([Buffer.from(listed(dublinCoreRecord('oai:x:1')).slice(0, -20)), Buffer.from([0xc3, 0x28])]) });
    expect(answer).toMatchObject({ rejections: [{ record: 'list.xml', reason: expect.stringContaining('UTF-8') }], whole: [] });
    expect(await read({ 'list.xml': listed(dublinCoreRecord('oai:x:1')).slice(0, -20) })).toMatchObject({ keys: ['oai:x:1'], rejections: [{ record: 'list.xml' }], whole: [] });
  });
});
