import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser, type TestBrowser, type Visitor } from './browser.ts';
import { startNode, type PortalNode } from './server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SOUND = 'kind: dataset\ntitle: { en: Wheat lines, zh: 小麦品系 }\nlicence: { id: CC-BY-4.0 }\n';
const FLAWED = '{"kind":"spaceship","title":{"en":"Wheat"},"homepage":"nowhere"}';

let node: PortalNode;
let browser: TestBrowser;
let folder: string;
beforeAll(async () => {
  [node, browser, folder] = await Promise.all([startNode(), startBrowser(), mkdtemp(join(tmpdir(), 'biotope-quality-'))]);
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
  await rm(folder, { recursive: true });
});
const open = (path: string, visitor?: Visitor) => browser.visit(node.url + path, visitor);

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    async () => (await (window as unknown as { axe: { run: () => Promise<{ violations: { id: string; impact: string }[] }> } }).axe.run()).violations,
  );
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
}

describe('a resource’s page', () => {
  it.each([
    ['en', 'Findable', 'holds', 'CC-BY-4.0'],
    ['zh', '可发现', '满足', 'CC-BY-4.0'],
  ] as const)('shows the four letters, and on demand every metric with its evidence, in %s', async (language, letter, verdict, evidence) => {
    const { page, errors, close } = await open(`/r/${node.ids.dataset}`, { language });
    const section = page.locator('#quality');
    expect(await section.locator('.letters').innerText()).toContain(letter);
    expect(await section.locator('.metrics').isVisible()).toBe(false);
    await section.locator('summary', { hasText: '17' }).click();
    const licence = section.locator('.metrics > li', { hasText: 'FsF-R1.1-01M' });
    expect(await licence.innerText()).toContain(verdict);
    await licence.locator('summary').press('Enter');
    expect(await licence.innerText()).toContain(evidence);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
});

it('from a source’s counts one comes to what is to mend, and from there to the resource', async () => {
  const { page, errors, close } = await open('/sources/galaxy-codex');
  const row = page.locator('.metric-counts tr', { hasText: 'FsF-R1.1-01M' });
  const link = row.getByRole('link').first();
  const count = Number(await link.innerText());
  await link.click();
  await page.locator('h1', { hasText: 'FsF-R1.1-01M' }).waitFor();
  expect(await page.locator('main ul.ruled > li').count(), 'a page of fifty').toBe(Math.min(count, 50));
  await page.locator('main ul.ruled a').first().click();
  await page.waitForURL(/\/r\//);
  await page.locator('#quality .letters').waitFor();
  expect(errors).toEqual([]);
  await close();
});

describe('checking a description', () => {
  it.each([true, false])('by pasting it (scripts: %s)', async (scripts) => {
    const { page, close } = await open('/check', { scripts });
    await page.fill('#check-text', SOUND);
    await page.click('.check-form button');
    await page.locator('.checked').waitFor();
    expect(await page.locator('.checked').innerText()).toContain('could be registered');
    expect(await page.locator('.checked .letters').isVisible()).toBe(true);
    expect(await page.inputValue('#check-text'), 'what was pasted is still there to mend').toBe(SOUND);
    await close();
  });

  it('by its file, in Chinese; each flaw by its field', async () => {
    const file = join(folder, 'flawed.json');
    await writeFile(file, FLAWED);
    const { page, errors, close } = await open('/check', { language: 'zh' });
    await page.setInputFiles('input[type=file]', file);
    await page.click('.check-form button');
    await page.locator('.checked').waitFor();
    expect(await page.locator('.checked').innerText()).toMatch(/无效[^]*\/homepage/);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  it.each([
    ['nothing', '', 'Paste a description'],
    ['what nobody can tell', 'Nothing to see here', 'Nobody can tell what'],
  ])('%s is answered in words', async (_case, text, words) => {
    const { page, close } = await open('/check', { scripts: false });
    await page.fill('#check-text', text);
    await page.click('.check-form button');
    expect(await page.getByRole('alert').innerText()).toContain(words);
    await close();
  });
});
