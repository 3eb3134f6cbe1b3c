import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { run } from '../../kernel/database.ts';
import type { SearchIndex } from './search-index.ts';
import { searchResources } from './search-resources.ts';
import { putLinkCounts, reindexAll } from './search-rows.ts';
import { aContent, testCatalogue, VOCABULARY, type TestCatalogue } from './testing/catalogue-of-tests.ts';
import { randomNumbers, randomResource } from './testing/random-resources.ts';

let catalogue: TestCatalogue;
let folder: string;
const total = async (index: SearchIndex, q: string) => (await searchResources(catalogue.searching(index), { q, sight: PUBLIC_SIGHT })).total;
const until = async (condition: () => Promise<boolean>, milliseconds: number) => {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > milliseconds) throw new Error(`not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

beforeAll(async () => {
  catalogue = await testCatalogue();
  folder = await mkdtemp(join(tmpdir(), 'biotope-search-'));
  const random = randomNumbers(4);
  await catalogue.put(Array.from({ length: 300 }, (_, n) => ({ key: `r${n}`, ...randomResource(random) })));
});
afterAll(async () => {
  await catalogue.close();
  await rm(folder, { recursive: true, force: true });
});

test('a change is found at once by who made it, and by another process within a second, heard or merely polled', async () => {
  const own = await catalogue.open();
  const heard = await catalogue.open({ pollMilliseconds: 60_000 });
  const polling = await catalogue.open({ pollMilliseconds: 300 });
  await catalogue.put([{ key: 'new', content: aContent({ en: 'Axolotl' }) }]);
  await own.catchUp();
  expect(await total(own, 'axolotl')).toBe(1);
  await until(async () => (await total(heard, 'axolotl')) === 1, 1_000);
  // An entry that nobody is notified of.
  await run(
    catalogue.db,
    `with gone as (delete from catalogue.search_row where title like '% axolotl %' returning ordinal) insert into catalogue.search_outbox (ordinal, links_only) select ordinal, false from gone`,
  );
  await until(async () => (await total(polling, 'axolotl')) === 0, 1_000);
});

test('writers at the same time lose nothing: every index ends with what the table holds', async () => {
  const index = await catalogue.open();
  await Promise.all(Array.from({ length: 40 }, (_, n) => catalogue.put([{ key: `parallel${n}`, content: aContent({ en: `Parallelogram ${n}` }) }]).then(() => index.catchUp())));
  expect(await total(index, 'parallelogram')).toBe(40);
});

test('link counts reach the order of hits without the text being written anew', async () => {
  const index = await catalogue.open();
  const [first = 0, second = 0] = await catalogue.put([
    { key: 'links1', content: aContent({ en: 'Wombat one' }), links: 1 },
    { key: 'links2', content: aContent({ en: 'Wombat two' }), links: 2 },
  ]);
  await index.catchUp();
  const order = async () => (await searchResources(catalogue.searching(index), { q: 'wombat', sort: 'links', sight: PUBLIC_SIGHT })).items.map((item) => item.title['en']);
  expect(await order()).toEqual(['Wombat two', 'Wombat one']);
  await putLinkCounts(catalogue.db, [
    { ordinal: first, links: 9 },
    { ordinal: second, links: 2 },
  ]);
  await index.catchUp();
  expect(await order()).toEqual(['Wombat one', 'Wombat two']);
  const { rows } = await run(catalogue.db, 'select ordinal, links_only from catalogue.search_outbox order by sequence desc limit 1');
  expect(rows).toEqual([{ ordinal: first, links_only: true }]);
});

test('indexing everything anew changes only what differs', async () => {
  await reindexAll(catalogue.db, VOCABULARY); // the rows of these tests name sources that no record holds
  expect((await reindexAll(catalogue.db, VOCABULARY)).changed).toBe(0);
  await run(catalogue.db, `update catalogue.search_row set body = ' nonsense ' where ordinal = (select min(ordinal) from catalogue.search_row)`);
  expect((await reindexAll(catalogue.db, VOCABULARY)).changed).toBe(1);
});

test('a snapshot that is damaged, cut short, of another version or another database is passed over with a word in the log', async () => {
  const file = join(folder, 'index.snapshot');
  await (await catalogue.open({ snapshotFolder: folder })).close();
  const whole = await readFile(file);
  const opened = async () => {
    const log: string[] = [];
    const index = await catalogue.open({ snapshotFolder: folder, log: (message) => log.push(message) });
    const { loaded, resources } = await index.statistics();
    await index.close();
    return { from: loaded.from, log: log.join('\n'), resources };
  };
  const { resources } = await opened();
  expect(await opened()).toEqual({ from: 'snapshot', log: '', resources });
  const damaged = Buffer.from(whole);
  damaged[Math.floor(whole.length / 2)]! ^= 4;
  const head = (text: string, by: string) =>
    Buffer.concat([whole.subarray(0, 4), Buffer.from(whole.subarray(4, 200).toString('latin1').replace(text, by), 'latin1'), whole.subarray(200)]);
  for (const [bytes, why] of [
    [damaged, /passed over/],
    [whole.subarray(0, whole.length - 100), /passed over/],
    [Buffer.from('nonsense'), /passed over/],
    [Buffer.alloc(0), /passed over/],
    [head('"version":2', '"version":9'), /another version/],
  ] as const) {
    await writeFile(file, bytes);
    expect(await opened()).toEqual({ from: 'database', log: expect.stringMatching(why), resources });
  }
  await writeFile(file, whole);
  await run(catalogue.db, 'update catalogue.search_state set database = gen_random_uuid()');
  expect(await opened()).toEqual({ from: 'database', log: expect.stringMatching(/another database/), resources });
});

test('a database restored from a copy is noticed, also where it has gone on since', async () => {
  const log: string[] = [];
  await (await catalogue.open({ snapshotFolder: folder })).close();
  await run(catalogue.db, 'update catalogue.search_outbox set nonce = nonce + 1 where sequence = (select max(sequence) from catalogue.search_outbox)');
  await catalogue.put([{ key: 'after', content: aContent({ en: 'After the copy' }) }]);
  const index = await catalogue.open({ snapshotFolder: folder, log: (message) => log.push(message) });
  expect(log.join()).toMatch(/gone another way/);
  expect(await total(index, 'title:after')).toBe(1);
});

test('a process killed while it applies and writes leaves nothing that the next one stumbles over', async () => {
  const killed = await mkdtemp(join(folder, 'killed-'));
  const random = randomNumbers(9);
  for (let round = 0; round < 3; round++) {
    const child = fork(new URL('./testing/follow.ts', import.meta.url), [catalogue.url, killed], { stdio: 'ignore' });
    const ready = new Promise<void>((resolve) => child.once('message', () => resolve()));
    await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, 20_000))]);
    const writing = catalogue.put(Array.from({ length: 200 }, (_, n) => ({ key: `k${n}`, ...randomResource(random) })));
    await new Promise((resolve) => setTimeout(resolve, 40 + 60 * round));
    child.kill('SIGKILL');
    await writing;
  }
  const index = await catalogue.open({ snapshotFolder: killed });
  const { rows } = await run(catalogue.db, `select count(*) as n, count(*) filter (where visibility = 'public') as public from catalogue.search_row`);
  expect(await total(index, '')).toBe(rows[0]?.['public']);
  expect((await index.statistics()).resources).toBe(rows[0]?.['n']);
});

test('a lost connection to the database is made anew; a thread that ends is started anew', async () => {
  const log: string[] = [];
  const index = await catalogue.open({ log: (message) => log.push(message) });
  await run(catalogue.db, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'biotope search' and datname = current_database()`);
  await catalogue.put([{ key: 'reconnected', content: aContent({ en: 'Pangolin' }) }]);
  await until(async () => (await total(index, 'pangolin')) === 1, 5_000);
  expect(log.join()).toMatch(/connection to the database was lost/);

  await index.ask('close', null);
  await expect(until(async () => (await total(index, 'pangolin')) === 2, 5_000)).rejects.toMatchObject({ code: 'unavailable' });
  await until(
    async () =>
      total(index, 'pangolin').then(
        (n) => n === 1,
        () => false,
      ),
    10_000,
  );
});

test('a question that waits too long, and a closed index, are told as unavailable', async () => {
  const index = await catalogue.open();
  await index.close();
  await expect(index.ask('statistics', null)).rejects.toMatchObject({ code: 'unavailable' });
});
