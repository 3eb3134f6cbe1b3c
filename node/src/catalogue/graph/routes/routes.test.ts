import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT } from '../../../access/index.ts';
import { graphRoutes } from '../index.ts';
import { graphDatabase, putGraph, rid } from '../testing/graph-fixture.ts';

const [BWA, GONE, DRAFT] = [rid('bwa'), rid('gone'), rid('draft')] as [string, string, string];
let graph: Awaited<ReturnType<typeof graphDatabase>>;
const app = Fastify();
beforeAll(async () => {
  graph = await graphDatabase();
  await putGraph(graph.db, {
    resources: [
      { id: BWA, kind: 'tool' },
      { id: GONE, kind: 'tool', status: 'withdrawn', reason: 'asked by its author' },
      { id: DRAFT, kind: 'workflow', status: 'draft' },
    ],
    links: [
      [BWA, 'has-operation', 'edam:operation_1'],
      [DRAFT, 'uses', BWA],
    ],
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: { code?: string; message: string; validation?: unknown }, _, reply) =>
    reply.status(error.validation ? 400 : error.code === 'gone' ? 410 : error.code === 'not-found' ? 404 : 500).send({ detail: error.message }),
  );
  const { vocabulary, ...asking } = graph.asking();
  await app.register(graphRoutes, {
    prefix: '/api/v1',
    db: asking.db,
    organisationNames: asking.organisationNames,
    vocabulary: () => vocabulary,
    sightOf: (request) => (request.headers.authorization ? FULL_SIGHT : PUBLIC_SIGHT),
  });
});
afterAll(async () => {
  await app.close();
  await graph.close();
});
const get = async (url: string, authorization?: string) => {
  const answer = await app.inject({ url: `/api/v1${url}`, headers: authorization ? { authorization } : {} });
  return { status: answer.statusCode, body: answer.json() };
};

describe('the API of the graph', () => {
  it.each([
    [`/graph/${BWA}?hops=2&predicate=uses,has-operation&kind=term&kind=tool`, { centre: { id: BWA, distance: 0 }, nodes: [{ id: 'edam:operation_1' }] }],
    [`/graph/${encodeURIComponent('edam:operation_1')}`, { centre: { branch: 'operation' } }],
    [`/resources/${BWA}/links?limit=1`, { total: 1, next: null }],
    [`/paths?from=${BWA}&to=edam:operation_1`, { found: true, steps: [{ predicate: 'has-operation' }] }],
    [`/resources/${BWA}/possibilities`, { resource: { id: BWA }, steps: [{ step: 'workflows', total: 0 }, { step: 'servers' }, { step: 'training' }] }],
  ])('answers %s', async (url, body) => expect(await get(url)).toMatchObject({ status: 200, body }));

  it('publishes the vocabulary of links', async () => {
    const { body } = await get('/predicates');
    expect(body.items[0]).toEqual({
      name: 'uses',
      label: { en: 'uses', zh: '使用' },
      inverse: { en: 'is used by', zh: '被使用于' },
      iri: 'http://www.w3.org/ns/prov#used',
      object: 'resource',
    });
  });
  it('shows keepers their drafts', async () => expect((await get(`/resources/${BWA}/links`, 'Bearer x')).body.total).toBe(2));
  it.each([`/graph/${GONE}`, `/resources/${GONE}/links`, `/resources/${GONE}/possibilities`, `/paths?from=${BWA}&to=${GONE}`])('says that %s is gone, and why', async (url) =>
    expect(await get(url)).toMatchObject({ status: 410, body: { detail: expect.stringContaining('asked by its author') } }),
  );
  it.each(['/graph/nothing', `/graph/${DRAFT}`, '/graph/edam:topic_404', '/resources/nothing/links', `/resources/edam:topic_1/possibilities`, `/paths?from=${BWA}&to=nothing`])(
    'finds nothing at %s',
    async (url) => expect((await get(url)).status).toBe(404),
  );
  it.each([
    `/graph/${BWA}?hops=3`,
    `/graph/${BWA}?limit=501`,
    `/graph/${BWA}?predicate=eats`,
    `/graph/${BWA}?depth=2`,
    `/paths?from=${BWA}`,
    `/resources/${BWA}/links?limit=x`,
    `/graph/a%00b`,
    '/predicates?x=1',
  ])('refuses %s', async (url) => expect((await get(url)).status).toBe(400));
});
