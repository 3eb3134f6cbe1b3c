import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOtherProvider, type OtherProvider } from '../../node/src/app/http/testing/other-provider.ts';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { freePort, removeFolder, startNode, temporaryFolder, type RunningNode } from '../../tests/support/running-node.ts';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser, type Visitor } from './browser.ts';

let folder: string;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let other: OtherProvider;
let node: RunningNode;
let browser: TestBrowser;
const PASSWORD = 'quiet otters count slowly';

beforeAll(async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  [folder, database, other, browser] = await Promise.all([temporaryFolder(), freshDatabase(), startOtherProvider(`${url}/sign-in/institute/callback`), startBrowser()]);
  const configuration = join(folder, 'biotope.yaml');
  const provider = { id: 'institute', title: { en: 'Example Institute', zh: '示例研究所' }, issuer: other.issuer, clientId: other.clientId, clientSecretEnv: 'INSTITUTE_SECRET' };
  await writeFile(configuration, JSON.stringify({ harvest: { automatic: false }, rateLimits: { signIn: false }, signIn: { providers: [provider] } }));
  node = await startNode(folder, { DATABASE_URL: database.url, BIOTOPE_CONFIG: configuration, INSTITUTE_SECRET: other.clientSecret, BIOTOPE_PORT: String(port) });
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
  await other?.close();
  await database?.drop();
  await removeFolder(folder);
});

const open = (path: string, visitor?: Visitor) => browser.visit(node.url + path, visitor);
async function reset(login: string): Promise<string> {
  const answer = await fetch(`${node.url}/api/v1/accounts/${login}/reset`, { method: 'POST', headers: await node.operator() });
  return ((await answer.json()) as { secret: string }).secret;
}
const head = (page: Page) => page.getByRole('banner');

/** Goes in by an account of the node, with a one-time secret and a password of one's own. */
async function signIn(page: Page, login: string, secret: string) {
  await page.getByLabel('Login name').fill(login);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('One-time secret').fill(secret);
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
}

it.each([true, false])('an account of the node: the one-time secret asks for a password, and leads back to where one was (scripts: %s)', async (scripts) => {
  const secret = await reset('admin');
  const { page, errors, close } = await open('/about', { scripts });
  await head(page).getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL('**/sign-in');
  await page.goto(`${node.url}/sign-in?to=%2Fpeople%3Fq%3DAdmin`);
  expect(await page.locator('.providers a').allInnerTexts()).toEqual(['Account of this node', 'Example Institute']);
  expect(await page.getByLabel('The node’s key').isVisible(), 'the key is folded away').toBe(false);
  await page.getByRole('link', { name: 'Account of this node' }).click();
  await page.getByLabel('Login name').fill('admin');
  await page.getByLabel('Password').fill('a wrong one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toBe('The login name or the password is wrong.');
  expect(await page.content(), 'a password comes back in no page').not.toContain('a wrong one');
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('One-time secret').fill(secret);
  await page.getByLabel('New password', { exact: true }).fill('password1234');
  await page.getByLabel('New password again').fill('password1234');
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await page.getByRole('alert').filter({ hasText: 'among the first that others would try' }).waitFor();
  await page.getByLabel('One-time secret').fill(secret);
  await page.getByLabel('New password', { exact: true }).fill(`${PASSWORD} ${scripts}`);
  await page.getByLabel('New password again').fill(`${PASSWORD} ${scripts}`);
  await page.getByRole('button', { name: 'Set it and sign in' }).click();
  await page.waitForURL(`${node.url}/people?q=Admin`);
  expect(await head(page).getByRole('link', { name: 'You are signed in as Administrator' }).count()).toBe(1);
  expect(await page.getByRole('table').innerText()).toContain('Operator');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${node.url}/`);
  await page.goto(`${node.url}/people`);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  expect(errors).toEqual([]);
  await close();
});

it('another institution, in Chinese: chosen, given up, come back to the page one was on', async () => {
  other.people.set('asker', { name: '申请人' });
  const { page, errors, close } = await open('/sign-in?to=%2Faccount', { language: 'zh' });
  expect(await page.locator('.providers a').allInnerTexts()).toEqual(['本节点账户', '示例研究所']);
  await page.getByRole('link', { name: '示例研究所' }).click();
  await page.waitForURL(`${other.issuer}/who/**`);
  await page.goto(`${page.url()}?as=nobody`);
  expect(await page.getByRole('alert').innerText()).toContain('您在身份提供方处放弃了登录');
  await page.getByRole('link', { name: '示例研究所' }).click();
  await page.waitForURL(`${other.issuer}/who/**`);
  await page.goto(`${page.url()}?as=asker`);
  await page.waitForURL(`${node.url}/account`);
  expect(await head(page).getByRole('link', { name: '当前登录身份 申请人' }).count()).toBe(1);
  expect(await page.getByRole('main').innerText()).toContain('您在本节点没有角色');
  await page.goto(`${node.url}/people`);
  expect(await page.getByRole('main').innerText(), 'a person without the role sees that this is not open to them').toContain('403');
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL(`${node.url}/`);
  expect(errors).toEqual([]);
  await close();
});

describe('the account', () => {
  it.each([true, false])('a token is shown once, speaks for its owner, and ends; a session elsewhere ends (scripts: %s)', async (scripts) => {
    const secret = await reset('admin');
    const { page, errors, close } = await open('/sign-in/node', { scripts });
    await signIn(page, 'admin', secret);
    await page.waitForURL(`${node.url}/account`);
    const elsewhere = await open('/sign-in/node', { scripts: false });
    await elsewhere.page.getByLabel('Login name').fill('admin');
    await elsewhere.page.getByLabel('Password').fill(PASSWORD);
    await elsewhere.page.getByRole('button', { name: 'Sign in' }).click();
    await elsewhere.page.waitForURL(`${node.url}/account`);

    await page.goto(`${node.url}/account`);
    await page.getByLabel('What it is for').fill(`notebook ${scripts}`);
    await page.getByLabel('use data I may use').check();
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByText('Copy the token now').waitFor();
    const token = await page.locator('#made code').first().innerText();
    expect(token).toMatch(/^btp_/);
    const session = async () => fetch(`${node.url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await session()).json()).toMatchObject({ caller: { name: 'Administrator' }, scopes: ['read', 'use'] });
    await page.goto(`${node.url}/account`);
    expect(await page.content(), 'once').not.toContain(token);
    await page.getByRole('button', { name: `End notebook ${scripts}` }).click();
    await page.getByRole('row', { name: new RegExp(`notebook ${scripts}`) }).waitFor({ state: 'detached' });
    expect((await session()).status).toBe(401);

    await page.getByRole('button', { name: /^End Chrome/ }).click();
    await page.getByText('It counts no longer').waitFor();
    await elsewhere.page.reload();
    expect(new URL(elsewhere.page.url()).pathname).toBe('/sign-in');
    expect(errors).toEqual([]);
    await elsewhere.close();
    await close();
  });
});

describe('people', () => {
  it('somebody is added, comes in, is given a role that counts at once, and loses it', async () => {
    const { page, errors, close } = await open('/sign-in/node?to=%2Fpeople');
    await signIn(page, 'admin', await reset('admin'));
    await page.waitForURL(`${node.url}/people`);
    const add = page.locator('#add');
    await add.getByLabel('Name', { exact: true }).fill('Curator one');
    await add.getByLabel('Login name').fill('curator-one');
    await add.getByRole('button', { name: 'Add' }).click();
    await page.getByText('One-time secret for curator-one').waitFor();
    const secret = await page.locator('#made code').innerText();
    await page.getByRole('link', { name: 'Curator one' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Curator one' }).waitFor();

    const theirs = await open('/sign-in/node', { scripts: false });
    await signIn(theirs.page, 'curator-one', secret);
    await theirs.page.waitForURL(`${node.url}/account`);
    const navigation = () => theirs.page.getByRole('navigation', { name: 'Main' }).innerText();
    expect(await navigation()).not.toContain('Curation');

    await page.getByLabel('Role', { exact: true }).selectOption('curator');
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByRole('row', { name: /Curator/ }).waitFor();
    await theirs.page.reload();
    expect(await navigation()).toContain('Curation');
    await theirs.page.goto(`${node.url}/curation`);
    expect(await theirs.page.getByRole('heading', { level: 1 }).innerText()).toBe('Curation');

    await page.getByRole('button', { name: 'Take away: Curator, node' }).click();
    await page.getByRole('row', { name: /Curator/ }).waitFor({ state: 'detached' });
    await theirs.page.goto(`${node.url}/curation`);
    expect(await theirs.page.getByRole('main').innerText()).toContain('403');

    await page.getByRole('button', { name: 'Shut out' }).click();
    await page.getByText('shut out', { exact: true }).waitFor();
    await theirs.page.goto(`${node.url}/account`);
    expect(new URL(theirs.page.url()).pathname).toBe('/sign-in');
    expect(errors).toEqual([]);
    await theirs.close();
    await close();
  });

  it('a scope that is none is refused in words', async () => {
    const { page, close } = await open('/sign-in/node?to=%2Fpeople', { scripts: false });
    await signIn(page, 'admin', await reset('admin'));
    await page.getByRole('link', { name: 'Administrator' }).last().click();
    await page.getByLabel('Where it holds').fill('everywhere');
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    expect(await page.getByRole('alert').innerText()).toContain('is neither "node" nor "org:…" nor "resource:…"');
    await close();
  });
});

it.each(['en', 'zh'] as const)('the pages can be used by everybody, wide and narrow, light and dark (%s)', async (language) => {
  const { page, close } = await open('/sign-in', { language });
  const found = await lookAt(page, 'sign-in', `${node.url}/sign-in`);
  found.push(...(await lookAt(page, 'password', `${node.url}/sign-in/node`)));
  const secret = await reset('admin');
  const zh = language === 'zh';
  await page.getByLabel(zh ? '登录名' : 'Login name').fill('admin');
  await page.getByLabel(zh ? '密码' : 'Password').fill(secret);
  await page.getByRole('button', { name: zh ? '登录' : 'Sign in' }).click();
  await page.getByLabel(zh ? '一次性口令' : 'One-time secret').fill(secret);
  await page.getByLabel(zh ? '新密码' : 'New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel(zh ? '再次输入新密码' : 'New password again').fill(PASSWORD);
  await page.getByRole('button', { name: zh ? '设置并登录' : 'Set it and sign in' }).click();
  await page.waitForURL(`${node.url}/account`);
  found.push(...(await lookAt(page, 'account', `${node.url}/account`)));
  found.push(...(await lookAt(page, 'people', `${node.url}/people`)));
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('link', { name: 'Administrator' }).last().click();
  await page.waitForURL('**/people/*');
  found.push(...(await lookAt(page, 'person', page.url())));
  found.push(...(await lookAt(page, 'programs', `${node.url}/programs`)));
  expect(found).toEqual([]);
  await close();
});
