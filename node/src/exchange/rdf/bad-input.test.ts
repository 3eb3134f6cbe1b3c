import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { harvestNow } from '../harvest-now.ts';
import type { HarvestReport } from '../report.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';

let node: TestNode;
let folder: string;
let server: Server;
let base: string;
let asked: string[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  node = await testNode();
  folder = await mkdtemp(join(tmpdir(), 'biotope-bad-'));
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await node.close();
  await rm(folder, { recursive: true, force: true });
});

const GOOD = '@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n<https://good.example/1> a dcat:Dataset ; dct:title "Good" .\n';

/** Harvests, and shows that the node lives on: a good file is taken in right after. */
async function harvest(address: string, context: Partial<TestNode['context']> = {}): Promise<HarvestReport> {
  const report = await harvestNow({ ...node.context, ...context }, { source: 'dcat', address, by: 'test' });
  await writeFile(join(folder, 'good.ttl'), GOOD);
  expect((await harvestNow(node.context, { source: 'dcat', address: join(folder, 'good.ttl'), by: 'test' })).state).toBe('done');
  return report;
}
async function harvestFile(name: string, content: string | Buffer, context?: Partial<TestNode['context']>): Promise<HarvestReport> {
  await writeFile(join(folder, name), content);
  return harvest(join(folder, name), context);
}
const rdfXml = (before: string, title: string) =>
  `<?xml version="1.0"?>\n${before}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="https://x.example/1"><dct:title>${title}</dct:title></dcat:Dataset></rdf:RDF>`;

describe('XML', () => {
  test('a billion laughs are not laughed', async () => {
    const levels = Array.from({ length: 10 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('');
    const report = await harvestFile('laughs.rdf', rdfXml(`<!DOCTYPE rdf:RDF [<!ENTITY l0 "ha">${levels}]>`, '&l10;'));
    expect(report).toMatchObject({ state: 'failed', read: 0, reason: expect.stringContaining('declares entities') });
  });

  test('no file is read and no address asked for an external entity, a DTD or a parameter entity', async () => {
    answer = (_, response) => void response.end('<!ENTITY leaked "secret">');
    asked = [];
    for (const [name, doctype] of [
      ['file', '<!DOCTYPE rdf:RDF [<!ENTITY leaked SYSTEM "file:///etc/passwd">]>'],
      ['web', `<!DOCTYPE rdf:RDF [<!ENTITY leaked SYSTEM "${base}/entity">]>`],
      ['parameter', `<!DOCTYPE rdf:RDF [<!ENTITY % all SYSTEM "${base}/all"> %all;]>`],
      ['dtd', `<!DOCTYPE rdf:RDF SYSTEM "${base}/dtd">`],
    ] as const) {
      expect(await harvestFile(`${name}.rdf`, rdfXml(doctype, '&leaked;')), name).toMatchObject({
        state: 'failed',
        created: 0,
        reason: expect.stringMatching(/declares entities|no valid RDF\/XML/),
      });
    }
    expect(asked).toEqual([]);
  });

  test('endless nesting and a root without an end are given up', async () => {
    const deep = `${rdfXml('', '').split('<dct:title>')[0]}${'<dct:title><dcat:Dataset>'.repeat(200_000)}`;
    expect(await harvestFile('deep.rdf', deep)).toMatchObject({ state: 'failed', reason: expect.stringContaining('deep.rdf') });
  });
});

describe('JSON-LD', () => {
  const dataset = { '@id': 'https://x.example/1', '@type': 'dcat:Dataset', 'dct:title': 'One' };
  const words = { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/' };

  test('a context on a host that is not allowed is not asked for, and the refusal says what would allow it', async () => {
    answer = (_, response) => void response.setHeader('content-type', 'application/ld+json').end(JSON.stringify({ '@context': words }));
    asked = [];
    const port = new URL(base).port;
    const content = JSON.stringify({ '@context': `http://localhost:${port}/context`, ...dataset });
    const report = await harvestFile('context.jsonld', content);
    expect(report).toMatchObject({ state: 'failed', reason: expect.stringContaining(`the host localhost:${port} may not be reached from here`) });
    expect(report.reason).toContain('harvest.allowHosts');
    expect(report.reason).toContain(`--allow-host localhost:${port}`);
    expect(asked).toEqual([]);
    const allowed = await harvestNow(node.context, { source: 'dcat', address: join(folder, 'context.jsonld'), allowHosts: [`localhost:${port}`], by: 'test' });
    expect(allowed).toMatchObject({ state: 'done', created: 1 });
    expect(asked).toEqual(['/context']);
  });

  test('contexts that name each other, nesting without end and half a document are given up', async () => {
    answer = (request, response) => void response.setHeader('content-type', 'application/ld+json').end(JSON.stringify({ '@context': `${base}${request.url}x` }));
    expect(await harvestFile('circle.jsonld', JSON.stringify({ '@context': `${base}/a`, ...dataset }))).toMatchObject({ state: 'failed' });
    expect(await harvestFile('deep.jsonld', `${'{"a":['.repeat(100_000)}`)).toMatchObject({ state: 'failed', reason: expect.stringContaining('nested deeper than 100 levels') });
    expect(await harvestFile('half.jsonld', '{"@graph": [{"@id"')).toMatchObject({ state: 'failed', reason: expect.stringContaining('no valid JSON') });
  });
});

describe('any RDF', () => {
  test('what is not UTF-8 is named', async () => {
    expect(await harvestFile('latin.ttl', Buffer.from('<https://x.example/1> <http://purl.org/dc/terms/title> "caf\xe9" .', 'latin1'))).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('is no UTF-8 text'),
    });
    expect(await harvestFile('utf16.ttl', Buffer.from(`\ufeff${GOOD}`, 'utf16le'))).toMatchObject({ state: 'failed', reason: expect.stringContaining('is no UTF-8 text') });
  });

  test('a text, a statement or a document beyond its limit is named', async () => {
    expect(await harvestFile('literal.ttl', `${GOOD}<https://good.example/1> dct:description "${'x'.repeat(1_000_001)}" .`)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('a text of more than 1000000 characters, said of https://good.example/1'),
    });
    expect(await harvestFile('statement.ttl', `${GOOD}# ${'x'.repeat(9 * 2 ** 20)}`)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('without a whole statement'),
    });
  });

  test('blank nodes in circles end', async () => {
    const circle = `${GOOD}<https://good.example/2> a dcat:Dataset ; dct:title "Two" ; dct:publisher _:a ; dct:relation _:a ; dcat:distribution _:d .
      _:a a _:b ; dct:isPartOf _:b ; <http://xmlns.com/foaf/0.1/homepage> _:a . _:b dct:isPartOf _:a . _:d dcat:distribution _:d ; dct:license _:d ; dcat:accessURL <https://x.example/d> .`;
    expect(await harvestFile('circle.ttl', circle)).toMatchObject({ state: 'done', read: 2, rejectedTotal: 0 });
  });

  test('datasets and catalogues that hold each other end', async () => {
    const circle = `${GOOD}<https://good.example/c> a dcat:Catalog ; dct:title "C" ; dcat:catalog <https://good.example/d> . <https://good.example/d> a dcat:Catalog ; dct:title "D" ; dcat:catalog <https://good.example/c> ;
      dct:isPartOf <https://good.example/c> . <https://good.example/c> dct:isPartOf <https://good.example/d> .`;
    const report = await harvestFile('catalogues.ttl', circle);
    expect(report.state).toBe('done');
    expect(report.read).toBe(3);
    expect(report.rejected.map(({ reason }) => reason).join()).toContain('goes in a circle');
  });
});

describe('a server', () => {
  const endless = (statement: (n: number) => string) => (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/n-triples' });
    let sent = 0;
    const more = () => {
      while (!response.destroyed) {
        let block = '';
        while (block.length < 2 ** 18) block += statement(sent++);
        if (!response.write(block)) return void response.once('drain', more);
      }
    };
    more();
  };

  test('that sends without end is given up at the limit, and not held', async () => {
    answer = endless(() => '<https://x.example/1> <http://purl.org/dc/terms/title> "again and again" .\n');
    const before = process.memoryUsage.rss();
    const report = await harvest(`${base}/endless`, { limits: { total: 100 * 2 ** 20 } });
    expect(report).toMatchObject({ state: 'failed', reason: expect.stringContaining('is larger than 104857600 bytes') });
    expect(process.memoryUsage.rss() - before).toBeLessThan(500 * 2 ** 20);
  }, 120_000);

  test('that drips for ever is given up', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/turtle' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };
    expect(await harvest(`${base}/drip`, { limits: { duration: 500, silence: 300 } })).toMatchObject({ state: 'failed', reason: expect.stringContaining('did not end within') });
  });

  test('that leads into a private network is not followed', async () => {
    answer = (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    expect(await harvest(`${base}/redirect`)).toMatchObject({ state: 'failed', reason: expect.stringContaining('the local link, which no harvest may reach') });
  });

  test('whose name leads to this machine is not asked unless allowed', async () => {
    asked = [];
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/turtle' }).end(GOOD);
    const address = `http://localhost:${new URL(base).port}/catalog.ttl`;
    expect(await harvest(address)).toMatchObject({ state: 'failed', reason: expect.stringContaining('this machine itself (loopback), which no harvest may reach') });
    expect(asked).toEqual([]);
    expect(await harvestNow(node.context, { source: 'dcat', address, allowHosts: ['localhost'], by: 'test' })).toMatchObject({ state: 'done' });
  });
});
