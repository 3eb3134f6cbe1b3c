import { afterAll, beforeAll, expect, it } from 'vitest';
import { openServer, type OpenServer } from './testing/open-server.ts';

let server: OpenServer;
beforeAll(async () => {
  server = await openServer(async () => ({ rateLimits: { api: { requests: 20, seconds: 600 }, signIn: { requests: 3, seconds: 600 } } }));
});
afterAll(() => server?.close());

const from = (address: string, headers: Record<string, string> = {}) => ({ 'x-forwarded-for': address, ...headers });
const get = (path: string, headers: Record<string, string>) => fetch(server.url + path, { headers, redirect: 'manual' });
const tryKey = (address: string, key = 'wrong') =>
  fetch(`${server.url}/api/v1/session`, { method: 'POST', headers: from(address, { 'content-type': 'application/json' }), body: JSON.stringify({ key }) });

it('says in every answer how often one may still ask, and refuses beyond, saying until when', async () => {
  const first = await get('/api/v1/session', from('192.0.2.1'));
  expect([first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual(['20', '19']);
  for (let i = 0; i < 19; i++) await get('/api/v1/session', from('192.0.2.1'));
  const refused = await get('/api/v1/resources?q=x', from('192.0.2.1'));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ title: 'Too many requests', status: 429, detail: expect.stringContaining('Ask again in') });
  expect((await get('/api/v1/session', from('192.0.2.2'))).status, 'another address').toBe(200);
  expect((await get('/healthz', from('192.0.2.1'))).status, 'whether it is up may always be asked').toBe(200);
  expect((await get('/api/v1/session', from('192.0.2.1', { authorization: `Bearer ${server.node.operatorKey}` }))).status, 'the operator is never shut out').toBe(200);
});

it('a network of IPv6 is one address', async () => {
  for (let i = 0; i < 20; i++) await get('/api/v1/session', from(`2001:db8:1:1::${i + 1}`));
  expect((await get('/api/v1/session', from('2001:db8:1:1::ffff'))).status).toBe(429);
  expect((await get('/api/v1/session', from('2001:db8:1:2::1'))).status).toBe(200);
});

it('keys, passwords and secrets of programs can be tried a few times only, together', async () => {
  expect((await tryKey('192.0.2.10')).status).toBe(401);
  const program = () =>
    fetch(`${server.url}/oidc/token`, {
      method: 'POST',
      headers: from('192.0.2.10', { authorization: 'Basic eDp5' }),
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
  expect((await program()).status).toBe(401);
  const password = await fetch(`${server.url}/api/v1/interactions/x`, {
    method: 'POST',
    headers: from('192.0.2.10', { 'content-type': 'application/json' }),
    body: JSON.stringify({ login: 'x', password: 'y' }),
  });
  expect(password.status).toBe(409);
  for (const answer of [await tryKey('192.0.2.10', server.node.operatorKey), await program()]) expect(answer.status).toBe(429);
  expect((await tryKey('192.0.2.11', server.node.operatorKey)).status, 'elsewhere the key still opens').toBe(200);
});

it('sign-ins begun are counted apart, and what the node asks its own provider is not counted', async () => {
  for (let i = 0; i < 3; i++) expect((await get('/sign-in/node', from('192.0.2.20'))).status).toBe(303);
  expect((await get('/sign-in/node', from('192.0.2.20'))).status).toBe(429);
  expect((await tryKey('192.0.2.20')).status).toBe(401);
  expect((await get('/sign-in/node', from('127.0.0.1'))).status).toBe(303);
});
