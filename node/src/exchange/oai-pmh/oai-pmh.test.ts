import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATEGORIES, type DescriptionInput } from '../../catalogue/index.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import { testRepository } from './testing/repository.ts';

let repository: Awaited<ReturnType<typeof testRepository>>;
let other: Awaited<ReturnType<typeof testRepository>>;

const dataset = (title: string, more: Partial<DescriptionInput> = {}): DescriptionInput => ({ kind: 'dataset', title: { en: title }, ...more });
const idOf = (key: string) => `oai:catalogue.example.org:${identifierOf('test', key)}`;
const identifiersIn = (answer: string) => [...answer.matchAll(/<identifier>([^<]*)<\/identifier>/g)].map((match) => match[1]);
const tokenIn = (answer: string) => /<resumptionToken[^>]*>([^<]+)</.exec(answer)?.[1];
const errorIn = (answer: string) => /<error code="(\w+)">/.exec(answer)?.[1];
const wellFormed = (answer: string) => new SaxesParser({ xmlns: true }).write(answer).close();

beforeAll(async () => {
  repository = await testRepository({ page: 2, node: { name: { en: 'Node & friends', zh: '节点' }, description: {}, contact: 'Data desk <data@example.org>' } });
  other = await testRepository({ page: 1, secret: 'another secret' });
  await repository.publish(
    { a: dataset('A'), b: dataset('B <&"> \u0085', { keywords: ['x]]>y'] }), w: { kind: 'workflow', title: { en: 'W', zh: '流程' } } },
    '2026-01-01T10:00:00.750Z',
  );
  await repository.publish({ c: dataset('C'), gone: dataset('Gone') }, '2026-01-02T10:00:00.000Z');
  await repository.withdraw(['gone'], '2026-01-03T10:00:00.001Z');
  await repository.publish({ draft: dataset('Draft', { status: 'draft' }) }, '2026-01-03T10:00:00.001Z');
  await other.publish({ a: dataset('A'), b: dataset('B') }, '2026-01-01T10:00:00Z');
});
afterAll(() => Promise.all([repository.close(), other.close()]));

async function whole(query: string): Promise<{ pages: string[]; identifiers: (string | undefined)[] }> {
  const verb = /verb=(\w+)/.exec(query)![1];
  const pages = [await repository.ask(query)];
  for (let token = tokenIn(pages.at(-1)!); token; token = tokenIn(pages.at(-1)!)) pages.push(await repository.ask(`verb=${verb}&resumptionToken=${encodeURIComponent(token)}`));
  for (const page of pages) wellFormed(page);
  return { pages, identifiers: pages.flatMap(identifiersIn) };
}

describe('what the repository says of itself', () => {
  test('Identify names it, its administrator, its earliest record and its identifiers', async () => {
    const answer = await repository.ask('verb=Identify');
    wellFormed(answer);
    for (const part of [
      '<repositoryName>Node &amp; friends / 节点</repositoryName>',
      '<baseURL>https://catalogue.example.org/oai</baseURL>',
      '<adminEmail>data@example.org</adminEmail>',
      '<earliestDatestamp>2026-01-01T10:00:00Z</earliestDatestamp>',
      '<deletedRecord>persistent</deletedRecord>',
      '<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>',
      '<repositoryIdentifier>catalogue.example.org</repositoryIdentifier>',
    ])
      expect(answer).toContain(part);
    expect(await other.ask('verb=Identify')).toContain('<adminEmail>postmaster@catalogue.example.org</adminEmail>');
  });

  test('the categories are its sets, empty ones too', async () => {
    const answer = await repository.ask('verb=ListSets');
    expect([...answer.matchAll(/<setSpec>(\w+)</g)].map((match) => match[1])).toEqual([...CATEGORIES]);
    expect(answer).toContain('<setName>Data / 数据资源</setName>');
  });

  test('every record is offered as Dublin Core, as DCAT and as nodes share it, whose schema it serves', async () => {
    for (const query of ['verb=ListMetadataFormats', `verb=ListMetadataFormats&identifier=${idOf('a')}`]) {
      const answer = await repository.ask(query);
      expect([...answer.matchAll(/<metadataPrefix>(\w+)</g)].map((match) => match[1])).toEqual(['oai_dc', 'dcat', 'biotope']);
      expect(answer).toContain('<schema>https://catalogue.example.org/oai/description.xsd</schema>');
    }
    const schema = await (await fetch(`${repository.address}/description.xsd`)).text();
    wellFormed(schema);
    expect(schema).toContain('targetNamespace="https://w3id.org/biotope/description/1"');
  });
});

describe('lists', () => {
  test('come in pages, each record once, with where they stand and how many there are; withdrawn ones as deleted, drafts not at all', async () => {
    for (const verb of ['ListIdentifiers', 'ListRecords']) {
      const { pages, identifiers } = await whole(`verb=${verb}&metadataPrefix=oai_dc`);
      expect(identifiers.toSorted()).toEqual(['a', 'b', 'c', 'gone', 'w'].map(idOf).toSorted());
      expect(pages.map((page) => /<resumptionToken completeListSize="(\d+)" cursor="(\d+)"/.exec(page)?.slice(1))).toEqual([
        ['5', '0'],
        ['5', '2'],
        ['5', '4'],
      ]);
      expect(pages.at(-1)).toMatch(/<resumptionToken [^>]*><\/resumptionToken>/);
      expect(pages.join('')).toContain(
        `<header status="deleted"><identifier>${idOf('gone')}</identifier><datestamp>2026-01-03T10:00:00Z</datestamp><setSpec>data</setSpec></header>`,
      );
      expect(pages.join('')).not.toContain(identifierOf('test', 'draft'));
    }
  });

  test('hold to bounds of time, which include the whole of their second or day', async () => {
    const asked = async (bounds: string) => (await whole(`verb=ListIdentifiers&metadataPrefix=oai_dc&${bounds}`)).identifiers.toSorted();
    expect(await asked('until=2026-01-01T10:00:00Z')).toEqual(['a', 'b', 'w'].map(idOf).toSorted());
    expect(await asked('from=2026-01-01T10:00:00Z&until=2026-01-01T10:00:00Z')).toHaveLength(3);
    expect(await asked('from=2026-01-02&until=2026-01-02')).toEqual([idOf('c')]);
    expect(await asked('from=2026-01-03T10:00:00Z')).toEqual([idOf('gone')]);
    expect(errorIn(await repository.ask('verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-01-01T10:00:01Z&until=2026-01-02T09:59:59Z'))).toBe('noRecordsMatch');
    expect(errorIn(await repository.ask('verb=ListIdentifiers&metadataPrefix=oai_dc&until=2025-12-31'))).toBe('noRecordsMatch');
  });

  test('hold to a set; a set that is empty or unknown has no records', async () => {
    expect((await whole('verb=ListIdentifiers&metadataPrefix=oai_dc&set=tool')).identifiers).toEqual([idOf('w')]);
    for (const set of ['compute', 'nothing']) expect(errorIn(await repository.ask(`verb=ListRecords&metadataPrefix=oai_dc&set=${set}`))).toBe('noRecordsMatch');
  });

  test('a list that fits one answer bears no token', async () => {
    expect(await repository.ask('verb=ListRecords&metadataPrefix=oai_dc&set=tool')).not.toContain('resumptionToken');
  });

  test('go on after a restart, past what was revised meanwhile, without passing over a record', async () => {
    const shaken = await testRepository({ page: 1 });
    await shaken.publish({ a: dataset('A'), b: dataset('B'), c: dataset('C') }, '2026-01-01T10:00:00Z');
    const first = await shaken.ask('verb=ListRecords&metadataPrefix=oai_dc');
    await shaken.publish({ b: dataset('B, revised') }, '2026-02-01T10:00:00Z');
    const restarted = await testRepository({ page: 1, db: shaken.node.db });
    const second = await restarted.ask(`verb=ListRecords&resumptionToken=${tokenIn(first)}`);
    const third = await restarted.ask(`verb=ListRecords&resumptionToken=${tokenIn(second)}`);
    expect([first, second, third].flatMap(identifiersIn).toSorted()).toEqual(['a', 'b', 'c'].map(idOf).toSorted());
    expect(first + second + third).toContain('B, revised');
    await Promise.all([shaken.close(), restarted.close()]);
  });
});

describe('a record', () => {
  test('comes as Dublin Core in its languages, with every character that XML can hold', async () => {
    const workflow = await repository.ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${idOf('w')}`);
    expect(workflow).toContain('<dc:title xml:lang="en">W</dc:title><dc:title xml:lang="zh">流程</dc:title>');
    expect(workflow).toContain(`<dc:identifier>https://catalogue.example.org/r/${identifierOf('test', 'w')}</dc:identifier>`);
    expect(workflow).toContain('<dc:type>Software</dc:type><dc:type>Workflow</dc:type>');
    const odd = await repository.ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${idOf('b')}`);
    wellFormed(odd);
    expect(odd).toContain('B &lt;&amp;&quot;&gt; \u0085');
    expect(odd).toContain('x]]&gt;y');
  });

  test('comes as DCAT in RDF/XML', async () => {
    const answer = await repository.ask(`verb=GetRecord&metadataPrefix=dcat&identifier=${idOf('b')}`);
    wellFormed(answer);
    expect(answer).toContain(
      `<rdf:Description rdf:about="https://catalogue.example.org/r/${identifierOf('test', 'b')}"><rdf:type rdf:resource="http://www.w3.org/ns/dcat#Dataset"/>`,
    );
    expect(answer).toContain('<dct:title xml:lang="en">B &lt;&amp;&quot;&gt; \u0085</dct:title>');
  });

  test('comes as nodes share it: a description as JSON, with every character that XML can hold', async () => {
    const answer = await repository.ask(`verb=GetRecord&metadataPrefix=biotope&identifier=${idOf('b')}`);
    wellFormed(answer);
    const json = /<description xmlns="https:\/\/w3id.org\/biotope\/description\/1">([^<]*)<\/description>/.exec(answer)![1]!;
    expect(JSON.parse(json.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))).toEqual({
      category: 'data',
      kind: 'dataset',
      title: { en: 'B <&"> \u0085' },
      aliases: [`https://catalogue.example.org/r/${identifierOf('test', 'b')}`],
      keywords: ['x]]>y'],
    });
  });

  test('that was withdrawn has a header alone', async () => {
    const answer = await repository.ask(`verb=GetRecord&metadataPrefix=dcat&identifier=${idOf('gone')}`);
    expect(answer).toContain('<header status="deleted">');
    expect(answer).not.toContain('<metadata>');
  });
});

describe('what does not hold is answered by the protocol, never by a failure', () => {
  const bad: [string, string][] = [
    ['', 'badVerb'],
    ['verb=junk', 'badVerb'],
    ['verb=Identify&verb=Identify', 'badVerb'],
    ['verb=%00%FF', 'badVerb'],
    ['verb=Identify&set=data', 'badArgument'],
    ['verb=Identify&surprise=1', 'badArgument'],
    ['verb=Identify&verb%00=1', 'badArgument'],
    ['verb=ListRecords', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T10:00:00.5Z', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=a%20b', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=marc21', 'cannotDisseminateFormat'],
    ['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:catalogue.example.org:000000000000', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere.org:000000000000', 'idDoesNotExist'],
    ["verb=GetRecord&metadataPrefix=oai_dc&identifier=%00'%22%3C", 'badArgument'],
    [`verb=GetRecord&metadataPrefix=oai_dc&identifier=${'x'.repeat(10_000)}`, 'badArgument'],
    ['verb=ListMetadataFormats&identifier=oai:x:y', 'idDoesNotExist'],
    ['verb=ListSets&resumptionToken=x', 'badResumptionToken'],
    ['verb=ListRecords&resumptionToken=', 'badArgument'],
    ['verb=ListRecords&resumptionToken=junk', 'badResumptionToken'],
    ['verb=ListRecords&resumptionToken=junk&until=2026-01-01', 'badArgument'],
    [`verb=ListRecords&resumptionToken=${'A'.repeat(10_000)}`, 'badResumptionToken'],
    [`verb=ListRecords&resumptionToken=${'%01'.repeat(1_000)}`, 'badResumptionToken'],
  ];
  test.each(bad)('%.60s is %s', async (query, code) => {
    const answer = await repository.ask(query);
    wellFormed(answer);
    expect(errorIn(answer)).toBe(code);
  });

  test('a draft is not there', async () => {
    expect(errorIn(await repository.ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${idOf('draft')}`))).toBe('idDoesNotExist');
  });

  test('a token of another node, for another verb, or changed by a letter is refused', async () => {
    const foreign = tokenIn(await other.ask('verb=ListRecords&metadataPrefix=oai_dc'))!;
    const own = tokenIn(await repository.ask('verb=ListRecords&metadataPrefix=oai_dc'))!;
    expect(errorIn(await repository.ask(`verb=ListRecords&resumptionToken=${own}`))).toBeUndefined();
    const changed = `${own.startsWith('f') ? 'e' : 'f'}${own.slice(1)}`;
    const forged = Buffer.from(JSON.stringify({ verb: 'ListRecords', arguments: { metadataPrefix: 'oai_dc' }, after: '0', cursor: 0, size: 9 })).toString('base64url');
    for (const token of [foreign, changed, forged, `${own}.x`, own.slice(0, -1)])
      expect(errorIn(await repository.ask(`verb=ListRecords&resumptionToken=${token}`)), token).toBe('badResumptionToken');
    expect(errorIn(await repository.ask(`verb=ListIdentifiers&resumptionToken=${own}`))).toBe('badResumptionToken');
  });

  test('POST is answered as GET is, whatever it holds', async () => {
    const post = async (body: string, type = 'application/x-www-form-urlencoded') => {
      const answer = await fetch(repository.address, { method: 'POST', body, headers: { 'content-type': type } });
      return { status: answer.status, text: await answer.text() };
    };
    const identify = await post('verb=Identify');
    expect(identify).toMatchObject({ status: 200, text: expect.stringContaining('<Identify>') });
    expect((await post(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${encodeURIComponent(idOf('a'))}`)).text).toContain('<GetRecord>');
    for (const [body, type] of [
      ['{"verb":"Identify"}', 'application/json'],
      ['\u0000\u00ff', 'application/octet-stream'],
      ['', 'text/plain'],
    ]) {
      const answer = await post(body!, type);
      expect([answer.status, errorIn(answer.text)]).toEqual([200, 'badVerb']);
    }
    expect((await post(`verb=${'x'.repeat(100_000)}`)).status).toBe(413);
  });

  test('only arguments that hold are repeated in the answer', async () => {
    expect(await repository.ask('verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:y%26z')).toContain(
      '<request verb="GetRecord" metadataPrefix="oai_dc" identifier="oai:x:y&amp;z">',
    );
    expect(await repository.ask('verb=GetRecord&metadataPrefix=oai_dc&identifier=a%22b')).toContain('<request>https://catalogue.example.org/oai</request>');
  });
});
