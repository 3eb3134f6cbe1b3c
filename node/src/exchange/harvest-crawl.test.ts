import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../kernel/database.ts';
import { harvestNow } from './harvest-now.ts';
import type { HarvestContext } from './harvest-run.ts';
import type { HarvestReport } from './report.ts';
import type { ReadItem } from './source.ts';
import { listSource, thing, things, type ListSource } from './testing/list-source.ts';
import { testNode, type TestNode } from './testing/test-node.ts';

let node: TestNode;
let number = 0;
let folder: string;
beforeAll(async () => {
  node = await testNode();
  folder = await mkdtemp(join(tmpdir(), 'biotope-crawl-'));
});
afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true, force: true });
});

const aSource = (items: ReadItem[]) => {
  const source = listSource(`crawl-${++number}`, items);
  source.whole = [];
  return source;
};
const gone = (key: string): ReadItem => ({ gone: { key, collection: 'things' } });
const harvest = (source: ListSource, more: { signal?: AbortSignal; address?: string; allowDeletions?: boolean } = {}, context: Partial<HarvestContext> = {}) =>
  harvestNow({ ...node.withSources(source), ...context }, { source: source.id, by: 'test', ...more });
const counts = ({ read, created, updated, unchanged, deleted, rejectedTotal }: HarvestReport) => ({ read, created, updated, unchanged, deleted, rejected: rejectedTotal });
const known = (source: ListSource) => node.withSources(source).target(source).count(node.db);

describe('what a source says is gone', () => {
  test('is withdrawn if it is known, counts as deleted and not as read', async () => {
    const source = aSource(things(5));
    await harvest(source);
    source.items = [gone('thing-0'), gone('thing-1'), gone('never known'), thing('thing-2'), thing('new')];
    expect(counts(await harvest(source))).toEqual({ read: 2, created: 1, updated: 0, unchanged: 1, deleted: 2, rejected: 0 });
    expect(await known(source)).toBe(4);
    expect(counts(await harvest(source))).toEqual({ read: 2, created: 0, updated: 0, unchanged: 2, deleted: 0, rejected: 0 });
  });

  test('is dealt with in its place among the others', async () => {
    const source = aSource([
      thing('a'),
      gone('a'),
      thing('b'),
      gone('c'),
      thing('c'),
      gone('d'),
      thing('d', { title: { en: 'D again' } }),
      gone('d'),
      thing('d', { title: { en: 'D at last' } }),
    ]);
    const report = await harvest(source);
    expect(counts(report)).toEqual({ read: 5, created: 4, updated: 1, unchanged: 0, deleted: 2, rejected: 0 });
    expect(await known(source)).toBe(3);
    const { rows } = await run(node.db, `select key, withdrawn, description->'title'->>'en' as title from catalogue.record where source = $1 order by key`, [source.id]);
    expect(rows.map(({ key, withdrawn, title }) => [key, withdrawn, title])).toEqual([
      ['a', true, 'Thing a'],
      ['b', false, 'Thing b'],
      ['c', false, 'Thing c'],
      ['d', false, 'D at last'],
    ]);
  });

  test('is passed over where a harvest goes on, and told again where the source has changed', async () => {
    const source = aSource(things(1_200));
    await harvest(source);
    const vanished = Array.from({ length: 700 }, (_, place) => gone(`thing-${place}`));
    source.items = [...vanished, ...things(900, 700)];
    const abort = new AbortController();
    source.before = (place) => void (place === 1_300 && abort.abort());
    const stopped = await harvest(source, { signal: abort.signal });
    expect(stopped).toMatchObject({ state: 'stopped', deleted: 700 });
    expect(stopped.read).toBeLessThan(601);
    source.before = undefined;
    const resumed = await harvest(source);
    expect(resumed.harvest).toBe(stopped.harvest);
    expect(resumed.notes).toEqual([]);
    expect(counts(resumed)).toEqual({ read: 900, created: 400, updated: 0, unchanged: 500, deleted: 700, rejected: 0 });
    expect(await known(source)).toBe(900);
  });
});

describe('what a reader remembers', () => {
  /** A source that is asked page by page and tells what it was handed. */
  const crawler = () => {
    const source = aSource([]);
    const handed: unknown[] = [];
    source.crawl = async function* ({ since }, report) {
      handed.push(since);
      for (const [place, item] of source.items.entries()) {
        if (place === source.failAfter) throw new Error('it broke off');
        yield item;
      }
      report.remember({ until: `after ${source.items.length}` });
    };
    return { source, handed };
  };
  const address = 'http://127.0.0.1:1/records';

  test('is handed to the next harvest of the same address, read in the same way, once one came to its end', async () => {
    const { source, handed } = crawler();
    source.items = things(3);
    source.failAfter = 2;
    expect((await harvest(source, { address })).state).toBe('failed');
    source.failAfter = undefined;
    expect(counts(await harvest(source, { address }))).toMatchObject({ read: 3 });
    source.items = things(1);
    expect(counts(await harvest(source, { address }))).toMatchObject({ read: 1, unchanged: 1, deleted: 0 });
    await harvest(source, { address: `${address}/other` });
    await harvest(source, { address, allowDeletions: true });
    source.version = 2;
    await harvest(source, { address: `${address}/other` });
    expect(handed).toEqual([undefined, undefined, { until: 'after 3' }, undefined, undefined, undefined]);
  });

  test('stays as it was until then, so that a harvest that goes on reads the same', async () => {
    const { source, handed } = crawler();
    source.items = things(2);
    await harvest(source, { address });
    source.items = things(1_500);
    const abort = new AbortController();
    const cut = harvest(source, { address, signal: abort.signal }, { now: () => (abort.abort(), new Date()) });
    expect((await cut).state).toBe('stopped');
    await harvest(source, { address });
    await harvest(source, { address });
    expect(handed.slice(1)).toEqual([{ until: 'after 2' }, { until: 'after 2' }, { until: 'after 1500' }]);
  });

  test('a file of such a source is read, not asked page by page', async () => {
    const { source, handed } = crawler();
    source.items = things(2);
    await writeFile(join(folder, 'dump'), 'x');
    expect(counts(await harvest(source, { address: join(folder, 'dump') }))).toMatchObject({ read: 2 });
    expect(handed).toEqual([]);
  });
});
