import { afterAll, beforeAll, expect, test } from 'vitest';
import { harvestNow } from '../../exchange/index.ts';
import { testNode as harvesterNode, type TestNode } from '../../exchange/testing/test-node.ts';
import { receive } from '../../federation/placing/testing/replicas.ts';
import { saying, testNode, tombstone } from '../../federation/testing/nodes.ts';
import { run } from '../../kernel/database.ts';
import { openServer, type OpenServer } from './testing/open-server.ts';

/** What three platforms hold of one registry, each a part. */
const THINGS = 150;
const PARTS: [number, number][] = [
  [0, 100],
  [50, 150],
  [75, 125],
];
const platforms = await Promise.all(['platform 1', 'platform 2', 'platform 3'].map((word) => testNode(word)));
const resourceOf = (thing: number, platform: number) => `${platform}`.padStart(6, '0') + `${thing}`.padStart(6, '0');
const holdersOf = (thing: number) => PARTS.flatMap(([from, to], platform) => (thing >= from && thing < to ? [platform] : []));
const says = (thing: number, platform: number, more: { audience?: 'group'; version?: number } = {}) =>
  saying(platforms[platform]!, {
    resource: resourceOf(thing, platform),
    version: 1,
    url: `https://platform-${platform}.example/r/${resourceOf(thing, platform)}`,
    records: [`galaxy-codex:tool/thing-${thing}`],
    description: { kind: 'tool', title: { en: `Thing ${thing}` } },
    ...more,
  });

let hub: OpenServer;
let harvester: TestNode;
const harvest = () => harvestNow(harvester.context, { source: 'oai-pmh', address: `${hub.url}/oai`, by: 'test' });
/** How often the harvester has each thing. */
const harvested = async () => {
  const { rows } = await run(
    harvester.db,
    `select title->>'en' as title, count(*) as n from catalogue.resource where title->>'en' like 'Thing %' and status = 'published' group by 1`,
  );
  return new Map(rows.map(({ title, n }) => [title as string, n as number]));
};

beforeAll(async () => {
  [hub, harvester] = await Promise.all([openServer(), harvesterNode()]);
  const all = Array.from({ length: THINGS }, (_, thing) => holdersOf(thing).map((platform) => says(thing, platform))).flat();
  await receive(hub.node.db, await Promise.all(all));
  await receive(hub.node.db, [await says(900, 0, { audience: 'group' })]);
  await hub.node.federation.placing.catchUp();
});
afterAll(() => Promise.all([hub?.close(), harvester?.close()]));

test('whoever harvests a hub by OAI-PMH gets what its members publish, each thing once', async () => {
  expect(await harvest()).toMatchObject({ state: 'done', rejected: [] });
  const things = await harvested();
  expect(things.size).toBe(THINGS);
  expect([...things.values()].every((n) => n === 1)).toBe(true);
  expect(things.has('Thing 900')).toBe(false);
});

test('and hears of a withdrawal once nobody holds it any more', async () => {
  // Two hold 60, one alone holds 10.
  await receive(hub.node.db, [
    await tombstone(platforms[0]!, { resource: resourceOf(60, 0), version: 2, reason: { en: 'moved' } }),
    await tombstone(platforms[0]!, { resource: resourceOf(10, 0), version: 2, reason: { en: 'gone' } }),
  ]);
  await hub.node.federation.placing.catchUp();
  expect(await harvest()).toMatchObject({ state: 'done', deleted: 1 });
  const things = await harvested();
  expect([things.has('Thing 60'), things.has('Thing 10'), things.size]).toEqual([true, false, THINGS - 1]);
});

test('other nodes are believed after everything this node reads itself, always in one order', () => {
  const { rankOf } = hub.node;
  const ranks = platforms.map(({ id }) => rankOf(id));
  expect(Math.min(...ranks)).toBeGreaterThan(Math.max(rankOf('starter'), rankOf('galaxy-codex')));
  expect(new Set(ranks).size).toBe(platforms.length);
});
