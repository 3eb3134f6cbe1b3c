import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountPortal } from './portal.ts';

/** A portal that tells what it was given. */
const STUB = `
export async function handle(request, { api, nonce }) {
  const { pathname } = new URL(request.url);
  if (pathname === '/fails') throw new Error('broken inside');
  if (pathname === '/gone') return new Response('<p>gone</p>', { status: 410, headers: [['content-type', 'text/html'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']] });
  const answer = await api('/api/v1/echo', { headers: { 'accept-language': 'zh' } });
  const body = request.method === 'POST' ? await request.text() : '';
  return Response.json({ url: request.url, body, nonce, api: await answer.json(), apiStatus: answer.status });
}`;

describe('the portal, mounted', () => {
  let folder: string;
  let app: FastifyInstance;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'biotope-portal-'));
    await mkdir(join(folder, 'client', 'assets'), { recursive: true });
    await mkdir(join(folder, 'server'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'client', 'assets', 'entry-abc.js'), 'export {};');
    await writeFile(join(folder, 'client', 'favicon.svg'), '<svg/>');
    await writeFile(join(folder, 'server', 'index.js'), STUB);
    app = Fastify();
    app.get('/api/v1/echo', (request) => ({ headers: request.headers, ip: request.ip }));
    await mountPortal(app, { buildFolder: folder, url: 'https://catalogue.example' });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('serves its files, those named by their content for good', async () => {
    const script = await app.inject('/assets/entry-abc.js');
    expect([script.statusCode, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await app.inject('/favicon.svg')).headers['cache-control']).toBe('public, max-age=3600');
  });

  it('asks the public API as the visitor: who they are and where they come from goes along, the rest stays', async () => {
    const answer = await app.inject({
      url: '/r/abc?x=1',
      headers: { cookie: 'lang=zh', authorization: 'Bearer key', 'accept-language': 'en', origin: 'https://other.example', 'sec-fetch-site': 'cross-site', 'x-other': 'no' },
      remoteAddress: '192.0.2.7',
    });
    const { api, url, apiStatus } = answer.json();
    expect(new URL(url).pathname + new URL(url).search).toBe('/r/abc?x=1');
    expect(apiStatus).toBe(200);
    expect(api).toMatchObject({
      ip: '192.0.2.7',
      headers: { cookie: 'lang=zh', authorization: 'Bearer key', 'accept-language': 'zh', origin: 'https://other.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(api.headers).not.toHaveProperty('x-other');
  });

  it('a form of its own page is known as such behind a proxy that ends TLS and does not say so', async () => {
    const answer = await app.inject({ url: '/r/abc', headers: { host: 'catalogue.example' } });
    expect(answer.json()).toMatchObject({ url: 'https://catalogue.example/r/abc', api: { headers: { host: 'catalogue.example' } } });
  });

  it('keeps status and every cookie of a page', async () => {
    const answer = await app.inject('/gone');
    expect([answer.statusCode, answer.headers['set-cookie'], answer.body]).toEqual([410, ['a=1', 'b=2'], '<p>gone</p>']);
  });

  it('gives the page the nonce that its policy names', async () => {
    const answer = await app.inject('/');
    expect(answer.headers['content-security-policy']).toContain(`script-src 'self' 'nonce-${answer.json().nonce}'`);
  });

  it('hands over the body of a POST as it came', async () => {
    expect((await app.inject({ method: 'POST', url: '/form', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'a=1&b=%E5%BA%8F' })).json().body).toBe(
      'a=1&b=%E5%BA%8F',
    );
  });

  it('answers HEAD without a body', async () => {
    const answer = await app.inject({ method: 'HEAD', url: '/gone' });
    expect([answer.statusCode, answer.body]).toEqual([410, '']);
  });

  it.each([
    ['GET', '/api/v1/nothing'],
    ['DELETE', '/anything'],
  ] as const)('%s %s is no page: a problem says so', async (method, url) => {
    const answer = await app.inject({ method, url });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, expect.stringContaining('application/problem+json')]);
  });

  it('a failure inside is an error answer, not the end of the server', async () => {
    expect((await app.inject('/fails')).statusCode).toBe(500);
    expect((await app.inject('/favicon.svg')).statusCode).toBe(200);
  });
});
