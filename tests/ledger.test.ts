import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { freshDatabase } from '../node/src/kernel/testing/database.ts';
import { ledgerMigrations, openBook } from '../node/src/ledger/index.ts';
import { biotope, removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

let node: RunningNode;
let folder: string;
let file: string;
let environment: Record<string, string>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
const YEARS = 2;

beforeAll(async () => {
  [folder, database] = await Promise.all([temporaryFolder(), freshDatabase()]);
  file = join(folder, 'ledger.jsonl');
  const config = join(folder, 'biotope.yaml');
  await writeFile(config, `harvest: { automatic: false }\nledger: { keep: ${YEARS} }\n`);
  environment = { DATABASE_URL: database.url, BIOTOPE_CONFIG: config };
  // A book that began long before this test: the first to open the database finds these entries in it.
  const { db, close } = openDatabase(database.url);
  await migrate(db, [ledgerMigrations]);
  const book = openBook(db);
  for (const age of [5, 4, 3, 1])
    await book.write({ at: new Date(Date.now() - age * 365.25 * 86_400_000), actor: 'person:asker', action: 'decide.resource:use', subject: `${age} years`, detail: {} });
  await book.close();
  await close();
  node = await startNode(folder, environment);
});
afterAll(async () => {
  await node?.stop();
  await removeFolder(folder);
  await database?.drop();
});

const ledger = (...words: string[]) => biotope(folder, ['ledger', ...words], { ...environment, BIOTOPE_PORT: new URL(node.url).port });

let lines: string[];
it('is exported, and checked elsewhere', async () => {
  expect(await ledger('export', '--output', file, '--json')).toMatchObject({ code: 0, json: { file } });
  lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines.slice(0, 4).map((line) => JSON.parse(line))).toMatchObject([5, 4, 3, 1].map((age, i) => ({ sequence: i + 1, subject: `${age} years` })));
  expect(await ledger('verify', '--file', file, '--json')).toMatchObject({ code: 0, json: { first: 1, last: lines.length, intact: true } });
  const changed = join(folder, 'changed.jsonl');
  await writeFile(changed, (await readFile(file, 'utf8')).replace('4 years', '40 years'));
  expect(await ledger('seal', changed)).toMatchObject({ code: 1, stderr: expect.stringContaining('entry 2') });
});

it('is sealed by the rule, and still checked', async () => {
  const short = join(folder, 'short.jsonl');
  await writeFile(short, `${lines[0]}\n${lines[1]}\n`);
  expect(await ledger('seal', short)).toMatchObject({ code: 1, stderr: expect.stringContaining('does not hold entries 1 to 3') });
  expect(await ledger('seal', file, '--json')).toMatchObject({ code: 0, json: { seal: { first: 1, last: 3, entries: 3 } } });
  expect(await ledger('verify', '--json')).toMatchObject({ code: 0, json: { intact: true, sealed: 3 } });
  expect(await ledger('seal', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing to seal') });
  // The rest follows the file.
  const rest = await ledger('export');
  expect(
    rest.stdout
      .split('\n')
      .slice(0, 1)
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ sequence: 4, previous: (JSON.parse(lines[2]!) as { digest: string }).digest }]);
});

it('is read by those who may, and by nobody else', async () => {
  const authorization = (await node.operator()).authorization;
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(node.url + path, { headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, any> };
  };
  for (const path of ['', '/export', '/retention', '/verification']) expect((await ask(`/api/v1/ledger${path}`)).status).toBe(401);
  const seal = (headers: Record<string, string>) =>
    fetch(`${node.url}/api/v1/ledger/seal`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ last: 4, digest: 'f'.repeat(64), file: 'f'.repeat(64) }),
    });
  expect((await seal({})).status).toBe(401);
  // One year old: the rule keeps it, whoever asks.
  expect((await seal({ authorization })).status).toBe(409);

  const first = await ask('/api/v1/ledger?action=decide.*&limit=2', { authorization });
  expect(first.body['items']).toHaveLength(2);
  const second = await ask(`/api/v1/ledger?action=decide.*&limit=2&cursor=${first.body['next']}`, { authorization });
  const sequences = [...first.body['items'], ...second.body['items']].map(({ sequence }: { sequence: number }) => sequence);
  expect(sequences).toEqual(sequences.toSorted((a, b) => b - a));
  expect(new Set(sequences).size).toBe(4);
  const old = await ask(`/api/v1/ledger?subject=1%20years&from=2020-01-01`, { authorization });
  expect(old.body['items']).toMatchObject([{ sequence: 4, actor: 'person:asker' }]);
  expect((await ask('/api/v1/ledger?until=2020-01-01', { authorization })).body).toEqual({ items: [], next: null });
  expect((await ask('/api/v1/ledger?from=yesterday', { authorization })).status).toBe(400);
});

it('works where the node does not run', async () => {
  await node.stop();
  expect(await ledger('verify', '--json')).toMatchObject({ code: 0, json: { intact: true, sealed: 3 } });
  const piped = await ledger('export', '--after', '4');
  expect(JSON.parse(piped.stdout.split('\n')[0]!)).toMatchObject({ sequence: 5 });
  await appendFile(file, 'no entry\n');
  expect(await ledger('verify', '--file', file)).toMatchObject({ code: 1 });
  expect(await ledger('verify', '--file', join(folder, 'none'))).toMatchObject({ code: 1, stderr: expect.stringContaining('no such file') });
});
