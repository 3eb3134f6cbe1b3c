import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { addressesOf, addressParts } from '../../catalogue/index.ts';
import { writingNode, type WritingNode } from '../testing/writing-node.ts';
import { partNamed, sitemapIndex, sitemapPart } from './sitemap.ts';

let it: WritingNode;
beforeAll(async () => {
  it = await writingNode();
});
afterAll(() => it.close());

const BASE = `https://node.example/a&b'c`;

/** The texts of every element of a name; fails where the document is not well-formed. */
function textsOf(document: string, name: string): string[] {
  const found: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', () => (text = ''));
  parser.on('text', (piece) => (text += piece));
  parser.on('closetag', (tag) => tag.name === name && found.push(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(document).close();
  return found;
}
async function part(number: number): Promise<string> {
  let text = '';
  for await (const piece of sitemapPart(it.node.db, PUBLIC_SIGHT, BASE, (await partNamed(it.node.db, PUBLIC_SIGHT, number))!)) text += piece;
  return text;
}

test('an empty node has a map of its own pages', async () => {
  expect(textsOf(await sitemapIndex(it.node.db, PUBLIC_SIGHT, BASE), 'loc')).toEqual([`${BASE}/sitemap-1.xml`]);
  expect(textsOf(await part(1), 'loc')).toEqual([`${BASE}/`, `${BASE}/about`, `${BASE}/sources`]);
});

test('every public resource stands in it once, with the day of its last change and its languages; a withdrawn one does not', async () => {
  const { a, b } = await it.publish({ a: {}, b: {}, draft: { status: 'draft' } });
  const text = await part(1);
  expect(textsOf(text, 'loc').slice(3)).toEqual([`${BASE}/r/${a.id}`, `${BASE}/r/${b.id}`]);
  expect(textsOf(text, 'lastmod')).toEqual([a.updated, b.updated]);
  expect(text).toContain(`hreflang="zh" href="https://node.example/a&#38;b&#39;c/r/${a.id}?lang=zh"`);
});

test('parts hold no more than the protocol allows, and are counted by what is seen', async () => {
  const { first, last } = await it.publish({ first: {}, hidden: { status: 'draft' }, last: {} });
  const { db } = it.node;
  const parts = await addressParts(db, PUBLIC_SIGHT, 2);
  expect(
    parts.map(({ part: number, count }) => [number, count]),
    'the draft between them leaves no gap',
  ).toEqual([
    [1, 2],
    [2, 2],
  ]);
  for await (const page of addressesOf(db, PUBLIC_SIGHT, parts[1]!)) expect(new Set(page.map(({ id }) => id))).toEqual(new Set([first.id, last.id]));
  expect([await partNamed(db, PUBLIC_SIGHT, 1), await partNamed(db, PUBLIC_SIGHT, 2)]).toEqual([expect.objectContaining({ part: 1 }), undefined]);
});
