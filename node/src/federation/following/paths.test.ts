import { afterEach, beforeAll, expect, test } from 'vitest';
import { run } from '../../kernel/database.ts';
import { keyBookOf, testNode } from '../testing/nodes.ts';
import { carriedBy, copyOf, feedLog, hand, remove, resourceNamed, type FeedLog } from './testing/feed-log.ts';
import { serveFeed, type FeedServer } from './testing/feed-server.ts';
import { memberAt, openHub, type Hub } from './testing/hub.ts';
import { logOf, nameOf, say, withdraw, words, type TestNode } from './testing/sayings.ts';

const closers: (() => Promise<unknown>)[] = [];
let platform: TestNode;
let other: TestNode;
let hub: Hub;

beforeAll(async () => {
  [platform, other] = await Promise.all([testNode('platform'), testNode('other hub')]);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(node: TestNode, log: FeedLog): Promise<FeedServer> {
  const server = await serveFeed(node, log);
  closers.push(() => server.close());
  return server;
}
async function openOn(...servers: FeedServer[]): Promise<Hub> {
  hub = await openHub(
    'hub',
    keyBookOf([platform, other]),
    servers.map((server) => memberAt(server, { role: server.signer.id === other.id ? 'hub' : 'platform' })),
  );
  const opened = hub;
  closers.push(() => opened.close());
  return hub;
}
/** What another hub hands on of a platform. */
async function handedOn(log: FeedLog, sayings: readonly string[], version = 1, via: string[] = []): Promise<void> {
  for (const word of sayings) hand(log, { ...(await say(platform, word, version)), via });
}

test('what arrives by two paths is one, handed on by the shorter; it stays as long as one path is left', async () => {
  const direct = await serve(platform, await logOf(platform, ['a', 'b']));
  const far = feedLog(other.id);
  await handedOn(far, ['a', 'b', 'c']);
  const around = await serve(other, far);
  await openOn(direct, around);
  const following = hub.open();
  await following.followNow(other.id);
  expect((await hub.relayed())[nameOf(platform, 'a')]).toMatchObject({ via: [other.id] });
  await following.followNow(platform.id);
  expect(Object.keys(await hub.wanted())).toHaveLength(3);
  expect((await hub.relayed())[nameOf(platform, 'a')]).toMatchObject({ via: [] });
  expect((await hub.relayed())[nameOf(platform, 'c')]).toMatchObject({ via: [other.id] });

  hub.members = hub.members.filter(({ node }) => node === other.id);
  await following.refresh();
  expect(await hub.held(platform.id)).toEqual({});
  expect(await hub.row(platform.id)).toEqual({});
  expect((await hub.relayed())[nameOf(platform, 'a')]).toMatchObject({ via: [other.id] });
  hub.members = [];
  await following.refresh();
  expect([await hub.wanted(), await hub.relayed(), await hub.held(other.id)]).toEqual([{}, {}, {}]);
});

test('a path that alone has changed is said again', async () => {
  const far = feedLog(other.id);
  await handedOn(far, ['a']);
  const around = await serve(other, far);
  const direct = await serve(platform, await logOf(platform, ['a']));
  await openOn(around, direct);
  const following = hub.open();
  await following.followNow(platform.id);
  await hub.db
    .updateTable('federation.replica')
    .set((is: { ref(name: string): unknown }) => ({ relayed: is.ref('relay') }))
    .execute();
  await following.followNow(other.id);
  const waiting = () => hub.db.selectFrom('federation.replica').select(['relay', 'relayed', 'via']).execute();
  expect(await waiting()).toEqual([{ relay: expect.any(String), relayed: expect.stringMatching(/^.{64}$/), via: [] }]);
  hub.members = hub.members.filter(({ node }) => node === other.id);
  await following.refresh();
  expect(await waiting()).toEqual([{ relay: expect.any(String), relayed: '', via: [other.id] }]);
});

test('two hubs that follow each other keep nothing alive in a circle', async () => {
  const far = feedLog(other.id);
  await openOn();
  await handedOn(far, ['a'], 1, [hub.id]);
  hand(far, { ...(await say(other, 'own of the other')), via: [] });
  const around = await serve(other, far);
  const mine = await say({ ...platform, id: hub.id }, 'mine');
  hand(far, mine);
  hub.members = [memberAt(around, { role: 'hub' })];
  await hub.open().followNow(other.id);
  expect(await hub.others(other.id)).toEqual({ [nameOf(platform, 'a')]: 'loop', [`${hub.id} ${resourceNamed('mine')}`]: 'own' });
  expect(Object.keys(await hub.wanted())).toEqual([nameOf(other, 'own of the other')]);
  expect(await hub.held(other.id)).toEqual(carriedBy(far));
});

test('a hub that replays what was withdrawn or changed since is named, and nothing of it is shown again', async () => {
  const log = await logOf(platform, ['a', 'b']);
  const direct = await serve(platform, log);
  const far = feedLog(other.id);
  await handedOn(far, ['a', 'b']);
  const around = await serve(other, far);
  await openOn(direct, around);
  const following = hub.open();
  await following.followNow(platform.id);
  hand(log, await withdraw(platform, 'a', 2));
  hand(log, await say(platform, 'b', 2));
  await following.followNow(platform.id);
  await following.followNow(other.id);
  expect(await hub.wanted()).toEqual({ [nameOf(platform, 'b')]: carriedBy(log)[nameOf(platform, 'b')] });
  expect(await hub.others(other.id)).toEqual({ [nameOf(platform, 'a')]: 'refused: withdrawn 1.2', [nameOf(platform, 'b')]: 'refused: older 1.2' });

  // After the direct path has ended the old words are no truer than before.
  hub.members = hub.members.filter(({ node }) => node === other.id);
  await following.refresh();
  expect(await hub.wanted()).toEqual({});
  // The hub catches up in the end.
  hand(far, { ...(await withdraw(platform, 'a', 2)), via: [] });
  await handedOn(far, ['b'], 2);
  await following.followNow(other.id);
  expect(Object.keys(await hub.wanted())).toEqual([nameOf(platform, 'b')]);
  expect(await hub.others(other.id)).toEqual({});
});

test('keys of nodes further away are learned from the hub that hands on what they said, at once or once it knows them', async () => {
  const far = feedLog(other.id);
  await handedOn(far, ['a', 'b']);
  const around = await serve(other, far);
  hub = await openHub('hub', keyBookOf([other]), [memberAt(around, { role: 'hub' })]);
  const opened = hub;
  closers.push(() => opened.close());
  const asked = () => around.asked.filter(({ kind }) => kind === 'nodes').map(({ path }) => decodeURIComponent(path));
  await hub.open().followNow(other.id);
  expect(asked()).toEqual([`/api/v1/federation/nodes?id=${platform.id}`]);
  expect(await hub.wanted()).toEqual({});
  expect(Object.values(await hub.others(other.id))).toEqual(['refused: unknown-key', 'refused: unknown-key']);

  around.nodes = [{ of: platform.id }];
  const learned: unknown[] = [];
  const following = hub.open({
    learn: async (document, from) => {
      learned.push(document, from);
      hub.keys.keyOf = keyBookOf([platform, other]).keyOf;
      return 'new';
    },
  });
  await handedOn(far, ['c']);
  await following.followNow(other.id);
  expect(learned).toEqual([{ of: platform.id }, other.id]);
  expect(Object.keys(await hub.wanted())).toEqual([nameOf(platform, 'c')]);
  await following.start();
  await run(hub.db, `select pg_notify('federation_changed', 'nodes')`);
  const reread = async () => {
    await following.followNow(other.id);
    return Object.keys(await hub.wanted()).length;
  };
  await expect.poll(reread, { timeout: 30_000 }).toBe(3);
  expect(await hub.others(other.id)).toEqual({});
});

test('two nodes that speak with one identifier are named; of two sayings one stands, whichever came first', async () => {
  const log = await logOf(platform, []);
  const twin = feedLog(other.id);
  hand(log, await say(platform, 'a', 3, { url: 'https://example.org/one' }));
  hand(twin, { ...(await say(platform, 'a', 3, { url: 'https://example.org/two' })), via: [] });
  const [direct, around] = [await serve(platform, log), await serve(other, twin)];
  const hashes = [carriedBy(log)[nameOf(platform, 'a')]!, carriedBy(twin)[nameOf(platform, 'a')]!].sort();
  for (const order of [
    [platform.id, other.id],
    [other.id, platform.id],
  ]) {
    await openOn(direct, around);
    await hub.db.insertInto('federation.node').values({ id: platform.id, url: direct.url, name: '{}', document: '{}', first_seen: new Date(), updated: new Date() }).execute();
    const following = hub.open();
    for (const node of order) await following.followNow(node);
    expect(await hub.wanted()).toEqual({ [nameOf(platform, 'a')]: hashes[1] });
    expect(Object.values({ ...(await hub.others(platform.id)), ...(await hub.others(other.id)) })).toEqual(['refused: voices 1.3']);
    const { problem } = await hub.db.selectFrom('federation.node').select('problem').executeTakeFirstOrThrow();
    expect(problem).toMatchObject({ en: expect.stringContaining('Two nodes speak'), zh: expect.stringContaining('两个节点') });
  }
});

test('a tombstone its origin did not sign takes nothing back; a signed one counts everywhere', async () => {
  const log = await logOf(platform, ['a', 'b']);
  const direct = await serve(platform, log);
  const far = feedLog(other.id);
  await handedOn(far, ['a', 'b']);
  const around = await serve(other, far);
  await openOn(direct, around);
  const following = hub.open();
  await following.followNow(platform.id);
  await following.followNow(other.id);
  const forged = await withdraw(other, 'a', 2, { origin: platform.id });
  hand(far, forged);
  hand(far, await withdraw(platform, 'b', 2));
  await following.followNow(other.id);
  expect(Object.keys(await hub.wanted())).toEqual([nameOf(platform, 'a')]);
  expect(hub.logged.join()).toContain(resourceNamed('a'));
  // The platform itself still carries b, whose withdrawal it signed: it will say so.
  expect(Object.keys(await hub.held(platform.id))).toHaveLength(2);
});

test('another scope judges anew what is here and asks for what was outside', async () => {
  const log = await logOf(platform, words(300));
  for (const word of words(300, 'data')) hand(log, await say(platform, word, 1, { description: { kind: 'dataset', title: { en: word } } }));
  const direct = await serve(platform, log);
  await openOn(direct);
  hub.members = [memberAt(direct, { scope: { categories: ['tool'] } })];
  const following = hub.open();
  await following.followNow(platform.id);
  expect(Object.keys(await hub.wanted())).toHaveLength(300);
  expect(await hub.held(platform.id)).toEqual(carriedBy(log));
  expect(await hub.db.selectFrom('federation.replica').select('resource').execute()).toHaveLength(300);
  hub.members = [memberAt(direct, { scope: {} })];
  await following.followNow(platform.id);
  expect(await hub.wanted()).toEqual(carriedBy(log));
  hub.members = [memberAt(direct, { scope: { categories: ['data'] } })];
  await following.followNow(platform.id);
  expect(Object.keys(await hub.wanted())).toHaveLength(300);
  expect(Object.keys(await hub.wanted())).not.toContain(nameOf(platform, 'r0'));
  expect(await hub.sumsHold(platform.id)).toBe(true);
});

test('a member that is a peer is held and not handed on; another role changes that', async () => {
  const log = await logOf(platform, ['a']);
  const direct = await serve(platform, log);
  await openOn(direct);
  hub.members = [memberAt(direct, { role: 'peer' })];
  const following = hub.open();
  await following.followNow(platform.id);
  expect([Object.keys(await hub.wanted()).length, await hub.relayed()]).toEqual([1, {}]);
  await following.refresh();
  hub.members = [memberAt(direct, { role: 'platform' })];
  await following.refresh();
  expect(Object.keys(await hub.relayed())).toHaveLength(1);
});

test('what is for the group comes by the feed for groups, is held, and is never handed on', async () => {
  const log = { ...feedLog(platform.id, 'group') };
  hand(log, await say(platform, 'restricted', 1, { audience: 'group' }));
  hand(log, await say(platform, 'public by mistake', 1));
  hand(log, { ...(await say(other, 'of another', 1, { audience: 'group' })), via: [] });
  const group = await serve(platform, log);
  await openOn(group);
  hub.members = [memberAt(group, { sharesGroup: true })];
  const following = hub.open();
  await following.followNow(platform.id, { audience: 'group' });
  expect(Object.keys(await hub.wanted())).toEqual([nameOf(platform, 'restricted')]);
  expect(await hub.relayed()).toEqual({});
  remove(log, other.id, resourceNamed('of another'));
  const before = copyOf(log);
  await following.followNow(platform.id, { audience: 'group' });
  expect(await hub.held(platform.id, 'group')).toEqual(carriedBy(before));
  hub.members = [memberAt(group)];
  await following.refresh();
  expect(await hub.wanted()).toEqual({});
});
