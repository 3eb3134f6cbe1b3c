import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../kernel/database.ts';
import { writingNode, type WritingNode } from '../testing/writing-node.ts';
import { hasPart, sitemapIndex, sitemapPart } from './sitemap.ts';

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
  for await (const piece of sitemapPart(it.node.db, BASE, number)) text += piece;
  return text;
}

test('an empty node has a map of its own pages', async () => {
  expect(textsOf(await sitemapIndex(it.node.db, BASE), 'loc')).toEqual([`${BASE}/sitemap-1.xml`]);
  expect(textsOf(await part(1), 'loc')).toEqual([`${BASE}/`, `${BASE}/about`, `${BASE}/sources`]);
});

test('every public resource stands in it once, with the day of its last change and its languages; a withdrawn one does not', async () => {
  const { a, b } = await it.publish({ a: {}, b: {}, draft: { status: 'draft' } });
  const text = await part(1);
  expect(textsOf(text, 'loc').slice(3)).toEqual([`${BASE}/r/${a.id}`, `${BASE}/r/${b.id}`]);
  expect(textsOf(text, 'lastmod')).toEqual([a.updated, b.updated]);
  expect(text).toContain(`hreflang="zh" href="https://node.example/a&#38;b&#39;c/r/${a.id}?lang=zh"`);
});

test('parts hold no more than the protocol allows, and a resource never moves to another one', async () => {
  const goOnFrom = (ordinal: number) => run(it.node.db, `alter table catalogue.resource alter column ordinal restart with ${ordinal}`);
  await goOnFrom(49_997);
  const { last, first } = await it.publish({ last: {}, first: {} });
  await goOnFrom(240_000);
  const { far } = await it.publish({ far: {} });
  expect(textsOf(await sitemapIndex(it.node.db, BASE), 'loc')).toEqual([1, 2, 5].map((number) => `${BASE}/sitemap-${number}.xml`));
  expect(textsOf(await part(1), 'loc').at(-1)).toBe(`${BASE}/r/${last.id}`);
  expect(textsOf(await part(2), 'loc')).toEqual([`${BASE}/r/${first.id}`]);
  expect(textsOf(await part(5), 'loc')).toEqual([`${BASE}/r/${far.id}`]);
  expect([await hasPart(it.node.db, 5), await hasPart(it.node.db, 3)]).toEqual([true, false]);
});
