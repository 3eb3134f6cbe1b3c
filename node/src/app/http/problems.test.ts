import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer, type OpenServer } from './testing/open-server.ts';
import { wantedLanguage } from './wanted-language.ts';

let server: OpenServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server?.close());

test.each([
  [undefined, 'en'],
  ['*', 'en'],
  ['fr', 'en'],
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB, zh;q=0.9', 'en'],
  ['fr, zh-TW;q=0.8, en;q=0.5', 'zh'],
  ['zh;q=0, en;q=0.1', 'en'],
  ['zhx', 'en'],
  ['zh;q=x, en', 'en'],
])('of "%s" the language wanted is %s', (header, language) => expect(wantedLanguage({ headers: { 'accept-language': header } })).toBe(language));

test('a refusal is told in the language that is wanted, and says which it is', async () => {
  const ask = (language: string) => server.app.inject({ url: '/api/v1/curation/proposals', headers: { 'accept-language': language } });
  const [en, zh] = [await ask('en'), await ask('zh-CN, en;q=0.5')];
  expect([en.statusCode, zh.statusCode]).toEqual([401, 401]);
  expect(en.json()).toMatchObject({ title: 'Not signed in', detail: expect.stringContaining('Sign in') });
  expect(zh.json()).toMatchObject({ title: '尚未登录', detail: expect.stringMatching(/请登录/) });
  expect((zh.json() as { detail: string }).detail).not.toMatch(/Nobody|allowed|permits/);
  expect([en.headers['content-language'], zh.headers['content-language'], String(zh.headers['vary'])]).toEqual(['en', 'zh', expect.stringContaining('accept-language')]);
});

test('what is known in English alone is told in English whole, its title too', async () => {
  const answer = await server.app.inject({ url: '/api/v1/resources/000000000000', headers: { 'accept-language': 'zh' } });
  expect(answer.json()).toMatchObject({ status: 404, title: 'Not found' });
});
