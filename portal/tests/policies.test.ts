import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
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
  key = (await node.operator()).authorization.slice('Bearer '.length);
  dataset = (await ask<{ id: string }>('POST', '/api/v1/resources', { kind: 'dataset', title: { en: 'Reads under a policy', zh: '受策略约束的数据' } })).id;
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
  if (node) await removeFolder(node.folder);
  await database?.drop();
});

async function ask<T>(method: string, path: string, body?: object, token: string | null = key): Promise<T> {
  const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) };
  const answer = await fetch(node.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return (await answer.json()) as T;
}

const openPolicies = (path: string, visitor?: Visitor) => visitByKey(browser, { url: node.url, key }, path, visitor);

const CLOSED = '@id("closed")\n@reason("Not without signing in.")\n@reason_zh("须先登录。")\nforbid (principal is Anyone, action == Action::"resource:use", resource);\n';
const mayAnybody = async () => await ask<{ answer: string; reasons: { text: Record<string, string> }[] }>('POST', '/api/v1/decisions', { resource: dataset }, null);

describe('policies in the portal', () => {
  it('a stranger is led to where one signs in', async () => {
    const { page, close } = await browser.visit(`${node.url}/policies`, { scripts: false });
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await close();
  });

  it.each([
    {
      language: 'en' as const,
      scripts: true,
      check: 'Check',
      tryOut: 'Try out',
      adopt: 'Put in force',
      next: 'Another file',
      text: 'Text of the new file',
      why: 'Why',
      notYet: 'not in force yet',
      back: 'back to it',
    },
    {
      language: 'zh' as const,
      scripts: false,
      check: '检查',
      tryOut: '试用',
      adopt: '使其生效',
      next: '新增文件',
      text: '新文件的文本',
      why: '缘由',
      notYet: '尚未生效',
      back: '恢复',
    },
  ])('are written, refused with line and reason, tried out, put in force and taken back ($language, scripts: $scripts)', async ({ language, scripts, ...words }) => {
    await ask('PUT', '/api/v1/policies', { files: {} });
    const { page, errors, close } = await openPolicies('/policies', { language, scripts });
    expect(await page.locator('#in-force').innerText()).toContain('embargo');

    const fill = async (text: string) => {
      await page.getByLabel(words.next).fill('own');
      await page.getByLabel(words.text).fill(text);
    };
    await fill(`${CLOSED}permit (principal, action, resource) when { context.rolez };`);
    await page.getByRole('button', { name: words.check, exact: true }).click();
    await page.locator('.policy-flaws').waitFor();
    expect(await page.locator('.policy-flaws').innerText()).toContain('own.cedar:5:45');
    expect(await page.locator('.policy-flaws').innerText()).toContain('did you mean `roles`?');
    expect(await page.locator('.policy-text .bad').innerText()).toBe('5');
    // What was typed is still there.
    const text = page.locator('#file-own-cedar');
    expect(await text.inputValue()).toContain('context.rolez');

    await text.fill(CLOSED);
    await page.getByRole('button', { name: words.check, exact: true }).click();
    await page.locator('#checked').waitFor();
    expect(await page.locator('#checked').innerText()).toContain(words.notYet);
    expect((await mayAnybody()).answer).toBe('yes');

    await page.locator('input[name=resources]').fill(dataset);
    await page.getByRole('button', { name: words.tryOut, exact: true }).click();
    await page.locator('#tried').waitFor();
    expect(await page.locator('#tried tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(language === 'zh' ? /任何人.*使用数据.*允许.*closed/s : /Anybody.*use its data.*yes.*no.*closed/s),
    ]);
    expect((await mayAnybody()).answer).toBe('yes');

    await page.getByLabel(words.why, { exact: true }).fill('tried in a browser');
    await page.getByRole('button', { name: words.adopt }).click();
    await page.locator('#adopted').waitFor();
    const closed = await mayAnybody();
    expect(closed.answer).toBe('no');
    expect(closed.reasons[0]?.text).toEqual({ en: 'Not without signing in.', zh: '须先登录。' });
    expect(await readFile(join(node.folder, 'policies/own.cedar'), 'utf8')).toBe(CLOSED);
    expect(await page.locator('#versions tbody tr').first().innerText()).toContain('tried in a browser');

    await page
      .getByRole('link', { name: new RegExp(`^${words.back}`) })
      .first()
      .click();
    await page.locator('#earlier').waitFor();
    expect(await page.locator('#file-own-cedar').count()).toBe(0);
    await page.getByRole('button', { name: words.adopt }).click();
    await page.locator('#adopted').waitFor();
    expect((await mayAnybody()).answer).toBe('yes');
    expect(errors).toEqual([]);
    await close();
  });

  it('tells of files that were found and do not hold', async () => {
    const file = join(node.folder, 'policies/broken.cedar');
    await writeFile(file, 'permit (principal, action, resource) when { maybe };');
    await expect.poll(async () => (await ask<{ refused: object | null }>('GET', '/api/v1/policies')).refused, { timeout: 120_000, interval: 500 }).not.toBeNull();
    const { page, close } = await openPolicies('/policies');
    expect(await page.locator('.banner.bad').innerText()).toContain('broken.cedar:1:45');
    expect((await mayAnybody()).answer).toBe('yes');
    await close();
  });

  it('reads well in light, in dark and on a phone', async () => {
    await ask('PUT', '/api/v1/policies', { files: { 'own.cedar': CLOSED } });
    const { page, close } = await openPolicies('/policies?compare=1');
    expect(await lookAt(page, 'policies', `${node.url}/policies?compare=1`)).toEqual([]);
    await close();
  });
});
