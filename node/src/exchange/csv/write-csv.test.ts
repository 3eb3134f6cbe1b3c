import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Outgoing } from '../../catalogue/index.ts';
import { BAD, writingNode, written, type WritingNode } from '../testing/writing-node.ts';
import { COLUMNS } from './columns.ts';
import { csv } from './write-csv.ts';

let it: WritingNode;
beforeAll(async () => {
  it = await writingNode();
});
afterAll(() => it.close());

const read = (text: string) => parse(text, { columns: true, bom: true }) as Record<string, string>[];

test('a row a resource, with what a spreadsheet needs to show it', async () => {
  const { set } = await it.publish({
    set: { title: { en: 'Reads', zh: '测序数据' }, keywords: ['a', 'b'], topics: ['Sequencing'], contacts: [{ name: 'A', email: 'a@example.org' }], licence: { id: 'MIT' } },
  });
  const text = await written(csv, [set], it.context());
  expect(text.startsWith('\uFEFFid,url,')).toBe(true);
  expect(read(text)).toMatchObject([
    { id: set.id, title_en: 'Reads', title_zh: '测序数据', keywords: 'a | b', topic_ids: 'edam:topic_3168', contacts: 'A a@example.org', licence: 'MIT', revision: '1' },
  ]);
});

test('nothing in it is a formula, and every text comes back whole', async () => {
  const all: Record<string, Outgoing> = await it.publish({ ...BAD, minus: { title: { en: '-2+3' } }, full: { title: { en: '＝1+1' } } });
  const rows = read(await written(csv, Object.values(all), it.context()));
  expect(rows).toHaveLength(Object.keys(all).length);
  for (const row of rows) for (const [column, cell] of Object.entries(row)) expect(cell, column).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
  const markup = rows.find(({ id }) => id === all['markup']!.id)!;
  expect(markup['title_en']).toBe(BAD['markup']!.title!['en']);
  expect(markup['title_zh']).toBe(BAD['markup']!.title!['zh']);
  expect(markup['provider']).toBe(`'${BAD['markup']!.provider!.name['en']}`);
});

test('of nothing the header remains', async () => {
  expect(await written(csv, [], it.context())).toBe(`\uFEFF${Object.keys(COLUMNS).join(',')}\r\n`);
});
