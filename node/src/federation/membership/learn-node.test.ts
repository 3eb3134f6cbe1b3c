import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, run, type OpenDatabase } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { federationMigrations } from '../migrations.ts';
import { openSelf, type Self } from '../self/index.ts';
import { keyBook } from './key-book.ts';
import { learnNode } from './learn-node.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 12, minute));
const HUB = `node:${'h'.repeat(26)}`;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let opened: OpenDatabase;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase();
  opened = openDatabase(database.url);
  await migrate(opened.db, [federationMigrations]);
});
afterAll(async () => {
  await opened?.close();
  await database?.drop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biotope-learn-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const node = (dataFolder = folder, { url = 'https://platform.example.org', name = 'Platform 3' } = {}): Promise<Self> =>
  openSelf({ dataFolder, url, version: '0.1.0', node: { name: { en: name }, description: { en: 'A platform' } }, now: at(0) });
const learn = async (from: Self, minute: number) => learnNode(opened.db, await from.document(at(minute)), HUB, at(minute));
const known = async ({ id }: Self) => (await run(opened.db, 'select url, name, problem, learned_from from federation.node where id = $1', [id])).rows[0];

describe('what is learned of a node', () => {
  it('is new once, then known, and newer where it changed; what is older changes nothing', async () => {
    const self = await node();
    expect(await learn(self, 1)).toBe('new');
    expect(await known(self)).toMatchObject({ url: 'https://platform.example.org', learned_from: HUB, problem: null });
    expect(await learn(self, 2)).toBe('known');
    const early = await self.document(at(0));
    const renamed = await node(folder, { name: 'Platform of the coast' });
    expect(await learn(renamed, 3)).toBe('newer');
    expect(await learnNode(opened.db, early, HUB, at(4))).toBe('known');
    expect(await known(self)).toMatchObject({ name: { en: 'Platform of the coast' } });
  });

  it('is its keys: each one that counts verifies at once, in every book of keys', async () => {
    const self = await node();
    const books = [keyBook(opened.db), keyBook(opened.db)];
    const kids = async () => Promise.all(books.map(async (book) => Boolean(await book.keyOf(self.id, self.kid))));
    expect(await kids(), 'not heard of').toEqual([false, false]);
    const old = await self.document(at(1));
    await learnNode(opened.db, old, HUB, at(1));
    expect(await kids()).toEqual([true, true]);
    const first = self.kid;
    await self.rotate(at(2));
    expect(await kids()).toEqual([false, false]);
    expect(await learn(self, 2)).toBe('newer');
    expect(await kids()).toEqual([true, true]);
    await self.revoke(first, at(3));
    expect(await learn(self, 3)).toBe('newer');
    expect(await books[0]!.keyOf(self.id, first)).toBeUndefined();
    expect(await learnNode(opened.db, old, HUB, at(9)), 'what it said before does not bring the revoked key back').toBe('known');
    expect(await books[0]!.keyOf(self.id, first)).toBeUndefined();
    expect(await books[0]!.keyOf(HUB, first), 'of another node').toBeUndefined();
  });

  it('is a problem, named, where two go on from one key in different ways, until the recovery key settles it', async () => {
    const self = await node();
    const copyFolder = await mkdtemp(join(folder, 'copy-'));
    for (const file of ['node-key.json', 'node-recovery.json']) await cp(join(folder, file), join(copyFolder, file));
    const thief = await node(copyFolder);
    await learn(self, 1);
    await self.rotate(at(2));
    await learn(self, 2);
    await thief.rotate(at(3));
    expect(await learn(thief, 4)).toBe('contradicts');
    expect((await known(self))?.['problem']).toMatchObject({ en: expect.stringContaining('contradict'), zh: expect.stringContaining('矛盾') });
    expect(await keyBook(opened.db).keyOf(self.id, thief.kid)).toBeUndefined();
    expect(await keyBook(opened.db).keyOf(self.id, self.kid)).toBeDefined();
    await self.revoke(self.kid, at(5));
    expect(await learn(self, 6)).toBe('newer');
    expect((await known(self))?.['problem'], 'settled').toBeNull();
    expect(await learn(thief, 7), 'the way without the recovery key').toBe('known');
  });

  it('may be another address where it moved, not where a membership holds with the node at the old one', async () => {
    const self = await node();
    await learn(self, 1);
    const moved = await node(folder, { url: 'https://moved.example.org' });
    expect(await learn(moved, 2)).toBe('newer');
    await run(
      opened.db,
      `insert into federation.membership (id, side, node_id, url, state, role, asked) values ('m1', 'member', $1, 'https://moved.example.org', 'admitted', 'platform', now())`,
      [self.id],
    );
    expect(await learn(self, 3)).toBe('contradicts');
    expect(await known(self)).toMatchObject({ url: 'https://moved.example.org', problem: { en: expect.stringContaining('https://platform.example.org') } });
  });

  it('is nothing where the description does not hold', async () => {
    const self = await node();
    const { value, jws } = await self.document(at(1));
    await expect(learnNode(opened.db, { value: { ...value, url: 'https://elsewhere.example.org' }, jws }, HUB, at(1))).rejects.toThrow(/not signed/);
    const odd = await node(folder, { name: 'a\0b' });
    await expect(learn(odd, 2)).rejects.toThrow(/cannot be kept/);
    expect(await known(self)).toBeUndefined();
  });
});
