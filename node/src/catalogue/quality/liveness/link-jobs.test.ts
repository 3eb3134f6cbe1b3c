import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allowedHosts } from '../../../kernel/web/allowed-hosts.ts';
import { aContent, testCatalogue, type TestCatalogue } from '../../search/testing/catalogue-of-tests.ts';
import { addressStates } from './address-store.ts';
import { openLinkJobs, type LinkJobs } from './link-jobs.ts';

let catalogue: TestCatalogue;
let boss: PgBoss;
let site: string;
const opened: LinkJobs[] = [];
let asked = 0;
const server = createServer((_request, response) => {
  asked++;
  setTimeout(() => response.end(), 50);
});

beforeAll(async () => {
  catalogue = await testCatalogue();
  boss = await new PgBoss({ connectionString: catalogue.url, schema: 'jobs', max: 2 }).start();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await catalogue.put(Array.from({ length: 40 }, (_, i) => ({ key: `t${i}`, content: aContent({ en: `Tool ${i}` }, { homepage: `${site}/${i}` }) })));
});
afterAll(async () => {
  for (const jobs of opened) jobs.close();
  await boss.stop({ graceful: false });
  server.closeAllConnections();
  server.close();
  await catalogue.close();
});

const open = async () => {
  const jobs = await openLinkJobs({ boss, checking: { db: catalogue.db, allowed: allowedHosts(['127.0.0.1']), userAgent: 'test', gap: 0, perRun: 1_000 }, log: () => undefined });
  opened.push(jobs);
  return jobs;
};
const until = async (fits: () => boolean) => {
  while (!fits()) await wait(20);
};
const known = async () =>
  (
    await addressStates(
      catalogue.db,
      Array.from({ length: 40 }, (_, i) => `${site}/${i}`),
    )
  ).size;

it('without a schedule nothing is asked; a run that is stopped keeps what it learnt, and the next goes on', async () => {
  const jobs = await open();
  await jobs.start(null);
  expect(await boss.getSchedules('links')).toEqual([]);
  expect([asked, jobs.running(), jobs.last()]).toEqual([0, false, undefined]);

  await jobs.request();
  await until(() => asked > 5);
  expect(jobs.stop()).toBe(true);
  await until(() => jobs.last() !== undefined);
  const first = jobs.last()?.report;
  expect(first).toMatchObject({ stopped: true });
  expect(await known()).toBe(first?.alive);
  expect(first?.alive).toBeLessThan(40);

  await jobs.request();
  await until(() => jobs.last()?.report.stopped === false);
  expect((first?.alive ?? 0) + (jobs.last()?.report.alive ?? 0)).toBe(40);
  expect(await known()).toBe(40);
});

it('with a schedule it begins at the start, and follows the schedule from there', async () => {
  const jobs = opened[0] as LinkJobs;
  const before = jobs.last()?.at;
  await jobs.start('17 2 * * *');
  expect((await boss.getSchedules('links')).map(({ cron }) => cron)).toEqual(['17 2 * * *']);
  await until(() => jobs.last()?.at !== before);
  expect(jobs.last()?.report.asked, 'nothing was due').toBe(0);
});
