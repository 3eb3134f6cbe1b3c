import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../kernel/database.ts';
import { harvestNow } from './harvest-now.ts';
import { harvestRow } from './harvest-store.ts';
import { testNode, type TestNode } from './testing/test-node.ts';

const DATASETS = 2_600;
let node: TestNode;
let folder: string;
beforeAll(async () => {
  node = await testNode();
  folder = await mkdtemp(join(tmpdir(), 'biotope-killed-'));
  await mkdir(join(folder, 'datasets'));
  for (let it = 0; it < DATASETS; it++)
    await writeFile(join(folder, 'datasets', `set-${String(it).padStart(5, '0')}.yaml`), `Name: Set ${it}\nTags: [biology]\n${it % 100 === 7 ? 'Tags: twice\n' : ''}`);
});
afterAll(() => node.close());

test('kill -9 loses nothing that was counted, and the next harvest goes on from there', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing', 'harvest-child.ts'), node.url, 'aws-open-data', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) if (Number(line) >= 1_000) break;
  child.kill('SIGKILL');
  await once(child, 'exit');

  const { rows } = await run(node.db, 'select id from exchange.harvest');
  const cut = await harvestRow(node.db, rows[0]!['id'] as string);
  expect(cut.state).toBe('running');
  expect(cut.read).toBeGreaterThanOrEqual(1_000);
  expect(cut.read).toBe(cut.created + cut.rejected);
  expect(await node.context.target(node.context.source('aws-open-data')!).count(node.db)).toBe(cut.created);

  const request = { source: 'aws-open-data', address: folder, by: 'test' };
  // The server notices the broken connection of the killed process, and with it the lock, within moments.
  const report = await expect
    .poll(() => harvestNow(node.context, request).catch(() => undefined), { timeout: 20_000 })
    .toBeDefined()
    .then(() => harvestRow(node.db, cut.id));
  expect(report).toMatchObject({ state: 'done', read: DATASETS, created: DATASETS - DATASETS / 100, rejected: DATASETS / 100, unchanged: 0 });
  expect(await node.context.target(node.context.source('aws-open-data')!).count(node.db)).toBe(DATASETS - DATASETS / 100);
});

test('a download cut short deletes nothing; an unchanged one is answered at once', async () => {
  const table = (ids: number[]) => `ontologies:\n${ids.map((id) => `- { id: o${id}, title: Ontology ${id} }\n`).join('')}`;
  const ids = Array.from({ length: 40 }, (_, id) => id);
  let mode: 'whole' | 'cut' = 'whole';
  const server = createServer((request, response) => {
    const body = table(mode === 'whole' ? ids : ids.slice(0, 20));
    if (request.headers['if-none-match'] === '"whole"' && mode === 'whole') return void response.writeHead(304).end();
    response.writeHead(200, { etag: '"whole"', 'content-length': Buffer.byteLength(table(ids)) });
    response.write(body, () => (mode === 'whole' ? response.end() : response.destroy()));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ontologies.yml`;
  const harvest = () => harvestNow(node.context, { source: 'obo-foundry', address, by: 'test' });
  try {
    expect(await harvest()).toMatchObject({ state: 'done', created: 40 });
    expect(await harvest()).toMatchObject({ state: 'done', read: 40, unchanged: 40, created: 0, kinds: { ontology: 40 } });
    expect((await harvest()).notes.join()).toContain('The source answers that nothing has changed since harvest');
    mode = 'cut';
    const cut = await harvest();
    expect(cut).toMatchObject({ state: 'failed', deleted: 0 });
    expect(cut.reason).toMatch(/broke off|ended after/);
    expect(await node.context.target(node.context.source('obo-foundry')!).count(node.db)).toBe(40);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
