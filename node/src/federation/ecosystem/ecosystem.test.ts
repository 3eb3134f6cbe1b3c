import { parse } from 'csv-parse/sync';
import Fastify from 'fastify';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { aContent, term, testCatalogue, type TestCatalogue } from '../../catalogue/search/testing/catalogue-of-tests.ts';
import type { SearchIndex } from '../../catalogue/search/index.ts';
import { run } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { federationMigrations } from '../migrations.ts';
import { openPeers, type Peers } from '../peer/index.ts';
import { PATHS } from './read-known.ts';
import { coverageCsv } from './coverage.ts';
import { ecosystemRoutes, openEcosystem } from './index.ts';

const id = (letter: string) => `node:${letter.repeat(26)}`;
const [DOOR, GROUP_A, GROUP_B, ONE, TWO, THREE, LONE, ABOVE] = ['d', 'a', 'b', '1', '2', '3', 'j', 'h'].map(id) as [string, string, string, string, string, string, string, string];
const NOW = new Date('2026-03-01T12:00:00Z');

let catalogue: TestCatalogue;
let index: SearchIndex;

const nodeRow = (node: string, en: string) =>
  run(catalogue.db, `insert into federation.node (id, url, name, document, first_seen, updated) values ($1, $2, $3, '{}', now(), now())`, [
    node,
    `https://${en.toLowerCase().replaceAll(' ', '-')}.example.org`,
    JSON.stringify({ en, zh: `${en}（中文）` }),
  ]);
const membership = (node: string, side: string, role: string, more: { state?: string; until?: string } = {}) =>
  run(
    catalogue.db,
    `insert into federation.membership (id, side, node_id, url, state, role, asked, decided, until) values ($1, $2, $3, 'https://example.org', $4, $5, '2026-01-01', '2026-01-02', $6)`,
    [`${side} ${node}`, side, node, more.state ?? 'admitted', role, more.until ?? null],
  );
const following = (node: string, { there, here, failures = 0, success = NOW, lag = 400 }: { there: string; here: string; failures?: number; success?: Date; lag?: number }) =>
  run(
    catalogue.db,
    `insert into federation.following (id, node_id, audience, head, state, count_there, digest_there, count_here, digest_here, last_attempt, last_success, lag, failures)
     values ($1, $2, 'public', '', 'current', 3, $3, 3, $4, $5, $6, $7, $8)`,
    [`${node}/public`, node, there, here, NOW, success, lag, failures],
  );
const holdings = (followed: string, origin: string, via: string[], count: number) =>
  run(
    catalogue.db,
    `insert into federation.holding (following, origin, resource, bucket, incarnation, version, hash, via, state)
     select $1, $2, lpad(n::text, 12, '0'), 0, 1, 1, '', $3, 'held' from generate_series(1, $4::int) n`,
    [`${followed}/public`, origin, via, count],
  );

/** A door over two groups and a lone platform; one platform belongs to both groups; the door itself belongs to a hub. */
beforeAll(async () => {
  catalogue = await testCatalogue();
  await migrate(catalogue.db, [federationMigrations]);
  const rna = [term('topic_3170')];
  await catalogue.put([
    { key: 'own', content: aContent({ en: 'Own tool' }), sources: ['starter'] },
    { key: 'shared', content: aContent({ en: 'Shared tool' }, { topics: rna }), sources: ['starter', ONE, TWO] },
    { key: 'one', content: aContent({ en: 'A dataset' }, { category: 'data', kind: 'dataset', topics: rna }), sources: [ONE] },
    { key: 'three', content: aContent({ en: 'A course' }, { category: 'training', kind: 'course' }), sources: [THREE] },
    { key: 'lone', content: aContent({ en: 'A standard' }, { category: 'standard', kind: 'standard' }), sources: [LONE] },
    { key: 'hidden', content: aContent({ en: 'For members of an organisation' }, { category: 'data', kind: 'dataset' }), sources: [ONE], discovery: 'signed-in' },
  ]);
  for (const [node, name] of [
    [GROUP_A, 'Data group'],
    [GROUP_B, 'Training group'],
    [ONE, 'Platform 1'],
    [TWO, 'Platform 2'],
    [THREE, 'Platform 3'],
    [ABOVE, 'National hub'],
  ] as const)
    await nodeRow(node, name);
  // A platform from which nothing has come yet by that group says that it belongs to it.
  await run(catalogue.db, `update federation.node set document = $2 where id = $1`, [
    ONE,
    JSON.stringify({
      value: {
        description: { en: 'Data of the first platform' },
        hubs: [
          { node: GROUP_B, url: 'https://b.example.org' },
          { node: id('z'), url: 'https://z.example.org' },
        ],
      },
    }),
  ]);
  await membership(GROUP_A, 'member', 'hub');
  await membership(GROUP_B, 'member', 'hub', { until: '2027-01-01' });
  await membership(LONE, 'member', 'platform');
  await membership(id('e'), 'member', 'platform', { until: '2026-02-01' });
  await membership(id('f'), 'member', 'platform', { state: 'asked' });
  await membership(ABOVE, 'hub', 'hub');
  await following(GROUP_A, { there: 'same', here: 'same' });
  await following(GROUP_B, { there: 'one', here: 'another' });
  await following(LONE, { there: 'same', here: 'same', failures: 3, success: new Date('2026-03-01T11:00:00Z') });
  await holdings(GROUP_A, ONE, [GROUP_A], 2);
  await holdings(GROUP_A, TWO, [GROUP_A], 1);
  await holdings(GROUP_B, THREE, [GROUP_B], 1);
  await holdings(GROUP_B, TWO, [GROUP_B], 1);
  await holdings(LONE, LONE, [], 1);
  index = await catalogue.open();
});
afterAll(() => catalogue?.close());

/** Asks until the answer fits; `between` makes sure that it is drawn anew. */
async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, between: () => Promise<unknown>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await between();
  }
}

const ecosystem = (peers?: Pick<Peers, 'ask'>) =>
  openEcosystem({
    peers,
    searching: catalogue.searching(index),
    self: { id: DOOR, name: { en: 'The door', zh: '门户' }, description: { en: 'One door' }, organisation: null, url: 'https://door.example.org' },
    publicSight: async () => PUBLIC_SIGHT,
  });

test('the picture holds this node, its members and theirs, and the hub above, each with what it holds', async () => {
  const view = await ecosystem().read(NOW);
  const of = (node: string) => view.nodes.find((each) => each.id === node);
  expect(view.nodes).toHaveLength(8);
  expect(of(DOOR)).toMatchObject({ place: 'self', level: 'cluster', own: { total: 2 }, within: { total: 5 } });
  expect(of(GROUP_A)).toMatchObject({ place: 'below', direct: true, level: 'group', role: 'hub', name: { en: 'Data group' }, own: { total: 0 } });
  // The tool that two platforms describe counts once.
  expect(of(GROUP_A)?.within).toEqual({
    total: 2,
    categories: [
      { value: 'data', count: 1 },
      { value: 'tool', count: 1 },
    ],
  });
  expect(of(ONE)).toMatchObject({ level: 'platform', direct: false, own: { total: 2 }, description: { en: 'Data of the first platform' } });
  expect(of(LONE)).toMatchObject({ level: 'platform', direct: true, name: { en: 'example.org' } });
  expect(of(ABOVE)).toMatchObject({ place: 'above', name: { en: 'National hub' }, health: 'unknown' });
  expect(of(id('e')), 'its term is over').toBeUndefined();
  expect(of(id('f')), 'it was not admitted').toBeUndefined();
  expect(view).toMatchObject({ resources: 5, platforms: 4, groups: 2 });
});

test('health tells what is current, what differs, and what has stopped', async () => {
  const { nodes } = await ecosystem().read(NOW);
  const of = (node: string) => nodes.find((each) => each.id === node);
  expect(of(GROUP_A)).toMatchObject({ health: 'current', digestEqual: true, here: 3, there: 3, lag: 400 });
  expect(of(GROUP_B)).toMatchObject({ health: 'behind', digestEqual: false });
  expect(of(LONE)).toMatchObject({ health: 'stopped' });
  expect(of(ONE)).toMatchObject({ health: 'unknown', lastSuccess: null });
});

test('edges say who belongs to whom, by membership or by the way of descriptions', async () => {
  const { edges } = await ecosystem().read(NOW);
  const names = edges.map(({ from, to, known }) => [from, to, known].join(' ')).sort();
  expect(names).toEqual(
    [
      [GROUP_A, DOOR, 'membership'],
      [GROUP_B, DOOR, 'membership'],
      [LONE, DOOR, 'membership'],
      [DOOR, ABOVE, 'membership'],
      [ONE, GROUP_A, 'path'],
      [TWO, GROUP_A, 'path'],
      [TWO, GROUP_B, 'path'],
      [THREE, GROUP_B, 'path'],
      [ONE, GROUP_B, 'statement'],
    ]
      .map((each) => each.join(' '))
      .sort(),
  );
  expect(edges.find(({ from }) => from === GROUP_B)).toMatchObject({ role: 'hub', since: '2026-01-02T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' });
});

test('coverage by group names what one group alone or none holds, and its CSV says the same', async () => {
  const view = await ecosystem().coverage({ by: 'group', topics: 10 }, NOW);
  expect(view.parts.map(({ id: part, total }) => [part, total])).toEqual([
    [DOOR, 3],
    [GROUP_A, 2],
    [GROUP_B, 2],
  ]);
  const row = (name: string) => view.rows.find((each) => each.id === name);
  expect(row('tool')).toMatchObject({ total: 2, counts: [2, 1, 1], gap: 'held' });
  expect(row('data')).toMatchObject({ total: 1, counts: [0, 1, 0], gap: 'one' });
  expect(row('compute')).toMatchObject({ total: 0, gap: 'none' });
  // RNA-Seq lies below sequence analysis; nothing is about model organisms, which is as broad.
  expect(row('edam:topic_0080')).toMatchObject({ type: 'topic', label: { en: 'Sequence analysis', zh: '序列分析' }, total: 2 });
  expect(row('edam:topic_0621')).toMatchObject({ total: 0, gap: 'none', label: { zh: '模式生物' } });
  const [head, ...lines] = parse(coverageCsv(view)) as string[][];
  expect(head).toEqual(['type', 'id', 'label_en', 'label_zh', 'held_by', 'total', 'The door', 'Data group', 'Training group']);
  expect(lines.find(([, name]) => name === 'data')).toEqual(['category', 'data', 'Data', expect.any(String), 'one', '1', '0', '1', '0']);
});

test('coverage by platform has a column for each node with resources, and what is restricted counts nowhere', async () => {
  const view = await ecosystem().coverage({ by: 'platform', topics: 0 }, NOW);
  expect(view.parts.find(({ id: part }) => part === ONE)).toMatchObject({ total: 2, sources: [ONE] });
  expect(view.parts.find(({ id: part }) => part === DOOR)?.sources).toEqual(['starter']);
  expect(view.rows.find((each) => each.id === 'data')?.total).toBe(1);
});

test('a name that a spreadsheet would run is text in the CSV', () => {
  const text = coverageCsv({ by: 'platform', parts: [{ id: ONE, name: { en: '=HYPERLINK("evil")' }, level: 'platform', total: 0, sources: [] }], total: 0, rows: [], at: '' });
  expect((parse(text) as string[][])[0]?.at(-1)).toBe(`'=HYPERLINK("evil")`);
});

test('anybody may read both over HTTP, as JSON and as CSV', async () => {
  const app = Fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  ecosystemRoutes(app, ecosystem());
  const picture = await app.inject('/federation/ecosystem');
  expect(picture.json()).toMatchObject({ self: DOOR, groups: 2 });
  const csv = await app.inject('/federation/coverage?by=platform&format=csv');
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.body.split('\r\n')[0]).toContain('"Platform 1"');
  expect((await app.inject('/federation/coverage?by=nation')).statusCode).toBe(400);
  await app.close();
});

test('what a hub says of its own members stands beside them, and only of those that came by it', async () => {
  const served = createServer((_request, response) => {
    const node = {
      name: { en: 'x' },
      description: null,
      organisation: null,
      url: 'https://x.example',
      place: 'below',
      role: 'platform',
      level: 'platform',
      direct: true,
      problem: null,
      toldBy: null,
    };
    const of = (of: string, health: string) => ({
      ...node,
      id: of,
      own: { total: 1, categories: [] },
      within: { total: 1, categories: [] },
      health,
      lastSuccess: null,
      lag: 7,
      here: 2,
      there: 2,
      digestEqual: true,
    });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ self: GROUP_A, nodes: [of(ONE, 'failing'), of(THREE, 'stopped')], edges: [], resources: 0, platforms: 2, groups: 1, at: NOW.toISOString() }));
  }).listen(0, '127.0.0.1');
  await once(served, 'listening');
  const peers = openPeers({ allowHosts: ['127.0.0.1'], userAgent: 'test' });
  await run(catalogue.db, `update federation.membership set url = $1 where node_id = $2`, [`http://127.0.0.1:${(served.address() as AddressInfo).port}`, GROUP_A]);
  const open = ecosystem({ ask: (url, request) => peers.ask(url, request) });
  const found = await eventually(
    async () => (await open.read(new Date(NOW.getTime() + 60_000))).nodes.find((node) => node.id === ONE),
    (node) => node?.health === 'failing',
    () => run(catalogue.db, `update federation.following set count_here = count_here + 1 where node_id = $1`, [GROUP_A]),
  );
  expect(found).toMatchObject({ toldBy: GROUP_A, lag: 7, here: 2, there: 2, digestEqual: true });
  const { nodes } = await open.read(new Date(NOW.getTime() + 60_000));
  expect(
    nodes.find((node) => node.id === THREE),
    'this group has no say about members of the other',
  ).toMatchObject({ health: 'unknown', toldBy: null });
  peers.close();
  served.close();
});

test('a membership that ends and a feed that fails show at once; counts follow', async () => {
  const open = ecosystem();
  expect((await open.read(NOW)).nodes.find((node) => node.id === LONE)).toMatchObject({ health: 'stopped' });
  await run(catalogue.db, `update federation.following set failures = 0 where node_id = $1`, [LONE]);
  expect((await open.read(NOW)).nodes.find((node) => node.id === LONE)).toMatchObject({ health: 'current' });
  await run(catalogue.db, `update federation.membership set state = 'ended' where node_id = $1`, [LONE]);
  expect((await open.read(NOW)).nodes.find((node) => node.id === LONE)).toBeUndefined();
  await run(catalogue.db, `update federation.membership set state = 'admitted' where node_id = $1`, [LONE]);
  await run(catalogue.db, `update federation.following set failures = 3 where node_id = $1`, [LONE]);
});

test('the ways of 100,000 descriptions are read in one pass', async () => {
  await holdings(GROUP_A, id('k'), [id('m'), GROUP_A], 100_000);
  await run(catalogue.db, 'analyze federation.holding');
  const { rows } = await run(catalogue.db, `explain (analyze, format json) ${PATHS}`);
  const [plan] = (rows[0] as { 'QUERY PLAN': { Plan: { 'Actual Rows': number }; 'Execution Time': number }[] })['QUERY PLAN'];
  console.info(`ways of 100,007 descriptions: ${plan?.['Execution Time']} ms`);
  expect(plan?.Plan['Actual Rows']).toBe(6);
  await run(catalogue.db, `delete from federation.holding where origin = $1`, [id('k')]);
});
