import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Api } from '../../catalogue/index.ts';
import { forbidden } from '../../kernel/errors.ts';
import { keyBookOf, testNode } from '../testing/nodes.ts';
import { feedLog, hand } from './testing/feed-log.ts';
import { serveFeed, type FeedServer } from './testing/feed-server.ts';
import { memberAt, openHub, type Hub } from './testing/hub.ts';
import { logOf, say, words, type TestNode } from './testing/sayings.ts';
import { followingRoutes } from './routes.ts';

let hub: Hub;
let platform: TestNode;
let open: FeedServer;
let group: FeedServer;
let app: FastifyInstance;
let operator = true;

beforeAll(async () => {
  const stranger = await testNode('stranger');
  platform = await testNode('platform');
  const log = await logOf(platform, words(4));
  for (const word of words(60, 'forged')) hand(log, await say(stranger, word, 1, { origin: platform.id }));
  [open, group] = [await serveFeed(platform, log), await serveFeed(platform, feedLog(platform.id, 'group'))];
  hub = await openHub('hub', keyBookOf([platform]), [memberAt(open)]);
  await hub.db
    .insertInto('federation.node')
    .values({ id: platform.id, url: open.url, name: JSON.stringify({ en: 'Platform 3', zh: '平台三' }), document: '{}', first_seen: new Date(), updated: new Date() })
    .execute();
  const following = hub.open();
  await following.followNow(platform.id);
  hub.members = [memberAt(group, { sharesGroup: true })];
  await following.followNow(platform.id, { audience: 'group' });
  hub.members = [memberAt(open, { sharesGroup: true })];
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const mayOperate = async () => {
    if (!operator) throw forbidden('for the operator');
  };
  followingRoutes(app.withTypeProvider<ZodTypeProvider>() as unknown as Api, { db: hub.db, following, mayOperate, isOperator: async () => operator });
});
afterAll(async () => {
  await app.close();
  await Promise.all([open.close(), group.close()]);
  await hub.close();
});

test('everybody sees how replication stands; feeds of groups and what is wrong are for the operator', async () => {
  operator = false;
  const items = (await app.inject('/federation/followings')).json<{ items: unknown[] }>().items;
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    node: platform.id,
    name: { zh: '平台三' },
    audience: 'public',
    state: 'current',
    here: { count: 64 },
    there: { count: 64 },
    digestEqual: true,
    holdings: { held: 4, refused: 60, outside: 0 },
    problem: null,
  });
  operator = true;
  expect((await app.inject('/federation/followings')).json<{ items: { audience: string }[] }>().items.map(({ audience }) => audience)).toEqual(['group', 'public']);
});

test('what was refused is listed page by page, with why in both languages, for the operator alone', async () => {
  operator = true;
  const address = `/federation/followings/${platform.id}/public/refused`;
  const first = (await app.inject(address)).json<{ items: { resource: string }[]; next: string }>();
  expect(first.items).toHaveLength(50);
  expect(first.items[0]).toMatchObject({ origin: platform.id, code: 'unknown-key', reason: { en: expect.stringContaining('Platform 3'), zh: expect.stringContaining('密钥') } });
  const second = (await app.inject({ url: address, query: { cursor: first.next } })).json<{ items: { resource: string }[]; next: null }>();
  expect([second.items.length, second.next]).toEqual([10, null]);
  expect(new Set([...first.items, ...second.items].map(({ resource }) => resource)).size).toBe(60);
  operator = false;
  expect((await app.inject(address)).statusCode).not.toBe(200);
  expect((await app.inject({ method: 'POST', url: `/federation/followings/${platform.id}/public/compare` })).statusCode).not.toBe(200);
});

test('a comparison that is asked for mends what was damaged here', async () => {
  operator = true;
  await hub.db.deleteFrom('federation.holding').where('state', '=', 'held').execute();
  const answer = await app.inject({ method: 'POST', url: `/federation/followings/${platform.id}/public/compare` });
  expect(answer.json()).toMatchObject({ state: 'current', holdings: { held: 4, refused: 60 }, lastRepair: { why: 'asked', sayings: 4 } });
});
