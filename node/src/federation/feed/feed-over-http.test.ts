import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { run } from '../../kernel/database.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import { signRequest } from '../peer/index.ts';
import { openSelf } from '../self/index.ts';
import { makeNodeKey, signDetached } from '../signature.ts';
import { bucketOf } from '../set-digest.ts';
import { EntryList, Sayings, SignedCheckpoint } from '../wire.ts';
import { joinHub, openFeedNode, type FeedNode } from './testing/feed-node.ts';
import { replay, type Ask } from './testing/replay.ts';
import { waitOf } from './routes.ts';

let node: FeedNode;
const ask: Ask = (path, init) => fetch(`${node.url}${path}`, init);
const keys = { keyOf: (_: string, kid: string) => node.self.keyOf(kid) };
const read = () => replay(ask, '/feed', keys);
const checkpoint = async () => SignedCheckpoint.parse(await (await ask('/feed/checkpoint')).json());
const show = async (evidence: unknown) => {
  const answer = await ask('/feed/evidence', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(evidence) });
  return { status: answer.status, body: (await answer.json()) as { outcome?: string; incarnation?: number } };
};

beforeEach(async () => {
  node = await openFeedNode();
});
afterEach(() => node.close());

describe('the checkpoint', () => {
  it('is held until something is new, and then answers at once', async () => {
    await node.feed.start();
    await node.publish({ a: {} });
    await node.feed.catchUp();
    const first = await ask('/feed/checkpoint');
    const etag = first.headers.get('etag')!;
    const waiting = ask('/feed/checkpoint', { headers: { prefer: 'wait=25', 'if-none-match': etag } });
    let answered = false;
    void waiting.then(() => (answered = true));
    const direct = await ask('/feed/checkpoint', { headers: { 'if-none-match': etag } });
    expect([direct.status, answered]).toEqual([304, false]);
    await node.publish({ b: {} });
    const answer = await waiting;
    expect([answer.status, SignedCheckpoint.parse(await answer.json()).value.count]).toEqual([200, 2]);
  });

  it('is answered at once when the node stops', async () => {
    await node.feed.start();
    await node.feed.catchUp();
    const etag = (await ask('/feed/checkpoint')).headers.get('etag')!;
    const begin = performance.now();
    const waiting = ask('/feed/checkpoint', { headers: { prefer: 'wait=30', 'if-none-match': etag } });
    await new Promise((later) => setTimeout(later, 300));
    await node.stopListening();
    expect([(await waiting).status, performance.now() - begin < 25_000]).toEqual([304, true]);
  });

  it('answers that nothing is new when the time is over', async () => {
    await node.feed.start();
    await node.feed.catchUp();
    const etag = (await ask('/feed/checkpoint')).headers.get('etag')!;
    const begin = performance.now();
    const answer = await ask('/feed/checkpoint', { headers: { prefer: 'wait=1', 'if-none-match': etag } });
    expect([answer.status, performance.now() - begin >= 990]).toEqual([304, true]);
  });

  test('waits as long as is preferred, within bounds', () => {
    const preferred = [undefined, 'wait=25', 'respond-async, wait=10', 'wait=9999', 'wait=-1', ['foo', 'wait=3']];
    expect(preferred.map(waitOf)).toEqual([0, 25, 10, 30, 0, 3]);
  });
});

describe('parts of it', () => {
  it('are handed out by buckets and by names, and say of which moment they are', async () => {
    await node.publish(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`r${n}`, {}])));
    await node.feed.catchUp();
    const { checkpoint: at, held } = await read();
    const buckets = [...new Set([0, 1, 2].map((n) => bucketOf(node.self.id, node.idOf(`r${n}`))))];
    const list = EntryList.parse(await (await ask(`/feed/${at.epoch}/entries?buckets=${buckets.join()}`)).json());
    expect(list).toMatchObject({ epoch: at.epoch, sequence: at.sequence, buckets });
    const expected = [...held.values()]
      .filter(({ envelope }) => buckets.includes(bucketOf(envelope.origin, envelope.resource)))
      .map(({ envelope, hash }) => [envelope.origin, envelope.resource, hash]);
    expect(list.entries.toSorted()).toEqual(expected.toSorted());
    const names = [...list.entries.map(([origin, resource]) => [origin, resource]), [node.self.id, '000000000000']];
    const body = JSON.stringify({ names });
    const sayings = Sayings.parse(await (await ask(`/feed/${at.epoch}/sayings`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json());
    expect(sayings.sayings.map(({ envelope }) => canonicalJson(envelope)).toSorted()).toEqual(
      expected.map(([origin, resource]) => canonicalJson(held.get(`${origin} ${resource}`)!.envelope)).toSorted(),
    );
  });

  it('that are not there or make no sense are refused', async () => {
    await node.feed.catchUp();
    const { epoch } = (await checkpoint()).value;
    const answers = async (paths: string[]) => Promise.all(paths.map(async (path) => (await ask(path)).status));
    expect(await answers(['/feed/000009-000009-abcdef/1', `/feed/${epoch}/9`, `/feed/${epoch}/0`, `/feed/${epoch}/x`, '/feed/000009-000009-abcdef/entries?buckets=1'])).toEqual(
      Array.from({ length: 5 }, () => 404),
    );
    expect(await answers([`/feed/${epoch}/entries?buckets=256`, `/feed/${epoch}/entries`, `/feed/${epoch}/entries?buckets=a`])).toEqual([400, 400, 400]);
  });
});

describe('a node that forgot what it had said', () => {
  /** What the database held is put back as it was, as a backup restored does. */
  const backup = async () => {
    const tables = ['feed_state', 'feed_epoch', 'feed_event', 'feed_entry', 'feed_bucket', 'said'];
    for (const table of tables) await run(node.db, `create table federation.copy_${table} as select * from federation.${table}`);
    return async () => {
      for (const table of tables) await run(node.db, `truncate federation.${table}`);
      for (const table of tables) await run(node.db, `insert into federation.${table} select * from federation.copy_${table}`);
    };
  };

  it('notices by its own mark at the next start, and says everything anew in a greater incarnation', async () => {
    await node.publish({ a: {}, b: {} });
    const first = node.again();
    await first.start();
    await first.catchUp();
    const restore = await backup();
    await node.publish({ a: { title: { en: 'lost' } } });
    await first.catchUp();
    await first.close();
    const before = (await checkpoint()).value;
    await restore();
    const second = node.again();
    await second.start();
    await second.catchUp();
    const after = await read();
    expect([before.incarnation, after.checkpoint.incarnation, after.checkpoint.epoch > before.epoch, after.held.size]).toEqual([1, 2, true, 2]);
    expect([...after.held.values()].map(({ envelope }) => envelope.incarnation)).toEqual([2, 2]);
    expect(node.log.join()).toContain('was a backup restored?');
    await second.close();
    const third = node.again();
    await third.start();
    await third.close();
    expect((await checkpoint()).value.incarnation, 'a start without cause begins nothing').toBe(2);
  });

  it('goes on after its mark where its database is new', async () => {
    const first = node.again();
    await first.start();
    await first.catchUp();
    await first.close();
    const before = (await checkpoint()).value;
    for (const table of ['feed_state', 'feed_epoch', 'feed_event', 'feed_entry', 'feed_bucket', 'said']) await run(node.db, `truncate federation.${table}`);
    const second = node.again();
    await second.start();
    await second.catchUp();
    await second.close();
    const after = (await checkpoint()).value;
    expect([after.incarnation, after.epoch > before.epoch]).toEqual([2, true]);
  });

  it('is shown its own words by others, and believes nothing but those', async () => {
    await node.publish({ a: {}, b: {} });
    await node.feed.catchUp();
    const old = await checkpoint();
    const restore = await backup();
    await node.publish({ a: { title: { en: 'lost' } } });
    await node.feed.catchUp();
    const lost = await checkpoint();
    expect(await show(lost)).toMatchObject({ status: 200, body: { outcome: 'known', incarnation: 1 } });
    await restore();
    expect(await show(old)).toMatchObject({ body: { outcome: 'known' } });

    const key = await makeNodeKey();
    const forged = { ...lost.value, sequence: 99 };
    for (const wrong of [{ value: forged, jws: lost.jws }, { value: forged, jws: await signDetached(key, canonicalJson(forged)) }, { value: 1 }, 'x'])
      expect((await show(wrong)).status).toBe(400);
    const stranger = await openSelf({ dataFolder: await folderOf('stranger'), url: node.url, node: { name: { en: 'X' }, description: { en: 'X' } }, version: '0' });
    const others = { ...forged, node: stranger.id };
    expect((await show({ value: others, jws: await stranger.sign(canonicalJson(others)) })).status).toBe(400);
    expect((await checkpoint()).value.incarnation).toBe(1);

    expect(await show(lost)).toMatchObject({ status: 200, body: { outcome: 'begun-anew', incarnation: 2 } });
    const { checkpoint: after, held } = await read();
    expect([after.epoch > lost.value.epoch, held.size]).toEqual([true, 2]);
    expect(await show(lost)).toMatchObject({ body: { outcome: 'known', incarnation: 2 } });
  });

  it('notices that it said something else in the same place', async () => {
    await node.publish({ a: {} });
    await node.feed.catchUp();
    const restore = await backup();
    await node.publish({ b: {} });
    await node.feed.catchUp();
    const one = await checkpoint();
    await restore();
    node.clock.now = new Date('2026-06-01T12:00:01.000Z');
    await node.publish({ c: {} });
    await node.feed.catchUp();
    expect((await checkpoint()).value.sequence).toBeGreaterThanOrEqual(one.value.sequence);
    expect(await show(one)).toMatchObject({ body: { outcome: 'begun-anew' } });
    expect(await show({ ...one, value: { ...one.value } })).toMatchObject({ body: { outcome: 'known' } });
  });

  it('says everything anew when a key it signed with is revoked, and goes on when it is only replaced', async () => {
    await node.publish({ a: {} });
    await node.feed.catchUp();
    await node.self.rotate(new Date());
    await node.feed.catchUp();
    expect((await checkpoint()).value.incarnation).toBe(1);
    await node.publish({ b: {} });
    await node.feed.catchUp();
    await node.self.revoke(node.self.kid, new Date());
    await node.feed.catchUp();
    const { checkpoint: after, held } = await read();
    expect([after.incarnation, held.size]).toEqual([2, 2]);
  });
});

const folders: string[] = [];
async function folderOf(name: string): Promise<string> {
  const folder = join(node.folder, `..`, `biotope-feed-${name}-${process.pid}`);
  folders.push(folder);
  await cp(node.folder, folder, { recursive: true });
  for (const file of ['node.json', 'node-key.json', 'node-recovery.json', 'feed.json']) await rm(join(folder, file), { force: true });
  await rm(join(folder, 'keys'), { recursive: true, force: true });
  await writeFile(join(folder, 'empty'), '');
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('the group’s feed', () => {
  it('is there for the hubs this node shares with, and for everybody else there is nothing', async () => {
    const hub = await openSelf({ dataFolder: await folderOf('hub'), url: 'https://hub.example', node: { name: { en: 'Hub' }, description: { en: 'Hub' } }, version: '0' });
    expect(hub.id).not.toBe(node.self.id);
    await node.publish({ open: {}, shared: { title: { en: 'for the group' } } });
    await node.restrict('shared', { discovery: 'group' as never });
    await node.feed.catchUp();
    const signedAsk: Ask = async (path, init = {}) => {
      const { method = 'GET', body } = init;
      const headers = await signRequest(hub, { method, url: `${node.url}${path}`, body });
      return ask(path, { ...init, headers: { ...init.headers, ...headers } });
    };
    const { epoch } = (await checkpoint()).value;
    const paths = ['/feed/group', '/feed/group/checkpoint', `/feed/group/${epoch}/1`, `/feed/group/${epoch}/entries?buckets=1`];
    const nothing = async (answer: Response) => [answer.status, (await answer.text()).includes('group feed')];
    for (const path of paths) expect(await nothing(await ask(path)), path).toEqual([404, false]);
    for (const path of paths) expect(await nothing(await signedAsk(path)), 'a stranger').toEqual([404, false]);
    const document = await hub.document(new Date());
    await joinHub(node.db, { id: hub.id, document }, false);
    for (const path of paths) expect(await nothing(await signedAsk(path)), 'a hub it does not share with').toEqual([404, false]);
    await joinHub(node.db, { id: hub.id, document }, true);

    const group = await replay(signedAsk, '/feed/group', keys);
    expect([...group.held.values()].map(({ envelope }) => [envelope.resource, envelope.audience])).toEqual([[node.idOf('shared'), 'group']]);
    expect((await read()).bytes).not.toContain('for the group');
    const body = JSON.stringify({ names: [[node.self.id, node.idOf('shared')]] });
    const headers = { 'content-type': 'application/json' };
    const path = `/feed/group/${group.checkpoint.epoch}/sayings`;
    expect(Sayings.parse(await (await signedAsk(path, { method: 'POST', headers, body })).json()).sayings).toHaveLength(1);
    expect((await ask(path, { method: 'POST', headers, body })).status).toBe(404);

    await node.restrict('shared', {});
    await node.feed.catchUp();
    const [after, open] = [await replay(signedAsk, '/feed/group', keys), await read()];
    expect([after.held.size, after.events.at(-1)!.envelope, [...open.held.values()].find(({ envelope }) => envelope.resource === node.idOf('shared'))?.envelope]).toMatchObject([
      0,
      { type: 'tombstone', audience: 'group', version: 2 },
      { type: 'description', audience: 'public', version: 3 },
    ]);
  });
});

test('the mark beside the database is written whole', async () => {
  const feed = node.again();
  await node.publish({ a: {} });
  await feed.start();
  await feed.catchUp();
  await feed.close();
  expect(JSON.parse(await readFile(join(node.folder, 'feed.json'), 'utf8'))).toMatchObject({ node: node.self.id, incarnation: 1, epochs: { public: { sequence: 1 } } });
});
