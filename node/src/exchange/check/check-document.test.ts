import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../kernel/errors.ts';
import { snapshotOf } from '../../vocabulary/index.ts';
import { aTerm } from '../../vocabulary/testing/term.ts';
import { checkDocument } from './check-document.ts';
import { recogniseStandard } from './recognise.ts';
import { checkRoute } from './route.ts';

const vocabulary = snapshotOf([aTerm('topic_0003', 'Topic'), aTerm('topic_0091', 'Bioinformatics', { broader: ['edam:topic_0003'] })], 1);
const NOW = new Date('2026-11-22T00:00:00Z');
const check = (text: string, name = 'document', as?: string) => checkDocument({ content: Buffer.from(text), name, as }, vocabulary, NOW);

const TURTLE = `@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://data.example.org/wheat> a dcat:Dataset ;
  dct:title "Wheat lines"@en , "小麦品系"@zh ;
  dct:description "Reads of two hundred wheat lines."@en ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ;
  dcat:distribution <https://data.example.org/wheat#file> .
<https://data.example.org/wheat#file> a dcat:Distribution ; dcat:accessURL <https://data.example.org/wheat.vcf.gz> .
`;

describe('what a document is written in is told by its content', () => {
  it.each([
    ['a description', 'kind: tool\ntitle: { en: BWA }\n', 'x.yaml', 'own'],
    ['a list of entries', '- key: bwa\n  description: { kind: tool, title: { en: BWA } }\n', 'tools', 'own'],
    ['a description in JSON', '{"kind":"tool","title":{"en":"BWA"}}', 'x.json', 'own'],
    ['Turtle', TURTLE, 'x', 'dcat'],
    ['N-Triples', '<https://a.example/x> <http://purl.org/dc/terms/title> "x" .\n', 'x', 'dcat'],
    ['RDF/XML', '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', 'x', 'dcat'],
    ['DCAT in JSON-LD', '{"@context":{"dcat":"http://www.w3.org/ns/dcat#"},"@type":"dcat:Dataset"}', 'x', 'dcat'],
    ['Bioschemas', '{"@context":"https://schema.org/","@type":"Dataset","name":"x"}', 'x', 'bioschemas'],
    ['a page', '<!doctype html><html><script type="application/ld+json">{}</script></html>', 'x', 'bioschemas'],
    ['an RO-Crate', '{"@context":"https://w3id.org/ro/crate/1.1/context","@graph":[]}', 'x', 'ro-crate'],
    ['bio.tools', '{"biotoolsID":"bwa","name":"BWA"}', 'x', 'biotools'],
    ['a list of bio.tools', '{"count":1,"list":[{"biotoolsID":"bwa","name":"BWA"}]}', 'x', 'biotools'],
    ['an OAI-PMH answer', '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"/>', 'x', 'oai-pmh'],
    ['nf-core module metadata', 'name: bwa_mem\nkeywords: [align]\ntools:\n  - bwa: { description: Aligns }\n', 'meta.yml', 'module-metadata'],
    ['a table', 'name,homepage\nBWA,https://example.org\n', 'tools.csv', 'csv'],
    ['prose', 'Nothing to see here', 'x.txt', undefined],
  ])('%s', (_case, text, name, standard) => expect(recogniseStandard(text, name)).toBe(standard));
});

describe('a document is read, checked and assessed', () => {
  it('in this node’s own form, each flaw by its place', async () => {
    const report = await check('- kind: tool\n  title: { en: BWA }\n  topics: [Bioinformatics, Nonsense]\n- kind: spaceship\n  title: {}\n  homepage: nowhere\n', 'mine.yaml');
    expect(report).toMatchObject({ standard: { id: 'own', recognised: true }, valid: false, total: 2, rejected: [] });
    const [good, bad] = report.descriptions;
    expect(good).toMatchObject({ record: 'entry 1', title: { en: 'BWA' }, valid: true, flaws: [], unknownTerms: ['topic:Nonsense'] });
    expect(good?.assessment?.metrics).toHaveLength(17);
    expect(bad?.flaws.map(({ pointer }) => pointer).sort()).toEqual(['/homepage', '/kind', '/title']);
    expect(bad?.assessment).toBeNull();
  });

  it('in DCAT, with the evidence pointing into the description', async () => {
    const report = await check(TURTLE, 'wheat.ttl');
    expect(report).toMatchObject({ standard: { id: 'dcat' }, valid: true, total: 1 });
    const licence = report.descriptions[0]?.assessment?.metrics.find(({ metric }) => metric === 'FsF-R1.1-01M');
    expect(licence).toMatchObject({ verdict: 'holds', evidence: [{ field: '/licence/id', value: 'CC-BY-4.0', source: null }, {}] });
  });

  it('as the standard the asker names', async () => {
    expect(await check('{"kind":"tool","title":{"en":"BWA"}}', 'x', 'own')).toMatchObject({ standard: { id: 'own', recognised: false }, valid: true });
    await expect(check('x', 'x', 'marc21')).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('It reads: own, dcat') });
    await expect(check('Nothing to see here')).rejects.toMatchObject({ code: 'invalid' });
    await expect(check('  \n')).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each([
    ['YAML that is none', 'title: [unclosed', 'x.yaml', /line \d+/],
    ['Turtle that breaks off', '@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<a> a dcat:Dataset ; ', 'x.ttl', /^/],
    [
      'a bomb of entities',
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>',
      'x.rdf',
      /^/,
    ],
  ])('%s does not hold, and says why', async (_case, text, name, where) => {
    const report = await check(text, name);
    expect(report.valid).toBe(false);
    expect(report.rejected.length).toBeGreaterThan(0);
    for (const { reason } of report.rejected) expect(reason).not.toBe('');
    expect(report.rejected[0]?.field).toMatch(where);
  });

  it('asks no address the document names, not even for its context', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('{"@context":{}}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await check(JSON.stringify({ '@context': `${host}/context`, '@type': 'dcat:Dataset', url: `${host}/page` }), 'x.jsonld', 'dcat');
    await check(JSON.stringify({ '@context': ['https://schema.org/', `${host}/more`], '@type': 'Dataset', name: 'x', url: `${host}/page` }), 'x.jsonld', 'bioschemas');
    await check(JSON.stringify({ '@context': `${host}/ro/crate`, '@graph': [] }), 'x.json', 'ro-crate');
    server.closeAllConnections();
    server.close();
    expect(asked).toEqual([]);
  });

  it('assesses the first descriptions of many, and says how many there are', async () => {
    const many = Array.from({ length: 120 }, (_, i) => ({ kind: 'tool', title: { en: `Tool ${i}` } }));
    const report = await check(JSON.stringify(many));
    expect([report.total, report.descriptions.length]).toEqual([120, 50]);
  });
});

describe('over HTTP', () => {
  const app = Fastify();
  beforeAll(async () => {
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    app.setErrorHandler((error, _, reply) => {
      const { statusCode = 500, message } = error as Error & { statusCode?: number };
      return reply.code(error instanceof DomainError && error.code === 'invalid' ? 400 : statusCode).send({ detail: message });
    });
    await app.register(checkRoute, { vocabulary: () => vocabulary });
  });
  afterAll(() => app.close());

  it('takes the document as it comes, whatever its type says', async () => {
    for (const type of ['text/turtle', 'application/json', 'application/x-www-form-urlencoded']) {
      const answer = await app.inject({ method: 'POST', url: '/check?name=wheat.ttl', headers: { 'content-type': type }, payload: TURTLE });
      expect([answer.statusCode, answer.json().valid], type).toEqual([200, true]);
    }
  });

  it('refuses nothing, too much, and what is no text', async () => {
    const send = async (payload: Buffer) => (await app.inject({ method: 'POST', url: '/check', headers: { 'content-type': 'application/octet-stream' }, payload })).statusCode;
    expect(await send(Buffer.alloc(0))).toBe(400);
    expect(await send(Buffer.alloc(5 * 2 ** 20, 'x'))).toBe(413);
    expect(await send(Buffer.from([0xff, 0xfe, 0x00, 0xd8]))).toBe(400);
  });
});
