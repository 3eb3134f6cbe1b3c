import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { openDatabase, run } from '../../node/src/kernel/database.ts';
import { removeFolder, startNode, temporaryFolder, type RunningNode } from '../../tests/support/running-node.ts';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser, type Visitor } from './browser.ts';
import { visitByKey } from './visit-by-key.ts';

let node: RunningNode;
let browser: TestBrowser;
let key: string;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let dataset: string;
beforeAll(async () => {
  database = await freshDatabase();
  [node, browser] = await Promise.all([startNode(await temporaryFolder(), { DATABASE_URL: database.url }), startBrowser()]);
  const { authorization } = await node.operator();
  key = authorization.slice('Bearer '.length);
  const described = await fetch(`${node.url}/api/v1/resources`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'dataset', title: { en: 'Reads in the book', zh: '账本中的数据' } }),
  });
  dataset = ((await described.json()) as { id: string }).id;
  // Somebody unknown tries to read the ledger: the no is entered.
  expect((await fetch(`${node.url}/api/v1/ledger`)).status).toBe(401);
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
  if (node) await removeFolder(node.folder);
  await database?.drop();
});

const openLedger = (path: string, visitor?: Visitor) => visitByKey(browser, { url: node.url, key }, path, visitor);

it('leads a stranger to where one signs in', async () => {
  const { page, close } = await browser.visit(`${node.url}/ledger?action=decide.*`, { scripts: false });
  const url = new URL(page.url());
  expect([url.pathname, url.searchParams.get('to')]).toEqual(['/sign-in', '/ledger?action=decide.*']);
  await close();
});

it('shows what was decided and done, and is narrowed without scripts too', async () => {
  const { page, close } = await openLedger('/ledger', { scripts: false });
  await page.getByLabel('Action').fill('decide.ledger:read');
  await page.getByLabel('Who').fill('anyone');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const rows = page.locator('table.ledger tbody tr');
  expect(await rows.count()).toBe(1);
  expect(await rows.first().innerText()).toMatch(/anyone\s+decide\.ledger:read\s+node\s+no/);
  await page.locator('summary').first().click();
  expect(await rows.first().locator('pre').innerText()).toContain('"nothing-permits"');
  expect(await rows.first().locator('.digest').first().innerText()).toMatch(/^[0-9a-f]{64}$/);

  await page.goto(`${node.url}/ledger?subject=${dataset}`);
  expect(await page.getByRole('link', { name: dataset }).first().getAttribute('href')).toBe(`/r/${dataset}`);
  await page.goto(`${node.url}/ledger?actor=nobody-at-all`);
  expect(await page.getByRole('main').innerText()).toContain('no such entry');
  await close();
});

it('checks the chain, and says where it is broken, in both languages', async () => {
  const { page, errors, close } = await openLedger('/ledger', { language: 'zh' });
  await page.getByRole('link', { name: '立即核验全部条目' }).click();
  expect(await page.getByRole('status').innerText()).toMatch(/^完整：共 \d+ 条/);
  const { db, close: closeDatabase } = openDatabase(database.url);
  await run(db, 'alter table ledger.entry disable trigger user');
  await run(db, `update ledger.entry set actor = 'somebody else' where sequence = 2`);
  await page.goto(`${node.url}/ledger?check=yes`);
  expect(await page.getByRole('status').innerText()).toContain('第 2 条');
  await run(db, `update ledger.entry set actor = $1 where sequence = 2`, ['node:start']);
  await closeDatabase();
  expect(errors).toEqual([]);
  await close();
});

it('is readable for everybody, in light, in dark and on a phone', async () => {
  const english = await openLedger('/ledger');
  expect(await lookAt(english.page, 'ledger', `${node.url}/ledger?check=yes`)).toEqual([]);
  await english.close();
  const chinese = await openLedger('/ledger', { language: 'zh' });
  expect(await lookAt(chinese.page, 'ledger (zh)', `${node.url}/ledger`)).toEqual([]);
  await chinese.close();
});
