import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../node/src/app/http/testing/authenticator.ts';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { removeFolder, startNode, temporaryFolder, type RunningNode } from '../../tests/support/running-node.ts';
import { axe, findingsOf } from './axe.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let folder: string;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let node: RunningNode;
let browser: TestBrowser;
const PASSWORD = 'quiet otters count slowly';

beforeAll(async () => {
  [folder, database, browser] = await Promise.all([temporaryFolder(), freshDatabase(), startBrowser()]);
  const configuration = join(folder, 'biotope.yaml');
  await writeFile(configuration, JSON.stringify({ harvest: { automatic: false }, rateLimits: { signIn: false } }));
  node = await startNode(folder, { DATABASE_URL: database.url, BIOTOPE_CONFIG: configuration });
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
  await database?.drop();
  await removeFolder(folder);
});

/** Comes in with a one-time secret that a reset gave, so without any second factor. */
async function comeIn(page: Page) {
  const answer = await fetch(`${node.url}/api/v1/accounts/admin/reset`, { method: 'POST', headers: await node.operator() });
  const { secret } = (await answer.json()) as { secret: string };
  await page.getByLabel('Login name').fill('admin');
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('One-time secret').fill(secret);
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await page.waitForURL(`${node.url}/account`);
}

it.each([true, false])('is set up on the account’s page, asked for at the sign-in, and removed (scripts: %s)', async (scripts) => {
  const { page, errors, close } = await browser.visit(`${node.url}/sign-in/node`, { scripts });
  await comeIn(page);
  const section = page.locator('#second-factor');
  const alert = (text: string) => page.getByRole('alert').filter({ hasText: text }).waitFor();
  await section.getByLabel('Present password').fill('a wrong one');
  await section.getByRole('button', { name: 'Set it up' }).click();
  await alert('The present password is wrong.');
  await section.getByLabel('Present password').fill(PASSWORD);
  await section.getByRole('button', { name: 'Set it up' }).click();
  await section.getByRole('img', { name: 'QR code of the secret' }).waitFor();
  const secret = await section.locator('#factor-begun code').innerText();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await section.getByLabel('Code that the app shows').fill('12345');
  await section.getByRole('button', { name: 'Ask for codes from now on' }).click();
  await alert('Is the clock of the device right?');
  expect(await page.content(), 'the secret is shown once').not.toContain(secret);
  await section.getByLabel('Code that the app shows').fill(codeOf(secret));
  await section.getByRole('button', { name: 'Ask for codes from now on' }).click();
  await page.locator('#factor-made').waitFor();
  const recoveryCodes = await page.locator('#factor-made code').allInnerTexts();
  expect(recoveryCodes).toHaveLength(10);
  await page.goto(`${node.url}/account`);
  expect(await section.innerText()).toContain('Recovery codes left: 10.');
  expect(await page.content(), 'once').not.toContain(recoveryCodes[0]);

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(`${node.url}/`);
  const signIn = async (shown: Record<string, string>) => {
    for (const [label, value] of Object.entries(shown)) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const account = { 'Login name': 'admin', Password: PASSWORD };
  await page.goto(`${node.url}/sign-in/node?to=%2Faccount`);
  await signIn(account);
  await page.getByText('This account also asks for a code').waitFor();
  const code = page.getByLabel('Code', { exact: true });
  expect([await code.getAttribute('autocomplete'), await code.getAttribute('inputmode')]).toEqual(['one-time-code', 'numeric']);
  expect(await page.content(), 'a password comes back in no page').not.toContain(PASSWORD);
  expect(await page.getByLabel('Login name').inputValue()).toBe('admin');
  await signIn({ Password: PASSWORD, Code: '12345' });
  await alert('The code is wrong, or was used already.');
  await signIn({ Password: PASSWORD, Code: codeOf(secret, 1) });
  await page.waitForURL(`${node.url}/account`);

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(`${node.url}/`);
  await page.goto(`${node.url}/sign-in/node?to=%2Faccount`);
  await signIn(account);
  await page.getByText('The app is not at hand').click();
  await signIn({ Password: PASSWORD, 'Recovery code': recoveryCodes[0] ?? '' });
  await page.waitForURL(`${node.url}/account`);
  expect(await section.innerText()).toContain('Recovery codes left: 9.');
  await section.getByLabel('Present password').fill(PASSWORD);
  await section.getByRole('button', { name: 'Remove it' }).click();
  await page.locator('#factor-removed').waitFor();
  await section.getByRole('button', { name: 'Set it up' }).waitFor();
  expect(errors).toEqual([]);
  await close();
});

it('speaks Chinese, fits a phone, and can be used by everybody', async () => {
  const english = await browser.visit(`${node.url}/sign-in/node`, { scripts: false });
  await comeIn(english.page);
  await english.close();
  const { page, errors, close } = await browser.visit(`${node.url}/sign-in/node?to=%2Faccount`, { language: 'zh', width: 390 });
  await page.getByLabel('登录名').fill('admin');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(`${node.url}/account`);
  const section = page.locator('#second-factor');
  await section.getByLabel('当前密码').fill(PASSWORD);
  await section.getByRole('button', { name: '开始设置' }).click();
  const picture = section.getByRole('img', { name: '密钥的二维码' });
  await picture.waitFor();
  expect(await picture.evaluate((it: HTMLImageElement) => it.decode().then(() => it.naturalWidth > 0))).toBe(true);
  const lookHere = async () => {
    await page.evaluate(axe);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    return [...(await findingsOf(page, {})), ...(wider > 0 ? [`${wider} px wider than a phone`] : [])];
  };
  expect(await lookHere()).toEqual([]);
  const secret = await section.locator('#factor-begun code').innerText();
  await section.getByLabel('应用显示的验证码').fill(codeOf(secret));
  await section.getByRole('button', { name: '启用验证码' }).click();
  await page.locator('#factor-made').waitFor();
  expect(await section.innerText()).toContain('请立即记下这些恢复码');
  await section.getByText('剩余恢复码：10 个').waitFor();
  expect(await lookHere()).toEqual([]);
  await page.goto(`${node.url}/sign-in/node`);
  await page.getByLabel('登录名').fill('admin');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('此账户还要求验证码').waitFor();
  await page.getByText('应用不在手边').click();
  expect(await lookHere()).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});
