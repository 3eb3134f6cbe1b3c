import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PgBoss } from 'pg-boss';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { run } from '../../kernel/database.ts';
import { DomainError, forbidden } from '../../kernel/errors.ts';
import { openHarvesting, type Harvesting } from '../harvesting.ts';
import { STANDARDS } from '../standards.ts';
import { insertHarvest } from '../harvest-store.ts';
import { lockSource } from '../harvest-lock.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { exchangeRoutes } from './index.ts';

let node: TestNode;
let boss: PgBoss;
let harvesting: Harvesting;
const app = Fastify();
let ontologies: string;

beforeAll(async () => {
  node = await testNode();
  boss = await new PgBoss({ connectionString: node.url, schema: 'jobs', max: 2 }).start();
  boss.on('error', () => undefined);
  const sources = { 'galaxy-codex': { address: '/nowhere', schedule: null }, 'aws-open-data': { schedule: '5 4 * * 6' } };
  harvesting = await openHarvesting({ db: node.db, databaseUrl: node.url, boss, vocabulary: () => node.vocabulary.current(), sources });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _, reply) =>
    reply
      .code(error instanceof DomainError ? { 'not-found': 404, conflict: 409, forbidden: 403, invalid: 400 }[error.code as 'conflict'] : 400)
      .send({ detail: (error as Error).message }),
  );
  await app.register(exchangeRoutes as never, {
    prefix: '/api/v1',
    ...harvesting,
    sightOf: () => PUBLIC_SIGHT,
    mayOperate: (request: { headers: Record<string, unknown> }) => {
      if (request.headers['x-operator'] !== 'yes') throw forbidden('Operators only');
      return 'operator:local';
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'biotope-routes-'));
  ontologies = join(folder, 'ontologies.yml');
  await writeFile(ontologies, `ontologies:\n${Array.from({ length: 7 }, (_, id) => `- { id: o${id}, title: Ontology ${id} }\n`).join('')}- { id: broken }\n`);
});
afterAll(async () => {
  await app.close();
  await harvesting.close();
  await boss.stop({ graceful: false });
  await node.close();
});

const get = async (url: string) => {
  const answer = await app.inject({ url: `/api/v1${url}` });
  return { status: answer.statusCode, body: answer.json() as Record<string, never> & { items: Record<string, unknown>[]; next: string | null; total: number; state: string } };
};
const post = async (url: string, payload: object | undefined, operator = 'yes') => {
  const answer = await app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers: { 'x-operator': operator } });
  return { status: answer.statusCode, body: answer.json() as { id: string; state: string; detail: string } };
};
const ended = (id: string) => expect.poll(async () => (await get(`/harvests/${id}`)).body.state, { timeout: 30_000, interval: 100 }).toMatch(/done|failed|stopped/);

describe('the exchange over HTTP', () => {
  test('lists its sources with where and when they are harvested', async () => {
    const { body } = await get('/sources');
    expect(body.items.map(({ id }) => id).slice(0, 7)).toEqual(['edam', 'starter', 'galaxy-codex', 'aws-open-data', 'obo-foundry', 'rdmkit', 'own']);
    expect(body.items.slice(7).map(({ id, origin }) => `${String(origin)} ${String(id)}`)).toEqual(STANDARDS.map(({ id }) => `standard ${id}`));
    expect(body.items[2]).toMatchObject({ address: '/nowhere', schedule: null, records: 0, lastHarvest: null });
    expect(body.items[3]).toMatchObject({ schedule: '5 4 * * 6' });
    expect((await get('/sources/nobody')).status).toBe(404);
  });

  test('runs what an operator asks for, and tells how it went', async () => {
    const asked = await post('/harvests', { source: 'obo-foundry', address: ontologies });
    expect(asked).toMatchObject({ status: 202, body: { state: 'queued', source: 'obo-foundry', by: 'operator:local' } });
    await ended(asked.body.id);
    const { body } = await get(`/harvests/${asked.body.id}`);
    expect(body).toMatchObject({
      state: 'done',
      counts: { read: 8, created: 7, updated: 0, unchanged: 0, deleted: 0, rejected: 1 },
      kinds: { ontology: 7 },
      progress: { fraction: 1 },
    });
    const rejections = await get(`/harvests/${asked.body.id}/rejections`);
    expect(rejections.body).toMatchObject({ total: 1, next: null, items: [{ record: 'broken', field: 'title' }] });
    expect((await get('/sources/obo-foundry')).body).toMatchObject({ records: 7, lastHarvest: { id: asked.body.id, state: 'done' } });
  });

  test('a failed harvest says why, and can be resumed', async () => {
    const asked = await post('/harvests', { source: 'galaxy-codex' });
    await ended(asked.body.id);
    expect((await get(`/harvests/${asked.body.id}`)).body).toMatchObject({ state: 'failed', reason: '/nowhere: no such file or folder can be read here' });
    expect((await post(`/harvests/${asked.body.id}/resume`, undefined)).status).toBe(202);
    await ended(asked.body.id);
  });

  test('what lies in a private network is refused with what would allow it, and allowed for one harvest', async () => {
    const server = createServer(
      (_, response) =>
        void response.setHeader('content-type', 'text/turtle').end('<https://x.example/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "One" .'),
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const refused = await post('/harvests', { source: 'dcat', address: `http://${host}/x.ttl` });
    await ended(refused.body.id);
    expect((await get(`/harvests/${refused.body.id}`)).body).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(`"${host}" in harvest.allowHosts or sources.dcat.allowHosts of biotope.yaml, or for one harvest with --allow-host ${host}`),
    });
    const allowed = await post('/harvests', { source: 'dcat', address: `http://${host}/x.ttl`, allowHosts: [host] });
    await ended(allowed.body.id);
    expect((await get(`/harvests/${allowed.body.id}`)).body).toMatchObject({ state: 'done', counts: { created: 1 } });
    server.close();
  });

  test('pages through harvests, newest first, by a cursor of that list', async () => {
    const first = await get('/harvests?limit=1');
    const second = await get(`/harvests?limit=1&cursor=${first.body.next}`);
    expect(first.body.total).toBe(4);
    expect(second.body.items[0]!['id']).not.toBe(first.body.items[0]!['id']);
    const last = await get(`/harvests?limit=2&cursor=${second.body.next}`);
    expect(last.body.items).toHaveLength(2);
    expect(last.body.next).toBeNull();
    expect((await get(`/harvests?source=edam&cursor=${first.body.next}`)).status).toBe(400);
    expect((await get('/harvests?state=failed')).body.items).toHaveLength(2);
  });

  test.each([['/harvests?colour=red'], ['/harvests?limit=0'], ['/harvests?state=happy'], ['/sources?x=1']])('%s is refused', async (url) =>
    expect((await get(url)).status).toBe(400),
  );

  test('asks for an operator, a source that exists and fields that are known', async () => {
    expect((await post('/harvests', { source: 'edam' }, 'no')).status).toBe(403);
    expect((await post('/harvests', { source: 'nobody' })).status).toBe(404);
    expect((await post('/harvests', { source: 'edam', colour: 'red' })).status).toBe(400);
    expect((await post('/harvests', { source: 'dcat', address: 'http://x.example/', allowHosts: ['http://x.example/'] })).status).toBe(400);
    expect((await post('/harvests', { source: 'dcat', address: 'http://x.example/', allowHosts: ['localhost'] }, 'no')).status).toBe(403);
    expect((await post('/harvests', { source: 'dcat', address: ontologies, settings: { colour: 'red' } })).status).toBe(400);
    expect((await post('/harvests/000000000000/stop', undefined)).status).toBe(404);
  });

  test('a harvest that waits or runs elsewhere is not begun twice', async () => {
    const lock = await lockSource(node.url, 'rdmkit');
    const row = await insertHarvest(node.db, { source: 'rdmkit', address: '/x', by: 'somebody', allowDeletions: false, at: new Date() });
    await run(node.db, `update exchange.harvest set state = 'running' where id = $1`, [row.id]);
    const refused = await post('/harvests', { source: 'rdmkit', address: ontologies });
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('begun by somebody') } });
    await lock!.release();
  });

  test('what was cut off is taken up again at the start, and schedules are set', async () => {
    await harvesting.start({ automatic: false });
    await expect.poll(async () => (await get('/harvests?source=rdmkit')).body.items[0]!['state'], { timeout: 30_000 }).toBe('failed');
    expect((await get('/harvests?source=rdmkit')).body.items[0]).toMatchObject({ reason: '/x: no such file or folder can be read here' });
    await expect.poll(async () => (await get('/harvests?source=starter')).body.items[0]?.['state'], { timeout: 30_000 }).toBe('done');
    expect(await boss.getSchedules('harvest')).toEqual([]);
  });
});
