import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../kernel/database.ts';
import { hitRows } from './hit-rows.ts';
import { aContent, testCatalogue, type TestCatalogue } from './testing/catalogue-of-tests.ts';

let catalogue: TestCatalogue;
beforeAll(async () => {
  catalogue = await testCatalogue();
});
afterAll(() => catalogue.close());

it('a row is read once, and again when the index says that it changed', async () => {
  await catalogue.put([{ key: 'one', content: aContent({ en: 'First title' }) }]);
  const { db } = catalogue;
  const indexed = async () => {
    const { rows } = await run(db, 'select ordinal, updated, links, visibility from catalogue.search_row');
    return (rows as { ordinal: number; updated: Date; links: number; visibility: string }[]).map((row) => ({ ...row, updated: row.updated.getTime() }));
  };
  const rows = hitRows();
  const [hit] = await indexed();
  const title = async (of = hit!) => (await rows.read(db, [of])).get(of.ordinal)?.content.title['en'];
  expect(await title()).toBe('First title');
  await run(db, `update catalogue.resource set content = jsonb_set(content, '{title,en}', '"Second title"')`);
  expect(await title(), 'what the index says has not changed is not read again').toBe('First title');
  expect(await title({ ...hit!, updated: hit!.updated + 1 })).toBe('Second title');
  expect(await title({ ...hit!, links: hit!.links + 1 })).toBe('Second title');
  await run(db, `update catalogue.resource set content = jsonb_set(content, '{title,en}', '"Third title"')`);
  expect(await title({ ...hit!, visibility: 'shown named - always' }), 'to whom it is shown has changed').toBe('Third title');
});
