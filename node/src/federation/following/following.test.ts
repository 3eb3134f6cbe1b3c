import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyBookOf, testNode } from '../testing/nodes.ts';
import { beginEpoch, carriedBy, hand, remove, resourceNamed } from './testing/feed-log.ts';
import { serveFeed, type FeedServer } from './testing/feed-server.ts';
import { memberAt, openHub, type Hub } from './testing/hub.ts';
import { logOf, say, withdraw, words, type TestNode } from './testing/sayings.ts';

const closers: (() => Promise<unknown>)[] = [];
let platform: TestNode;
let stranger: TestNode;

beforeAll(async () => {
  [platform, stranger] = await Promise.all([testNode('platform'), testNode('stranger')]);
});
afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function feedOf(node: TestNode, named: readonly string[] = []): Promise<FeedServer> {
  const server = await serveFeed(node, await logOf(node, named));
  closers.push(() => server.close());
  return server;
}

async function hubOf(servers: readonly FeedServer[], word = 'hub'): Promise<Hub> {
  const hub = await openHub(
    word,
    keyBookOf([platform, stranger]),
    servers.map((server) => memberAt(server)),
  );
  closers.push(() => hub.close());
  return hub;
}

test('what a member publishes is held, wanted and handed on; changes and withdrawals follow', async () => {
  const server = await feedOf(platform, words(600));
  const hub = await hubOf([server]);
  const following = hub.open();
  expect((await following.followNow(platform.id))[0]).toMatchObject({ state: 'current', events: 600 });
  expect(await hub.held(platform.id)).toEqual(carriedBy(server.log));
  expect(await hub.wanted()).toEqual(carriedBy(server.log));
  expect(Object.keys(await hub.relayed())).toHaveLength(600);

  hand(server.log, await say(platform, 'r1', 2));
  hand(server.log, await withdraw(platform, 'r2', 2));
  remove(server.log, platform.id, resourceNamed('r3'));
  hand(server.log, await say(platform, 'new'));
  server.asked.length = 0;
  expect((await following.followNow(platform.id))[0]).toMatchObject({ state: 'current', events: 4 });
  expect(server.asked.filter(({ kind }) => kind === 'page')).toHaveLength(1);
  expect(await hub.held(platform.id)).toEqual(carriedBy(server.log));
  expect(await hub.wanted()).toEqual(carriedBy(server.log));
  expect(await hub.row(platform.id)).toMatchObject({ state: 'current', count_there: 599, count_here: 599, problem: null, failures: 0 });
  expect(await hub.sumsHold(platform.id)).toBe(true);
  const again = hub.open();
  server.asked.length = 0;
  expect((await again.followNow(platform.id))[0]).toMatchObject({ state: 'current', events: 0 });
  expect(server.asked.map(({ kind }) => kind)).toEqual(['checkpoint']);
});

test('a new numbering is compared, not read: only what differs travels', async () => {
  const server = await feedOf(platform, words(1_200));
  const hub = await hubOf([server]);
  const following = hub.open();
  await following.followNow(platform.id);
  beginEpoch(server.log, '000001-000002');
  hand(server.log, await say(platform, 'r7', 2));
  server.asked.length = 0;
  expect((await following.followNow(platform.id))[0]).toMatchObject({ state: 'current', repair: { why: 'epoch', sayings: 1 } });
  expect(server.asked.filter(({ kind }) => kind === 'page')).toHaveLength(0);
  expect(await hub.held(platform.id)).toEqual(carriedBy(server.log));

  // A new incarnation says everything anew: then its events are the shorter way.
  const anew = await Promise.all(words(1_100).map((word) => say(platform, word, 1, { incarnation: 2 })));
  beginEpoch(server.log, '000002-000003', 2, anew);
  server.asked.length = 0;
  expect((await following.followNow(platform.id))[0]).toMatchObject({ state: 'current', events: 1_100 });
  expect(await hub.held(platform.id)).toEqual(carriedBy(server.log));
  expect(await hub.wanted()).toEqual(carriedBy(server.log));
  expect(await hub.sumsHold(platform.id)).toBe(true);
});

test('what differs is found and mended without reading the rest', async () => {
  const server = await feedOf(platform, words(3_000));
  const hub = await hubOf([server]);
  const following = hub.open();
  await following.followNow(platform.id);
  await hub.db.deleteFrom('federation.holding').where('resource', 'in', words(10).map(resourceNamed)).execute();
  await hub.db
    .updateTable('federation.holding')
    .set({ hash: '0'.repeat(64) })
    .where('resource', '=', resourceNamed('r100'))
    .execute();
  server.asked.length = 0;
  const [outcome] = await following.followNow(platform.id, { compare: true });
  expect(outcome).toMatchObject({ state: 'current', repair: { why: 'asked', sayings: 11 } });
  expect(outcome!.repair!.entries).toBeLessThan(300);
  expect(await hub.held(platform.id)).toEqual(carriedBy(server.log));
  expect(await hub.wanted()).toEqual(carriedBy(server.log));
  expect(await hub.sumsHold(platform.id)).toBe(true);
});

test('an altered, forged or misdirected saying is refused by itself, with its reason; the rest goes on', async () => {
  const server = await feedOf(platform, words(5));
  const altered = await say(platform, 'altered');
  hand(server.log, { ...altered, envelope: { ...altered.envelope, url: 'https://example.org/elsewhere' }, via: [stranger.id] });
  hand(server.log, await say(stranger, 'forged', 1, { origin: platform.id }));
  hand(server.log, await say(platform, 'group', 1, { audience: 'group' }));
  hand(server.log, await say(platform, 'odd', 1, { mood: 'new field' }));
  const hub = await hubOf([server]);
  expect((await hub.open().followNow(platform.id))[0]).toMatchObject({ state: 'current', events: 9 });
  expect(await hub.held(platform.id)).toEqual(carriedBy(server.log));
  expect(Object.keys(await hub.wanted())).toHaveLength(5);
  const others = await hub.others(platform.id);
  expect(others[`${platform.id} ${resourceNamed('altered')}`]).toBe('refused: signature');
  expect(others[`${platform.id} ${resourceNamed('forged')}`]).toBe('refused: unknown-key');
  expect(others[`${platform.id} ${resourceNamed('group')}`]).toBe('refused: audience');
  expect(others[`${platform.id} ${resourceNamed('odd')}`]).toContain('refused: form');
});
