import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase } from '../node/src/kernel/testing/database.ts';
import { biotope, eventually, removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

const SECRET = /([a-z2-9]{5}-){3}[a-z2-9]{5}/;
let folder: string;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let first: RunningNode;
beforeAll(async () => {
  [folder, database] = await Promise.all([temporaryFolder(), freshDatabase()]);
  first = await startNode(folder, { DATABASE_URL: database.url, BIOTOPE_LOG: 'trace' });
});
afterAll(async () => {
  await database?.drop();
  await removeFolder(folder);
});

it('the first start shows the administrator’s one-time secret once, past the log; later starts show none', async () => {
  const lines = (
    await eventually(
      async () => first.log(),
      (log) => log.includes('is ready at'),
    )
  ).split('\n');
  const shown = lines.filter((line) => SECRET.test(line));
  expect(shown).toHaveLength(1);
  expect(shown[0]).toMatch(/^ {2}Sign in as admin with the one-time secret /);
  const secret = (shown[0]?.match(SECRET) ?? [])[0] as string;

  // A sign-in with it, as trace as the log can be.
  const begun = await fetch(`${first.url}/sign-in/node`, { redirect: 'manual' });
  await fetch(begun.headers.get('location') as string, { redirect: 'manual' });
  await fetch(`${first.url}/api/v1/interactions/x`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password: secret }),
  });
  await fetch(`${first.url}/api/v1/session`, { headers: { authorization: `Bearer ${secret}` } });
  const { authorization } = await first.operator();
  await first.stop();
  expect(first.log().split(secret).length - 1, 'shown once').toBe(1);
  expect(first.log()).not.toContain(authorization.replace('Bearer ', ''));
  const files = (await readdir(folder, { withFileTypes: true })).filter((it) => it.isFile());
  for (const { name } of files) expect(await readFile(join(folder, name), 'utf8'), name).not.toContain(secret);

  const second = await startNode(folder, { DATABASE_URL: database.url });
  await second.stop();
  expect(second.log()).not.toMatch(/one-time secret/);
});

it('the keys in the data folder are their owner’s alone', async () => {
  for (const name of ['operator.key', 'provider.keys.json']) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
});

it('who lost the password is given a new one-time secret on the command line, whether the node runs or not', async () => {
  const reset = await biotope(folder, ['people', 'reset', 'admin', '--json'], { DATABASE_URL: database.url });
  expect(reset).toMatchObject({ code: 0, json: { login: 'admin', secret: expect.stringMatching(SECRET) } });
  const unknown = await biotope(folder, ['people', 'reset', 'nobody'], { DATABASE_URL: database.url });
  expect([unknown.code, unknown.stderr.trim()]).toEqual([2, 'There is no account "nobody".']);
});
