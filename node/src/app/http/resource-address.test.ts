import { openAccess, PUBLIC_SIGHT } from '../../access/index.ts';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import jsonld from 'jsonld';
import { Parser } from 'n3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../catalogue/index.ts';
import { run } from '../../kernel/database.ts';
import { writingNode, type WritingNode } from '../../exchange/testing/writing-node.ts';
import { callerOf, knowCallers } from './caller.ts';
import { knowSights, sightOf } from './sight.ts';
import { catalogueAddress } from './catalogue-address.ts';
import { answerError, nothingHere } from './problems.ts';
import { resourceAddress } from './resource-address.ts';

let node: WritingNode;
let url: string;
let resources: Record<'data' | 'tool' | 'gone' | 'draft', Outgoing>;
const app = Fastify() as unknown as FastifyInstance;

beforeAll(async () => {
  node = await writingNode();
  resources = await node.publish({
    data: { kind: 'dataset', title: { en: 'Data', zh: '数据' }, distributions: [{ url: 'https://example.org/a.csv', mediaType: 'text/csv' }] },
    tool: { kind: 'tool', title: { en: 'Tool' }, links: [{ predicate: 'uses', target: 'written:data' }] },
    gone: { kind: 'dataset', title: { en: 'Gone' } },
    draft: { kind: 'dataset', title: { en: 'Secret draft' } },
  });
  await run(node.node.db, `update catalogue.resource set status = 'withdrawn', content = jsonb_set(content::jsonb, '{statusReason}', '"mistaken"') where id = $1`, [
    resources.gone.id,
  ]);
  await run(node.node.db, `update catalogue.resource set status = 'draft', visibility = 'unpublished public - always' where id = $1`, [resources.draft.id]);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError as never);
  app.setNotFoundHandler((request, reply) => (request.url.startsWith('/r/') ? reply.type('text/html').send('<p>the page</p>') : nothingHere(request, reply)));
  knowCallers(app, { db: node.node.db, operatorKey: 'the-key', secure: false });
  const access = await openAccess({ db: node.node.db, databaseUrl: node.node.url });
  knowSights(app, access);
  const { node: about } = node.context();
  const options = {
    db: node.node.db,
    vocabulary: () => node.node.vocabulary.current(),
    callerOf,
    sightOf,
    publicSight: async () => PUBLIC_SIGHT,
    access,
    baseUrl: node.reading().baseUrl,
    sourceTitle: (source: string) => ({ en: source }),
    catchUp: async () => undefined,
    node: about,
  };
  resourceAddress(app as never, options);
  catalogueAddress(app as never, options);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await node.close();
});

const get = async (path: string, accept?: string, more: Record<string, string> = {}, method = 'GET') => {
  const answer = await fetch(url + path, { method, redirect: 'manual', headers: { ...(accept ? { accept } : {}), ...more } });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', header: (name: string) => answer.headers.get(name) ?? '', text: await answer.text() };
};
const triples = (turtle: string) => new Parser().parse(turtle);

describe("a resource's address", () => {
  const at = () => `/r/${resources.data.id}`;

  test.each([
    ['text/turtle', 'text/turtle; charset=utf-8'],
    ['application/n-triples', 'application/n-triples'],
    ['text/turtle;q=0.3, application/n-triples;q=0.4', 'application/n-triples'],
  ])('answers %s with the same description', async (accept, type) => {
    const answer = await get(at(), accept);
    expect([answer.status, answer.type]).toEqual([200, type]);
    expect(answer.header('vary')).toMatch(/accept/i);
    expect(triples(answer.text).some(({ subject, object }) => subject.value === resources.data.url && object.value === '数据')).toBe(true);
  });

  test('answers JSON-LD that reads as RDF, JSON as it always was, and browsers with the page', async () => {
    const quads = (await jsonld.toRDF(JSON.parse((await get(at(), 'application/ld+json')).text))) as unknown[];
    expect(quads.length).toBeGreaterThan(10);
    expect(JSON.parse((await get(at(), 'application/json')).text)).toMatchObject({ id: resources.data.id, title: { zh: '数据' } });
    for (const accept of ['*/*', 'text/html,application/xhtml+xml,*/*;q=0.8']) expect((await get(at(), accept)).text).toBe('<p>the page</p>');
  });

  test('can be asked for a format by name or profile', async () => {
    expect((await get(`${at()}?format=dcat-ntriples`, 'text/html')).type).toBe('application/n-triples');
    const profiled = await get(at(), 'application/ld+json', { 'accept-profile': '<https://bioschemas.org/profiles/>' });
    expect(profiled.header('content-location')).toBe(`${at()}?format=bioschemas`);
    expect((await get(`${at()}?profile=https://bioschemas.org/profiles/`, 'application/ld+json')).header('content-location')).toBe(`${at()}?format=bioschemas`);
  });

  test('lists what there is where nothing fits', async () => {
    const refused = await get(at(), 'image/png');
    expect([refused.status, refused.type]).toEqual([406, expect.stringContaining('application/problem+json')]);
    expect(JSON.parse(refused.text).formats).toContainEqual(
      expect.objectContaining({ id: 'dcat-turtle', mediaType: 'text/turtle', url: `${resources.data.url}?format=dcat-turtle` }),
    );
    expect(await get(`${at()}?format=nonsense`)).toMatchObject({ status: 400, text: expect.stringContaining('dcat-turtle') });
    expect(await get(`${at()}?format=biotools`)).toMatchObject({ status: 406, text: expect.stringContaining('no words for a dataset') });
    expect((await get(`/r/${resources.tool.id}?format=biotools`)).status).toBe(200);
  });

  test('carries its signposts on the page, on every description and on HEAD', async () => {
    for (const [accept, method] of [
      ['text/html', 'GET'],
      ['text/html', 'HEAD'],
      ['text/turtle', 'GET'],
      ['text/turtle', 'HEAD'],
      ['application/json', 'GET'],
    ] as const) {
      const answer = await get(at(), accept, {}, method);
      expect(answer.status, `${method} ${accept}`).toBe(200);
      for (const part of [`<${resources.data.url}>; rel="cite-as"`, '?format=dcat-jsonld>; rel="describedby"', '<https://example.org/a.csv>; rel="item"; type="text/csv"'])
        expect(answer.header('link')).toContain(part);
      expect(answer.header('link').includes('rel="describes"')).toBe(accept !== 'text/html');
    }
    const set = await get(`${at()}/linkset`);
    expect(set.type).toBe('application/linkset+json');
    expect(JSON.parse(set.text).linkset[0]).toMatchObject({ anchor: resources.data.url, 'cite-as': [{ href: resources.data.url }] });
  });

  test.each(['text/turtle', 'application/ld+json', 'application/json', 'text/csv'])('of what was withdrawn is gone as %s', async (accept) => {
    const answer = await get(`/r/${resources.gone.id}`, accept);
    expect([answer.status, JSON.parse(answer.text).reason]).toEqual([410, 'mistaken']);
    expect((await get(`/r/${resources.gone.id}?format=dcat-turtle`)).status).toBe(410);
    expect((await get(`/r/${resources.gone.id}/linkset`)).status).toBe(410);
  });

  test('of a draft, or of nothing, is not there; its keeper has it', async () => {
    for (const path of [`/r/${resources.draft.id}`, '/r/zzzzzzzzzzzz', "/r/';drop"]) expect((await get(path, 'text/turtle')).status, path).toBe(404);
    const kept = await get(`/r/${resources.draft.id}`, 'text/turtle', { authorization: 'Bearer the-key' });
    expect([kept.status, kept.text.includes('Secret draft')]).toEqual([200, true]);
  });
});

describe('the whole catalogue', () => {
  test('is Turtle for whoever has no wish, and leads browsers to the search', async () => {
    const whole = await get('/catalog', '*/*');
    expect([whole.status, whole.type]).toEqual([200, 'text/turtle; charset=utf-8']);
    const members = triples(whole.text).filter(({ predicate }) => /dcat#(dataset|service|resource)$/.test(predicate.value));
    expect(members.map(({ object }) => object.value).sort()).toEqual([resources.data.url, resources.tool.url].sort());
    expect(await get('/catalog?category=tool', 'text/html,*/*;q=0.8')).toMatchObject({ status: 303 });
    expect((await get('/catalog', undefined, {}, 'HEAD')).header('link')).toContain('format=dcat-jsonld');
  });

  test('holds one category where asked, and never a draft, whoever asks', async () => {
    const tools = await get('/catalog?format=dcat-ntriples&category=tool', undefined, { authorization: 'Bearer the-key' });
    expect(tools.text).toContain(`<${resources.tool.url}>`);
    expect(tools.text).not.toContain(`<${resources.data.url}> <http://purl.org/dc/terms/title>`);
    expect((await get('/catalog', undefined, { authorization: 'Bearer the-key' })).text).not.toContain('Secret draft');
  });

  test('lists what there is where nothing fits', async () => {
    expect(await get('/catalog', 'image/png')).toMatchObject({ status: 406, text: expect.stringContaining('dcat-turtle') });
    expect(await get('/catalog?format=nonsense')).toMatchObject({ status: 400, text: expect.stringContaining('dcat-turtle') });
    expect(await get('/catalog?format=ro-crate')).toMatchObject({ status: 400, text: expect.stringContaining('one resource at a time') });
    expect((await get('/catalog?category=nothing')).status).toBe(400);
  });
});
