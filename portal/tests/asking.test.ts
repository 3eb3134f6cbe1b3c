import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberHit } from '../../node/src/federation/asking/question.ts';
import { aHit, aReply } from '../../node/src/federation/asking/testing/hits.ts';
import { answering, hanging, startMember, type TestMember } from '../../node/src/federation/asking/testing/members.ts';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { openDatabase, run } from '../../node/src/kernel/database.ts';
import { removeFolder, startNode, temporaryFolder, type RunningNode } from '../../tests/support/running-node.ts';
import { axe, findingsOf } from './axe.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let node: RunningNode;
let browser: TestBrowser;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let members: TestMember[];

const SETTINGS = `
harvest: { automatic: false }
rateLimits: { api: false, signIn: { requests: 5000, seconds: 60 } }
federation: { allowHosts: ['127.0.0.1'], automatic: false, deadline: 2 }
`;
const spectra = (of: string, key: string, title: MemberHit['title']): MemberHit =>
  aHit(of, key, {
    title,
    category: 'data',
    kind: 'dataset',
    summary: { en: 'Mass spectra of a hundred samples.', zh: '一百个样本的质谱数据。' },
    licence: 'CC-BY-4.0',
    why: [{ query: 'spectra', type: 'word', matched: 'spectra', field: 'title' }],
  });
const SHARED = { identifiers: ['doi:10.1234/spectra'] };

beforeAll(async () => {
  [database, folder] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), 'biotope-asking-'))]);
  await writeFile(join(folder, 'biotope.yaml'), SETTINGS);
  [node, browser] = await Promise.all([startNode(await temporaryFolder(), { DATABASE_URL: database.url, BIOTOPE_CONFIG: join(folder, 'biotope.yaml') }), startBrowser()]);
  members = await Promise.all([
    startMember(
      'Proteomics group',
      answering(async (_asked, id) => {
        await wait(150);
        return aReply(id, [spectra(id, 'one', { en: 'Spectra of plasma', zh: '血浆质谱' }), { ...spectra(id, 'both', { en: 'Spectra of two houses' }), ...SHARED }], 40);
      }),
    ),
    startMember(
      'Platform 4',
      answering((_asked, id) => aReply(id, [{ ...spectra(id, 'both', { en: 'Spectra of two houses' }), ...SHARED }])),
    ),
    startMember('Platform 5', hanging),
    startMember(
      'Platform 6',
      (_asked, response) =>
        void response.writeHead(403, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ detail: 'This node belongs to no group of the node that asks.' })),
    ),
  ]);
  const { db, close } = openDatabase(database.url);
  for (const { node: id, url, name } of members) {
    await run(db, `insert into federation.node (id, url, name, document, first_seen, updated) values ($1, $2, $3, '{}', now(), now())`, [id, url, JSON.stringify(name)]);
    await run(db, `insert into federation.membership (id, side, node_id, url, state, role, asked) values ($1, 'member', $1, $2, 'admitted', 'platform', now())`, [id, url]);
  }
  await close();
}, 120_000);
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
  await Promise.all((members ?? []).map((it) => it.close()));
  if (node) await removeFolder(node.folder);
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('asking the members from the search page', () => {
  it('offers it in a quiet line, and asks nobody before the reader does', async () => {
    const { page, errors, close } = await browser.visit(`${node.url}/search?q=spectra`);
    expect(await page.getByRole('link', { name: 'Ask 4 members now' }).count()).toBe(1);
    expect(await page.getByRole('region', { name: 'At the members' }).count()).toBe(0);
    expect(members.map(({ asked }) => asked.length)).toEqual([0, 0, 0, 0]);
    expect(errors).toEqual([]);
    await close();
  });

  it('shows what comes while it comes, each result with its holders, and how each member did', async () => {
    const { page, errors, close } = await browser.visit(`${node.url}/search?q=spectra`);
    await page.getByRole('link', { name: 'Ask 4 members now' }).click();
    const section = page.getByRole('region', { name: 'At the members' });
    // What has come is there while one member still hangs.
    await section.getByRole('link', { name: 'Spectra of plasma' }).waitFor();
    expect(await section.getAttribute('aria-busy')).toBe('true');
    await page.getByText(/^2 of 4 members answered/).waitFor();
    expect(await section.getAttribute('aria-busy')).toBe('false');
    const outcomes = section.getByRole('list', { name: 'How each member did' });
    const text = await outcomes.innerText();
    expect(text).toMatch(/Proteomics group answered in \d+ ms, 40 hits/);
    expect(text).toMatch(/Platform 5 late/);
    expect(text).toMatch(/Platform 6 refused after \d+ ms: This node belongs to no group/);
    const cards = section.locator('.card');
    expect(await cards.count()).toBe(2);
    const shared = cards.filter({ hasText: 'two houses' });
    expect(await shared.innerText()).toMatch(/Held at (Proteomics group, Platform 4|Platform 4, Proteomics group)/);
    const first = await cards.filter({ hasText: 'plasma' }).getByRole('link', { name: 'Spectra of plasma' }).getAttribute('href');
    expect(first).toMatch(/^https:\/\/\w+\.example\/r\/[0-9a-z]{12}$/);
    expect(await section.innerText()).toContain('at most 41 hits');
    // Another search begins anew.
    await page.goto(`${node.url}/search?q=other`);
    expect(await page.getByRole('region', { name: 'At the members' }).count()).toBe(0);
    expect(errors).toEqual([]);
    await close();
  });

  it('asks again, with more time, all of them', async () => {
    const { page, close } = await browser.visit(`${node.url}/search?q=spectra+again`);
    await page.getByRole('link', { name: 'Ask 4 members now' }).click();
    await page.getByRole('link', { name: 'Ask again, with more time' }).click();
    await expect.poll(() => members[2]!.asked.filter(({ question }) => question.type === 'search' && question.q === 'spectra again').length, { timeout: 10_000 }).toBe(2);
    expect(members[2]!.asked.at(-1)!.deadline).toBeGreaterThan(5_000);
    await close();
  });

  it('works without scripts, by an address, in both languages', async () => {
    const { page, close } = await browser.visit(`${node.url}/search?q=spectra`, { scripts: false, language: 'zh' });
    await page.getByRole('link', { name: '立即询问 4 个成员' }).click();
    const section = page.getByRole('region', { name: '各成员的结果' });
    const text = await section.innerText();
    expect(text).toContain('血浆质谱');
    expect(text).toMatch(/Platform 5 超时/);
    expect(text).toMatch(/Platform 6 拒绝/);
    expect(new URL(page.url()).searchParams.get('live')).toBe('1');
    const again = await section.getByRole('link', { name: '给予更多时间，再次询问' }).getAttribute('href');
    expect(again).toContain('live=again');
    await close();
  });

  it('is in order for everybody: wide and narrow, light and dark', async () => {
    for (const language of ['en', 'zh'] as const) {
      const { page, close } = await browser.visit(`${node.url}/search?q=spectra&live=1`, { language });
      await page.evaluate(axe);
      expect(await findingsOf(page, {})).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await findingsOf(page, { runOnly: ['color-contrast'] })).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
      const folderOfPictures = process.env['BIOTOPE_PICTURES'];
      if (folderOfPictures) {
        await page.screenshot({ path: join(folderOfPictures, `asking-narrow-${language}.png`), fullPage: true });
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.screenshot({ path: join(folderOfPictures, `asking-wide-${language}.png`), fullPage: true });
      }
      await close();
    }
  });

  it('has no line where there is nobody to ask, nor on later pages', async () => {
    const { page, close } = await browser.visit(`${node.url}/search`, { scripts: false });
    await page.getByRole('link', { name: 'Next' }).click();
    expect(await page.getByRole('link', { name: /Ask \d members now/ }).count()).toBe(0);
    await close();
  });
});
