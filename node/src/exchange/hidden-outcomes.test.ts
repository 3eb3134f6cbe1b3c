import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT, type Sight } from '../access/index.ts';
import { run } from '../kernel/database.ts';
import { harvestNow } from './harvest-now.ts';
import { listHarvests, listRejections, readHarvest } from './read-harvests.ts';
import { readSource } from './list-sources.ts';
import type { ReadItem } from './source.ts';
import { listSource, thing } from './testing/list-source.ts';
import { testNode, type TestNode } from './testing/test-node.ts';

const refused = (key: string): ReadItem => thing(key, { title: {} });
const shown = (version?: string) => [thing('one', { version }), thing('two'), refused('never-taken')];
const hidden = (version?: string) => [
  thing('draft', { status: 'draft', version, links: [{ predicate: 'uses', target: 'list:one' }] }),
  thing('review', { kind: 'tool', status: 'in-review' }),
];

let plain: TestNode;
let fuller: TestNode;
beforeAll(async () => {
  [plain, fuller] = await Promise.all([testNode(), testNode()]);
});
afterAll(() => Promise.all([plain.close(), fuller.close()]));

const harvest = (node: TestNode, items: ReadItem[]) => harvestNow(node.withSources(listSource('list', items)), { source: 'list', by: 'test' });
/** What is told of harvests, but for their names and times. */
const told = async ({ db, withSources }: TestNode, sight: Sight) => {
  const plainly = (text: string) => text.replaceAll(/"(id|started|ended|recordsPerSecond|progress)":("[^"]*"|[\d.]+|\{[^}]*\})/g, '"$1":0');
  const { items } = await listHarvests(db, sight, { source: 'list', limit: 20 });
  const each = await Promise.all(items.map(async ({ id }) => [await readHarvest(db, sight, id), await listRejections(db, sight, id, { limit: 50 })]));
  return JSON.parse(plainly(JSON.stringify({ items, each, source: await readSource(withSources(listSource('list')), 'list', sight) }))) as {
    items: { counts: Record<string, number>; kinds: Record<string, number> }[];
    each: [unknown, { total: number; items: { record: string }[] }][];
  };
};

describe('what a harvest brought that not everybody sees', () => {
  test('is in no report told to others: each reads as if it had not been there', async () => {
    const steps: [ReadItem[], ReadItem[]][] = [
      [shown(), [...hidden(), ...shown()]],
      [shown('2'), [...shown('2'), ...hidden()]],
      [shown('2'), [...shown('2'), ...hidden('3')]],
      // One is refused that was taken before, one is gone.
      [shown('2'), [...shown('2'), refused('draft')]],
    ];
    for (const [there, all] of steps) {
      await harvest(plain, there);
      await harvest(fuller, all);
      expect(await told(fuller, PUBLIC_SIGHT)).toEqual(await told(plain, PUBLIC_SIGHT));
    }
    const everything = await told(fuller, FULL_SIGHT);
    expect(everything.items.map(({ counts }) => [counts['read'], counts['created'], counts['rejected'], counts['deleted']])).toEqual([
      [4, 0, 2, 1],
      [5, 0, 1, 0],
      [5, 0, 1, 0],
      [5, 4, 1, 0],
    ]);
    expect(everything.each[0]?.[1].items.map(({ record }) => record)).toEqual(['never-taken', 'draft']);
  });

  test('whose end was not written down is told without figures', async () => {
    await run(fuller.db, `update exchange.harvest set hidden_noted = false`);
    const [last] = (await told(fuller, PUBLIC_SIGHT)).items;
    expect(last).toMatchObject({ state: 'done', withheld: true, counts: { read: 0, created: 0 }, kinds: {} });
    expect((await told(fuller, FULL_SIGHT)).items[0]).not.toHaveProperty('withheld');
  });
});
