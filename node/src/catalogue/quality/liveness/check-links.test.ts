import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { run } from '../../../kernel/database.ts';
import { allowedHosts } from '../../../kernel/web/allowed-hosts.ts';
import { aContent, testCatalogue, type TestCatalogue } from '../../search/testing/catalogue-of-tests.ts';
import { addressStates } from './address-store.ts';
import { checkLinks, type LinkChecking } from './check-links.ts';

const DAY = 86_400_000;

/** A web server of this test: what it was asked, and how many questions it had open at a time. */
interface Site {
  url: string;
  asked: { method: string; path: string; at: number }[];
  mostAtOnce(): number;
  close(): Promise<void>;
}

async function site(answer: (path: string, request: IncomingMessage, response: ServerResponse) => unknown): Promise<Site> {
  const asked: Site['asked'] = [];
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', path: request.url ?? '', at: performance.now() });
    most = Math.max(most, ++open);
    response.on('close', () => open--);
    void answer(request.url ?? '', request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    mostAtOnce: () => most,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

const end = (response: ServerResponse, status: number, headers: Record<string, string> = {}) => response.writeHead(status, headers).end();

let catalogue: TestCatalogue;
let main: Site;
const sites: Site[] = [];

beforeAll(async () => {
  catalogue = await testCatalogue();
  main = await site(async (path, request, response) => {
    switch (path) {
      case '/missing':
        return end(response, 404);
      case '/gone':
        return end(response, 410);
      case '/broken':
        return end(response, 500);
      case '/no-head':
        return end(response, request.method === 'HEAD' ? 405 : 206);
      case '/not-for-programs':
        return end(response, 403);
      case '/moved':
        return end(response, 301, { location: '/alive' });
      case '/elsewhere-for-now':
        return end(response, 302, { location: '/alive' });
      case '/into-the-cloud':
        return end(response, 301, { location: 'http://169.254.169.254/latest/meta-data' });
      case '/round':
        return end(response, 302, { location: '/round' });
      case '/slow':
        await wait(300);
        return end(response, 200);
      case '/never':
        return undefined;
      case '/endless': {
        response.writeHead(200);
        const feed = setInterval(() => response.write('x'.repeat(1_000)), 5);
        response.on('close', () => clearInterval(feed));
        return undefined;
      }
      default:
        return end(response, 200);
    }
  });
  sites.push(main);
});
afterAll(async () => {
  for (const it of sites) await it.close();
  await catalogue.close();
});
beforeEach(async () => {
  await run(catalogue.db, 'delete from catalogue.address_check');
  await run(catalogue.db, 'delete from catalogue.resource');
});

const checking = (more: Partial<LinkChecking> = {}): LinkChecking => ({
  db: catalogue.db,
  allowed: allowedHosts(['127.0.0.1']),
  userAgent: 'test',
  gap: 0,
  perRun: 1_000,
  silence: 1_000,
  ...more,
});
const put = (addresses: string[]) => catalogue.put(addresses.map((homepage) => ({ key: homepage, content: aContent({ en: homepage }, { homepage }) })));
const at = async (address: string) => (await addressStates(catalogue.db, [address])).get(address);

it('learns of each address what its server says, and only that', async () => {
  const paths = ['alive', 'missing', 'gone', 'broken', 'no-head', 'not-for-programs', 'moved', 'elsewhere-for-now', 'into-the-cloud', 'round', 'slow', 'endless'];
  await put(paths.map((path) => `${main.url}/${path}`));
  const report = await checkLinks(checking());
  expect(report).toMatchObject({ asked: paths.length, stopped: false, dead: 0 });
  const seen = Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await at(`${main.url}/${path}`)] as const)));
  expect(seen).toMatchObject({
    alive: { state: 'alive', httpStatus: 200, failingSince: null },
    missing: { state: 'unknown', httpStatus: 404 },
    gone: { state: 'unknown', httpStatus: 410 },
    broken: { state: 'unknown', httpStatus: 500 },
    'no-head': { state: 'alive', httpStatus: 206 },
    'not-for-programs': { state: 'unknown', httpStatus: 403, failingSince: null },
    moved: { state: 'redirected', redirectedTo: `${main.url}/alive` },
    'elsewhere-for-now': { state: 'alive', redirectedTo: null },
    'into-the-cloud': { state: 'unknown', httpStatus: null, failingSince: null },
    round: { state: 'unknown' },
    slow: { state: 'alive' },
    endless: { state: 'alive' },
  });
  for (const path of ['missing', 'gone', 'broken']) expect(seen[path]?.failingSince, path).not.toBeNull();
});

it('an address that fails over days is dead, and alive again when it answers', async () => {
  const address = `${main.url}/missing`;
  await put([address]);
  const days = async (n: number) => checkLinks(checking({ now: () => new Date(Date.parse('2026-01-01T00:00:00Z') + n * DAY) }));
  expect((await days(0)).asked).toBe(1);
  expect((await days(0.5)).asked, 'it is left alone for a day').toBe(0);
  await days(1);
  expect(await at(address)).toMatchObject({ state: 'unknown' });
  await days(3);
  expect(await at(address)).toMatchObject({ state: 'dead', httpStatus: 404, failingSince: '2026-01-01T00:00:00.000Z' });
});

it('asks a host one thing at a time, with the gap between two questions, and several hosts at once', async () => {
  const slow = () => site(async (_path, _request, response) => (await wait(60), end(response, 200)));
  const [a, b] = await Promise.all([slow(), slow()]);
  sites.push(a, b);
  await put([...Array.from({ length: 6 }, (_, i) => `${a.url}/${i}`), ...Array.from({ length: 6 }, (_, i) => `${b.url}/${i}`)]);
  await checkLinks(checking({ gap: 40 }));
  for (const it of [a, b]) {
    expect(it.asked).toHaveLength(6);
    expect(it.mostAtOnce()).toBe(1);
    const gaps = it.asked.slice(1).map(({ at: time }, i) => time - (it.asked[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60 + 40 - 5);
  }
  const [firstOfB, lastOfA] = [b.asked[0]?.at ?? Infinity, a.asked.at(-1)?.at ?? 0];
  expect(firstOfB, 'the second host does not wait for the first').toBeLessThan(lastOfA);
});

it('never asks a private address that was not allowed', async () => {
  const hidden = await site((_path, _request, response) => end(response, 200));
  sites.push(hidden);
  const named = hidden.url.replace('127.0.0.1', 'inside.example');
  await put([hidden.url, named]);
  await checkLinks(checking({ allowed: allowedHosts([]), resolve: async () => [{ address: '127.0.0.1', family: 4 }] }));
  expect(hidden.asked).toEqual([]);
  expect(await at(hidden.url)).toMatchObject({ state: 'unknown', httpStatus: null });
  expect(await at(named)).toMatchObject({ state: 'unknown', httpStatus: null });
});

it('a host that gives no answer is left alone for a day', async () => {
  const mute = await site(() => undefined);
  sites.push(mute);
  await put(Array.from({ length: 8 }, (_, i) => `${mute.url}/${i}`));
  const report = await checkLinks(checking({ silence: 60 }));
  expect(report).toMatchObject({ asked: 3, postponed: 5 });
  expect((await checkLinks(checking({ silence: 60 }))).asked).toBe(0);
});

it('where nothing at all answers, no address is blamed', async () => {
  const gone = await site(() => undefined);
  await gone.close();
  await put([gone.url]);
  await checkLinks(checking());
  expect(await at(gone.url)).toMatchObject({ state: 'unknown', failingSince: null, reason: 'the network did not work here' });
  await put([`${main.url}/alive`, gone.url]);
  await checkLinks(checking({ now: () => new Date(Date.now() + 2 * DAY) }));
  expect((await at(gone.url))?.failingSince, 'another host answers, so this one is at fault').not.toBeNull();
});

it('keeps to the bound of a run, goes on where it stood, and can be stopped', async () => {
  const patient = await site(async (_path, _request, response) => (await wait(20), end(response, 200)));
  sites.push(patient);
  await put(Array.from({ length: 30 }, (_, i) => `${patient.url}/${i}`));
  expect(await checkLinks(checking({ perRun: 7 }))).toMatchObject({ asked: 7, alive: 7 });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const stopped = await checkLinks(checking(), stop.signal);
  expect(stopped.stopped).toBe(true);
  expect(stopped.asked).toBeLessThan(23);
  const rest = await checkLinks(checking());
  expect(7 + stopped.alive + rest.alive, 'every address was learnt of once').toBe(30);
  expect((await checkLinks(checking())).asked).toBe(0);
});

it('forgets addresses that nobody names any more', async () => {
  await put([`${main.url}/alive`]);
  await checkLinks(checking());
  await catalogue.remove([`${main.url}/alive`]);
  await checkLinks(checking());
  expect(await at(`${main.url}/alive`)).toBeUndefined();
});
