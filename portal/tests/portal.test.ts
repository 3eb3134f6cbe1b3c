import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPageSize } from '../scripts/first-page-size.ts';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser, type Visitor } from './browser.ts';
import { pagesOf } from './pages.ts';
import { startNode, type PortalNode } from './server.ts';

let node: PortalNode;
let browser: TestBrowser;
beforeAll(async () => {
  [node, browser] = await Promise.all([startNode(), startBrowser()]);
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
});
const open = (path: string, visitor?: Visitor) => browser.visit(node.url + path, visitor);

it('the API reference can be read', async () => {
  const { page, errors, close } = await open('/about');
  await page.goto(`${node.url}/reference/`);
  await page.getByRole('link', { name: /Describe a new resource/ }).waitFor();
  expect(errors).toEqual([]);
  await close();
});

describe('every page', () => {
  it.each(['en', 'zh'] as const)('answers with its status and shows its content without scripts, in %s', async (language) => {
    const { page, close } = await open('/about', { language, scripts: false });
    for (const { name, path, status, [language]: words } of pagesOf(node)) {
      const answer = await page.goto(node.url + path);
      expect([name, answer?.status()]).toEqual([name, status]);
      expect(await page.locator('html').getAttribute('lang'), name).toBe(language === 'zh' ? 'zh-Hans' : 'en');
      expect(await page.locator('main').innerText(), name).toContain(words);
      expect(await page.locator('h1').count(), name).toBe(1);
    }
    await close();
  });

  it.each(['en', 'zh'] as const)('has no serious or critical finding of axe in light and dark, and fits a phone, in %s', async (language) => {
    const { page, errors, close } = await open('/about', { language });
    const found: string[] = [];
    for (const { name, path } of pagesOf(node)) {
      found.push(...(await lookAt(page, name, node.url + path)));
      found.push(...errors.splice(0).map((error) => `${name}: ${error}`));
    }
    expect(found).toEqual([]);
    await close();
  });
});

describe('journeys', () => {
  it('find, read, walk, and see what can be done with it', async () => {
    const { page, errors, close } = await open('/');
    await page.getByRole('combobox', { name: 'Search the catalogue' }).fill('reads of a journey');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    await page.getByRole('list', { name: 'Results' }).getByRole('link', { name: 'Reads of a journey' }).click();
    await page.getByRole('heading', { level: 1, name: 'Reads of a journey', exact: true }).waitFor();
    expect(await page.locator('.files').innerText()).toContain('1.42 GB');

    await page.locator('.actions').getByRole('link', { name: 'Walk the graph' }).click();
    await page.getByRole('heading', { level: 1, name: /linked with Reads of a journey/ }).waitFor();
    await page.locator('.stage canvas').first().waitFor();
    await page.locator('.graph-list').getByRole('link', { name: 'BAM', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /linked with BAM/ }).waitFor();

    await page.goto(`${node.url}/r/${node.ids.dataset}`);
    await page.locator('.actions').getByRole('link', { name: 'What can I do with this?' }).click();
    await page.getByRole('heading', { level: 1, name: /What can I do with Reads of a journey/ }).waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it('the other language is one choice away and keeps address, query and filters', async () => {
    const { page, close } = await open('/search?q=bwa&kind=tool');
    const before = page.url();
    await page.getByRole('link', { name: '中文' }).click();
    await page.waitForFunction(() => document.documentElement.lang === 'zh-Hans');
    expect(page.url()).toBe(before);
    expect(await page.getByRole('combobox').inputValue()).toBe('bwa');
    await page.reload();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await close();

    const plain = await open('/search?q=bwa&kind=tool', { scripts: false });
    await plain.page.getByRole('link', { name: '中文' }).click();
    expect(new URL(plain.page.url()).searchParams.get('kind')).toBe('tool');
    await plain.page.getByRole('link', { name: 'bwa', exact: true }).first().click();
    expect(await plain.page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await plain.close();
  });

  it('the appearance that was chosen is drawn by the server', async () => {
    const { page, close } = await open('/about');
    await page.getByRole('link', { name: /Appearance: as the system/ }).click();
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
    await page.getByRole('link', { name: /Appearance: light/ }).click();
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    expect(await (await fetch(`${node.url}/about`, { headers: { cookie } })).text()).toContain('data-theme="dark"');
    await close();
  });

  it('search works by keyboard alone, with suggestions', async () => {
    const { page, close } = await open('/about');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.locator('#head-search').focus();
    await page.keyboard.type('sequence al');
    await page
      .getByRole('option', { name: /Sequence alignment/ })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[role=option][aria-selected=true]').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?|\/r\//);
    await close();
  });

  it('filters narrow, are removable, and their counts are those of the API, also without scripts', async () => {
    const { page, close } = await open('/search', { scripts: false });
    await page
      .locator('.facets')
      .getByRole('link', { name: /^Workflow/ })
      .click();
    expect(new URL(page.url()).searchParams.getAll('kind')).toEqual(['workflow']);
    const { total } = (await (await fetch(`${node.url}/api/v1/resources?kind=workflow`)).json()) as { total: number };
    expect(await page.locator('h1').innerText()).toBe(`${total} results`);
    await page.getByRole('link', { name: 'Remove Workflow' }).click();
    expect(new URL(page.url()).searchParams.has('kind')).toBe(false);
    await close();
  });

  it('pages lead forward and back', async () => {
    const { page, close } = await open('/search?sort=recency', { scripts: false });
    const first = await page.locator('.card h2').allInnerTexts();
    await page.getByRole('link', { name: 'Next' }).click();
    const second = await page.locator('.card h2').allInnerTexts();
    expect(second).not.toEqual(first);
    await page.getByRole('link', { name: 'First page' }).click();
    expect(await page.locator('.card h2').allInnerTexts()).toEqual(first);
    await close();
  });

  it('a harvest report shows its rejected records with their reasons', async () => {
    const { page, close } = await open(`/harvests/${node.ids.harvest}`, { scripts: false });
    expect(await page.locator('.rejections').innerText()).toMatch(/Link[\s\S]*is empty/);
    await close();
  });
});

describe('the first page', () => {
  it('asks for no more than 200 kB of scripts, compressed', async () => {
    const { total } = await firstPageSize(node.url);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThanOrEqual(200_000);
  });

  it('forbids inline scripts but its own', async () => {
    const answer = await fetch(node.url);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = /script-src[^;]*'nonce-([^']+)'/.exec(policy)?.[1];
    expect(nonce).toBeTruthy();
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
    const scripts = [...(await answer.text()).matchAll(/<script(?![^>]*\ssrc=)([^>]*)>/g)].map(([, attributes]) => attributes ?? '');
    expect(scripts.length).toBeGreaterThan(0);
    for (const attributes of scripts) expect(attributes).toContain(`nonce="${nonce}"`);
  });
});
