import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT } from '../../../access/index.ts';
import { SearchAnswer, Suggestions } from '../answer.ts';
import { aContent, testCatalogue, type TestCatalogue } from '../testing/catalogue-of-tests.ts';
import { searchRoute } from './search.ts';
import { suggestRoute } from './suggest.ts';

let catalogue: TestCatalogue;
let app: FastifyInstance;
const get = async (path: string, headers = {}) => {
  const response = await app.inject({ url: path, headers });
  return { status: response.statusCode, body: response.json() };
};

beforeAll(async () => {
  catalogue = await testCatalogue();
  await catalogue.put([
    {
      key: 'a',
      content: aContent(
        { en: 'Genome browser', zh: '基因组浏览器' },
        { licence: { id: 'MIT' }, provider: { id: 'p1', name: { en: 'The Institute' } }, description: { en: 'Shows genomes' } },
      ),
    },
    { key: 'b', content: aContent({ en: 'Genome draft' }, { kind: 'workflow', status: 'draft' }) },
  ]);
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const options = {
    prefix: '/api/v1',
    searching: catalogue.searching(await catalogue.open()),
    sightOf: (request: { headers: Record<string, unknown> }) => (request.headers['x-keeper'] ? FULL_SIGHT : PUBLIC_SIGHT),
  };
  await app.register(searchRoute, options);
  await app.register(suggestRoute, options);
});
afterAll(async () => {
  await app.close();
  await catalogue.close();
});

test('answers are what the contract says', async () => {
  const search = await get('/api/v1/resources?q=genome');
  expect(SearchAnswer.strict().parse(search.body)).toEqual(search.body);
  expect(search.body).toMatchObject({
    total: 1,
    next: null,
    items: [{ title: { en: 'Genome browser' }, licence: 'MIT', sources: ['test'], links: 0, summary: { en: 'Shows genomes' } }],
    facets: { provider: [{ value: 'p1', label: { zh: '研究所p1' }, count: 1 }] },
  });
  const suggest = await get('/api/v1/suggest?q=geno');
  expect(Suggestions.strict().parse(suggest.body)).toEqual(suggest.body);
  expect(suggest.body.resources).toHaveLength(1);
});

test('a parameter may be given several times', async () => {
  expect((await get('/api/v1/resources?kind=tool&kind=workflow')).body.total).toBe(1);
  expect((await get('/api/v1/resources?kind=tool&kind=workflow', { 'x-keeper': 'yes' })).body.total).toBe(2);
});

test('unknown parameters, categories, orders and limits are refused by name', async () => {
  for (const [query, name] of [
    ['colour=red', 'colour'],
    ['category=gadget', 'category'],
    ['kind=x', 'kind'],
    ['sort=age', 'sort'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
  ]) {
    const { status, body } = await get(`/api/v1/resources?q=genome&${query}`);
    expect([query, status, JSON.stringify(body)]).toEqual([query, 400, expect.stringContaining(name as string)]);
  }
  expect((await get('/api/v1/suggest?q=a&x=1')).status).toBe(400);
});
