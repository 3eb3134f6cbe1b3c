import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { openPeers, type Peers } from './peer.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(answer: RequestListener): Promise<{ url: string; server: Server; connections: () => number }> {
  const server = createServer(answer);
  let made = 0;
  server.on('connection', () => made++);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, connections: () => made };
}

const peers = (options: Partial<Parameters<typeof openPeers>[0]> = {}): Peers => {
  const opened = openPeers({ allowHosts: ['127.0.0.1'], userAgent: 'biotope-test', ...options });
  closers.push(() => opened.close());
  return opened;
};

test('an answer is read whole, plain or packed, over one kept connection', async () => {
  const text = JSON.stringify({ 生境: 'x'.repeat(5_000) });
  const { url, connections } = await serve((request, response) => {
    if (request.url === '/gzip') return response.setHeader('content-encoding', 'gzip').end(gzipSync(text));
    if (request.url === '/br') return response.setHeader('content-encoding', 'br').end(brotliCompressSync(text));
    response.writeHead(418, { 'x-said': 'yes' }).end(text);
  });
  const asked = peers();
  const plain = await asked.ask(`${url}/plain`);
  expect([plain.status, plain.headers['x-said'], await plain.text(), plain.received]).toEqual([418, 'yes', text, Buffer.byteLength(text)]);
  for (const encoding of ['gzip', 'br']) {
    const packed = await asked.ask(`${url}/${encoding}`);
    expect(await packed.text()).toBe(text);
    expect(packed.received).toBeLessThan(500);
  }
  expect(connections()).toBe(1);
});

test('a body is sent, and signed where it is asked for', async () => {
  const { url } = await serve(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    response.end(JSON.stringify({ method: request.method, type: request.headers['content-type'], signature: request.headers['signature'] ?? null, body }));
  });
  const asked = peers({ signRequest: async ({ method, url: of, body }) => ({ signature: `${method} ${of} ${body}` }) });
  const answer = await asked.ask(`${url}/to`, { method: 'POST', body: '{"a":1}', signed: true });
  expect(JSON.parse(await answer.text())).toEqual({ method: 'POST', type: 'application/json', signature: `POST ${url}/to {"a":1}`, body: '{"a":1}' });
  expect(JSON.parse(await (await asked.ask(`${url}/to`)).text())).toMatchObject({ method: 'GET', signature: null });
});

test('private addresses are reached where the operator named them, nowhere else, by name or number', async () => {
  const { url } = await serve((_, response) => response.end('inside'));
  const outside = peers({ allowHosts: [] });
  await expect(outside.ask(url)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('allowHosts') });
  await expect(outside.ask(url.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(outside.ask('file:///etc/passwd')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await (await peers({ allowHosts: ['localhost'] }).ask(url.replace('127.0.0.1', 'localhost'))).text()).toBe('inside');
  const byPort = url.replace('127.0.0.1', 'localhost');
  expect(await (await peers({ allowHosts: [new URL(byPort).host] }).ask(byPort)).text()).toBe('inside');
  await expect(peers({ allowHosts: ['localhost:1'] }).ask(byPort)).rejects.toMatchObject({ code: 'forbidden' });
});

test('redirects are not followed', async () => {
  const { url } = await serve((request, response) => (request.url === '/' ? response.writeHead(302, { location: '/secret' }).end() : response.end('secret')));
  await expect(peers().ask(url)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('/secret') });
});

test('too much, packed or not, silence, and a body cut short are failures', async () => {
  const { url } = await serve((request, response) => {
    if (request.url === '/bomb') return response.setHeader('content-encoding', 'gzip').end(gzipSync('0'.repeat(5_000_000)));
    if (request.url === '/long') return response.end('0'.repeat(200_000));
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    }
    if (request.url === '/half-packed') {
      response.setHeader('content-encoding', 'gzip').write(gzipSync('x'.repeat(100_000)).subarray(0, 60));
      setTimeout(() => response.destroy(), 20);
    }
    if (request.url === '/drip') response.write('a');
  });
  const asked = peers();
  await expect(asked.ask(`${url}/bomb`, { largest: 100_000 })).rejects.toMatchObject({ code: 'too-large' });
  await expect(asked.ask(`${url}/long`, { largest: 100_000 })).rejects.toMatchObject({ code: 'too-large' });
  await expect(asked.ask(`${url}/cut`)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(asked.ask(`${url}/half-packed`)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(asked.ask(`${url}/never`, { silence: 60 })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('0.06 s') });
  await expect(asked.ask(`${url}/drip`, { silence: 60 })).rejects.toMatchObject({ code: 'unavailable' });
});

test('a question is given up by its asker at once, and the connection goes with it', async () => {
  let gone!: () => void;
  const closed = new Promise<void>((is) => (gone = is));
  const { url } = await serve((request) => void request.socket.on('close', gone));
  const given = new AbortController();
  const asked = peers().ask(url, { signal: given.signal });
  await wait(30);
  given.abort(new Error('no longer wanted'));
  await expect(asked).rejects.toThrow('no longer wanted');
  await closed;
});

test('a kept connection that the other side closed is replaced', async () => {
  const { url, server } = await serve((_, response) => response.end('there'));
  const asked = peers();
  await asked.ask(url);
  server.closeIdleConnections();
  expect(await (await asked.ask(url)).text()).toBe('there');
});
