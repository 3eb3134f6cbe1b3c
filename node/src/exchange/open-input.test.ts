import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInput, type OpenOptions } from './open-input.ts';
import { webSettings } from './web-settings.ts';

/** The servers of these tests listen on this machine, which no harvest may reach unless it is allowed. */
const web = webSettings({}, 'test', ['127.0.0.1']);
let folder: string;
let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biotope-input-'));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function tarball(entries: Record<string, string>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(entries)) tar.entry({ name }, content);
  tar.finalize();
  return gzipSync(await buffer(tar));
}

async function contents(address: string, options?: OpenOptions): Promise<Record<string, string>> {
  const opened = await openInput(address, { web, ...options });
  if (opened.unchanged) throw new Error('unchanged');
  const all: Record<string, string> = {};
  for await (const entry of opened.input.entries()) all[entry.path] = await entry.text();
  return all;
}

test('a folder is read in the order of its paths, hidden files apart', async () => {
  const root = join(folder, 'tree');
  await mkdir(join(root, 'b', '.git'), { recursive: true });
  await writeFile(join(root, 'z.txt'), 'last');
  await writeFile(join(root, 'b', 'one.txt'), 'first');
  await writeFile(join(root, 'b', '.git', 'x'), 'hidden');
  expect(Object.entries(await contents(root))).toEqual([
    ['b/one.txt', 'first'],
    ['z.txt', 'last'],
  ]);
  expect(await contents(join(root, 'z.txt'))).toEqual({ 'z.txt': 'last' });
});

test('archives are told by their content; a name that leads outside is passed over and said', async () => {
  const notes: string[] = [];
  const path = join(folder, 'anything');
  await writeFile(path, await tarball({ 'top/a.txt': 'a', '../../etc/passwd': 'no', '/absolute': 'no', 'top/b.txt': 'b' }));
  expect(await contents(path, { note: (text) => notes.push(text) })).toEqual({ 'top/a.txt': 'a', 'top/b.txt': 'b' });
  expect(notes).toHaveLength(2);
  await writeFile(path, gzipSync('one file'));
  expect(await contents(path)).toEqual({ anything: 'one file' });
});

test('an archive cut off anywhere is a failure and never a shorter archive', async () => {
  const whole = await tarball({ 'a.txt': 'a'.repeat(5_000), 'b.txt': String(Math.random()).repeat(2_000) });
  for (const part of [0.3, 0.6, 0.9, 0.99]) {
    const path = join(folder, 'cut.tar.gz');
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * part)));
    await expect(contents(path)).rejects.toThrow(/cut off or damaged/);
  }
});

test('limits hold for an entry and for the whole', async () => {
  const path = join(folder, 'bomb.tar.gz');
  await writeFile(path, await tarball({ 'zeros.txt': '0'.repeat(3_000_000) }));
  await expect(contents(path, { limits: { entry: 1_000_000 } })).rejects.toThrow('zeros.txt is larger than 1000000 bytes');
  await expect(contents(path, { limits: { total: 1_000_000 } })).rejects.toThrow('larger than 1000000 bytes');
});

test('what is no text is named', async () => {
  await writeFile(join(folder, 'binary.txt'), Buffer.from([0x61, 0xff, 0xfe]));
  await expect(contents(join(folder, 'binary.txt'))).rejects.toThrow('binary.txt is no UTF-8 text');
});

test('an address that leads nowhere, or is none, is said', async () => {
  await expect(contents(join(folder, 'missing'))).rejects.toThrow('no such file or folder');
  await expect(contents('ftp://example.org/x')).rejects.toThrow('only http, https');
  await expect(contents(' ')).rejects.toThrow('is empty');
});

test('several web addresses are one folder', async () => {
  answer = (request, response) => void response.end(`this is ${request.url}`);
  expect(await contents(`${base}/a.tsv\n${base}/b.tsv`)).toEqual({ 'a.tsv': 'this is /a.tsv', 'b.tsv': 'this is /b.tsv' });
});

test('a download that ends before its time is a failure', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('x'.repeat(100), () => response.destroy());
  };
  await expect(contents(`${base}/file.txt`)).rejects.toThrow(/broke off|ended after/);
});

test('a server that falls silent is given up', async () => {
  answer = (_, response) => void response.write('a little');
  await expect(contents(`${base}/file.txt`, { limits: { silence: 300 } })).rejects.toThrow(/no answer and no byte for 0.3 s|broke off/);
});

test('an error answer is told', async () => {
  answer = (_, response) => void response.writeHead(404).end();
  await expect(contents(`${base}/file.txt`)).rejects.toThrow('the server answers 404');
});

test('an unchanged file is not sent again', async () => {
  answer = (request, response) => {
    if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"v1"' }).end('content');
  };
  const first = await openInput(`${base}/file.txt`, { web });
  if (first.unchanged) throw new Error();
  expect(first.validators).toEqual({ [`${base}/file.txt`]: { etag: '"v1"', lastModified: undefined } });
  expect(await openInput(`${base}/file.txt`, { web, validators: first.validators })).toEqual({ unchanged: true });
});

test('of several files one that has changed means all are read', async () => {
  answer = (request, response) => {
    if (request.url === '/a' && request.headers['if-none-match']) response.writeHead(304).end();
    else response.end(`new ${request.url}`);
  };
  const validators = { [`${base}/a`]: { etag: '1' }, [`${base}/b`]: { etag: '1' } };
  expect(await contents(`${base}/a ${base}/b`, { validators })).toEqual({ a: 'new /a', b: 'new /b' });
});

test('redirects are followed a few times', async () => {
  answer = (request, response) => {
    const left = Number(request.url!.slice(1));
    if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
    else response.end('here');
  };
  expect(await contents(`${base}/3`)).toEqual({ 3: 'here' });
  await expect(contents(`${base}/9`)).rejects.toThrow('more than 5 redirects');
});

test('a redirect to no web address is refused', async () => {
  answer = (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
  await expect(contents(`${base}/x`)).rejects.toThrow('which is no web address');
});
