import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasPostgres15, startPostgres15 } from './support/postgres-15.ts';
import { biotope, eventually, removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

const realData = new URL('../../shared/data', import.meta.url).pathname;
const present = existsSync(realData);

const databases = [
  { database: 'its own PostgreSQL', start: undefined, major: /^PostgreSQL 18/ },
  { database: 'a server of PostgreSQL 15', start: startPostgres15, major: /^PostgreSQL 15/ },
];
if (!hasPostgres15) console.log('not run on PostgreSQL 15: its package is not installed on this machine');

describe.each(databases.filter(({ start }) => !start || hasPostgres15))('a node on $database', ({ start, major }) => {
  let folder: string;
  let node: RunningNode;
  let environment: Record<string, string> = {};
  let server: { url: string; stop(): Promise<void> } | undefined;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await start?.();
    if (server) environment = { DATABASE_URL: server.url };
    node = await startNode(folder, environment);
  });
  afterAll(async () => {
    await node.stop();
    await server?.stop();
    await removeFolder(folder);
  });
  const get = async (path: string, headers: Record<string, string> = {}): Promise<{ status: number; type: string; body: any }> => {
    const answer = await fetch(node.url + path, { headers });
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.json().catch(() => undefined) };
  };

  it('shows the starter catalogue on its first start, in both languages', async () => {
    const { body } = await get('/api/v1/resources?q=GenBank');
    expect(body.items[0].title).toMatchObject({ en: expect.stringContaining('GenBank'), zh: expect.stringMatching(/\p{Script=Han}/u) });
    expect((await get('/api/v1/resources?q=蛋白质结构')).body.total).toBeGreaterThan(0);
    expect((await get('/api/v1/node')).body.resources).toBeGreaterThan(50);
  });

  it('describes its API as OpenAPI 3.1 and has a page to read it', async () => {
    const { body } = await get('/openapi.json');
    expect(body.openapi).toMatch(/^3\.1/);
    for (const path of [
      '/api/v1/resources',
      '/api/v1/resources/{id}',
      '/api/v1/graph/{id}',
      '/api/v1/paths',
      '/api/v1/terms',
      '/api/v1/harvests',
      '/api/v1/sources',
      '/api/v1/suggest',
      '/api/v1/node',
    ])
      expect(Object.keys(body.paths), path).toContain(path);
    const reference = await fetch(`${node.url}/reference`, { redirect: 'follow' });
    expect(reference.status).toBe(200);
  });

  it.each([
    ['/api/v1/resources?colour=blue', 400, /colour/],
    ['/api/v1/resources?kind=gadget', 400, /kind/],
    ['/api/v1/resources?q=%22open', 400, /quot/i],
    ['/api/v1/resources?cursor=nonsense', 400, /cursor/],
    ['/api/v1/resources/zzzzzzzzzzzz', 404, /no resource/],
    ['/api/v1/nothing', 404, /no operation/],
    ['/api/v1/graph/zzzzzzzzzzzz', 404, /zzzzzzzzzzzz/],
    ['/api/v1/checks', 401, /operator/],
  ])('%s answers %i with a problem that says what is wrong', async (path, status, says) => {
    const answer = await get(path);
    expect([answer.status, answer.type]).toEqual([status, expect.stringContaining('application/problem+json')]);
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.stringMatching(says), requestId: expect.any(String) });
  });

  it('a cursor of another query is refused by saying so', async () => {
    const first = (await get('/api/v1/resources?q=data&limit=2')).body;
    expect((await get(`/api/v1/resources?q=genome&limit=2&cursor=${first.next}`)).body.detail).toMatch(/another|other query/i);
  });

  it('what the operator describes is found at once, amended, compared, and withdrawn with a tombstone', async () => {
    const headers = { ...(await node.operator()), 'content-type': 'application/json' };
    const send = async (method: string, path: string, body: unknown): Promise<{ status: number; body: any }> => {
      const answer = await fetch(node.url + path, { method, headers, body: JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() };
    };
    const made = await send('POST', '/api/v1/resources', { kind: 'instrument', title: { en: 'Zweiphotonenmikroskop', zh: '双光子显微镜' }, topics: ['Imaging'] });
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect((await get('/api/v1/resources?q=双光子显微镜')).body.items[0].id).toBe(id);
    expect((await send('PATCH', `/api/v1/resources/${id}?note=moved`, { version: '2' })).body).toMatchObject({ revision: 2, version: '2' });
    expect((await get(`/api/v1/resources/${id}/revisions/compare?from=1&to=2`)).body.fields.map((it: { field: string }) => it.field)).toEqual(['version']);
    expect((await send('PATCH', `/api/v1/resources/${id}`, { status: 'withdrawn', statusReason: 'Sold' })).status).toBe(410);
    expect(await get(`/api/v1/resources/${id}`)).toMatchObject({ status: 410, body: { reason: 'Sold' } });
    expect((await get('/api/v1/resources?q=双光子显微镜')).body.total).toBe(0);
    expect((await send('POST', '/api/v1/resources', { kind: 'gadget', title: { en: 'x' } })).body.errors[0].pointer).toBe('/kind');
    const unsigned = await fetch(`${node.url}/api/v1/resources`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(unsigned.status).toBe(401);
    const wrong = await fetch(`${node.url}/api/v1/resources`, { headers: { authorization: 'Bearer wrong' } });
    expect(wrong.status).toBe(401);
  });

  it('the command line works through the running node', async () => {
    const found = await biotope(folder, ['search', 'GenBank', '--json']);
    expect(found.code).toBe(0);
    const shown = await biotope(folder, ['show', 'starter:genbank', '--json']);
    expect(shown.json.id).toBe(found.json.items[0].id);
    expect((await biotope(folder, ['links', shown.json.id, '--json'])).json.total).toBeGreaterThan(0);
    expect((await biotope(folder, ['ledger', 'verify', '--json'])).json).toEqual({ intact: true, entries: expect.toSatisfy((entries: number) => entries > 0) });
    const doctor = await biotope(folder, ['doctor', '--json']);
    expect(doctor.json).toMatchObject({ healthy: true, reached: 'http' });
    expect(doctor.json.checks.find(({ check }: { check: string }) => check === 'database').detail).toMatch(major);
    expect((await biotope(folder, ['show', 'nothing-like-it', '--json'])).code).not.toBe(0);
    expect((await biotope(folder, ['harvest', 'no-such-source', '--json'])).stderr).toMatch(/no-such-source/);
  });

  it('says it is healthy, and how it fares', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).body).toMatchObject({ status: 'ready' });
    expect(await (await fetch(`${node.url}/metrics`, { headers: await node.operator() })).text()).toMatch(/biotope_resources \d+/);
  });

  it('logs no secret', async () => {
    const { authorization } = await node.operator();
    expect(node.log()).not.toContain(authorization.slice(7));
  });
});

describe('a node that is stopped, killed, or has no room', () => {
  let folder: string;
  let node: RunningNode | undefined;
  beforeEach(async () => void (folder = await temporaryFolder()));
  afterEach(async () => {
    await node?.stop();
    node = undefined;
    await removeFolder(folder);
  });

  it('the command line opens the data folder itself where no node runs', async () => {
    const found = await biotope(folder, ['search', 'UK Biobank', '--json']);
    expect(found.json?.total ?? found.stderr).toBeGreaterThan(0);
    expect((await biotope(folder, ['doctor', '--json'])).json).toMatchObject({ healthy: true, reached: 'data folder' });
  });

  it('a second node on the same data folder is refused by saying which one owns it', async () => {
    node = await startNode(folder);
    await expect(startNode(folder)).rejects.toThrow(new RegExp(`${node.process.pid}`));
  });

  it('a taken port is named', async () => {
    node = await startNode(folder);
    const other = await temporaryFolder();
    await expect(startNode(other, { BIOTOPE_PORT: new URL(node.url).port })).rejects.toThrow(/taken/);
    await removeFolder(other);
  });

  it('a setting that does not hold is named', async () => {
    await expect(startNode(folder, { DATABASE_URL: 'mysql://nowhere' })).rejects.toThrow(/DATABASE_URL.*postgresql:/);
  });

  it('stops in order, and leaves no database running', async () => {
    node = await startNode(folder);
    expect(await node.stop()).toBe(0);
    expect(databasesOn(folder)).toEqual([]);
    node = undefined;
  });

  it.skipIf(!present)('kill -9 during a harvest: nothing acknowledged is lost, no orphan is left, the harvest goes on and adds up', async () => {
    const address = join(realData, 'galaxy-codex');
    node = await startNode(folder);
    const headers = { ...(await node.operator()), 'content-type': 'application/json' };
    const ask = async (path: string): Promise<any> => (await fetch(`${node?.url}${path}`)).json();
    const { id } = (await (await fetch(`${node.url}/api/v1/harvests`, { method: 'POST', headers, body: JSON.stringify({ source: 'galaxy-codex', address }) })).json()) as {
      id: string;
    };
    const midway = await eventually(
      () => ask(`/api/v1/harvests/${id}`),
      ({ counts, state }) => counts.read > 1_000 || state === 'done',
    );
    expect(midway.state).toBe('running');
    await node.kill();
    await eventually(
      async () => databasesOn(folder),
      (left) => left.length === 0,
    );

    node = await startNode(folder);
    expect((await ask('/api/v1/resources?source=galaxy-codex&limit=1')).total).toBeGreaterThanOrEqual(midway.counts.created);
    const done = await eventually(
      () => ask(`/api/v1/harvests/${id}`),
      ({ state }) => state !== 'running' && state !== 'queued',
    );
    expect(done).toMatchObject({ state: 'done' });
    const { read, created, updated, unchanged, rejected } = done.counts;
    expect(created + updated + unchanged + rejected).toBe(read);
    expect((await ask('/api/v1/resources?source=galaxy-codex&limit=1')).total).toBe(created);
  });

  it('a full disk: the harvest fails by saying so, the server lives on, and goes on when there is room', async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', disk], { stdio: 'pipe' });
    } catch {
      console.log('not run: a small disk cannot be mounted here (needs root)');
      return;
    }
    try {
      const data = join(disk, 'data');
      node = await startNode(data);
      const source = await syntheticObo(folder, 4_000);
      execFileSync('sh', ['-c', `dd if=/dev/zero of=${disk}/filler bs=1M status=none || true`]);
      const failed = await biotope(data, ['harvest', 'obo-foundry', source, '--json']);
      expect(failed.code).not.toBe(0);
      expect(JSON.stringify(failed.json ?? failed.stderr)).toMatch(/space|disk|room/i);
      expect((await fetch(`${node.url}/healthz`)).status).toBe(200);
      await rm(join(disk, 'filler'));
      await eventually(
        () => fetch(`${node?.url}/readyz`),
        ({ ok }) => ok,
      );
      const done = await biotope(data, ['harvest', 'obo-foundry', source, '--json']);
      expect(done.json, done.stderr).toMatchObject({ state: 'done', read: 4_000, rejected: [] });
      await node.stop();
      node = undefined;
    } finally {
      await node?.stop();
      node = undefined;
      execFileSync('umount', ['-l', disk]);
    }
  });

  it('harvests nothing from the web by itself that has no schedule', async () => {
    await mkdir(folder, { recursive: true });
    const config = join(folder, 'biotope.yaml');
    const byHand = ['edam', 'galaxy-codex', 'aws-open-data', 'obo-foundry', 'rdmkit'].map((id) => `  ${id}: { schedule: null }`);
    await writeFile(config, `links: { check: false }\nsources:\n${byHand.join('\n')}\n`);
    node = await startNode(join(folder, 'data'), { BIOTOPE_CONFIG: config });
    const { items } = (await (await fetch(`${node.url}/api/v1/harvests`)).json()) as { items: { source: string }[] };
    expect([...new Set(items.map(({ source }) => source))]).toEqual(['starter']);
  });

  it('keeps what it has from start to start', async () => {
    node = await startNode(folder);
    const headers = { ...(await node.operator()), 'content-type': 'application/json' };
    const { id } = (await (
      await fetch(`${node.url}/api/v1/resources`, { method: 'POST', headers, body: JSON.stringify({ kind: 'model', title: { en: 'Kept model' } }) })
    ).json()) as { id: string };
    await node.kill();
    node = await startNode(folder);
    expect(((await (await fetch(`${node.url}/api/v1/resources?q=kept`)).json()) as { items: { id: string }[] }).items[0]?.id).toBe(id);
  });
});

/** Postmasters whose data lies in this folder. */
function databasesOn(folder: string): string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`${folder}/`) && /postgres/.test(line) && !/biotope\.mjs/.test(line));
}

/** A registry of made-up ontologies, large enough to fill a small disk. */
async function syntheticObo(folder: string, count: number): Promise<string> {
  const path = join(folder, 'ontologies.yml');
  const words = readFileSync(new URL('../node/src/vocabulary/edam-zh/labels.tsv', import.meta.url), 'utf8')
    .replaceAll(/[\t\n:|'"#]/g, ' ')
    .slice(0, 4_000);
  const entries = Array.from(
    { length: count },
    (_, i) => `- id: x${i}\n  title: Ontology ${i}\n  layout: ontology_detail\n  activity_status: active\n  description: Entry ${i} ${words}\n`,
  );
  await writeFile(path, `ontologies:\n${entries.join('')}`);
  return path;
}
