import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser, type Visitor } from './browser.ts';
import { startCuratedNode, type CuratedNode } from './curated-node.ts';
import { visitByKey } from './visit-by-key.ts';

let node: CuratedNode;
let browser: TestBrowser;
beforeAll(async () => {
  [node, browser] = await Promise.all([startCuratedNode(), startBrowser()]);
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
});

const open = (path: string, visitor?: Visitor) => browser.visit(node.url + path, visitor);

/** Opens a page by way of signing in. */
const openAsKeeper = (path: string, visitor?: Visitor) => visitByKey(browser, node, path, visitor);

const card = (page: Page, words: string | RegExp) => page.locator('.proposal').filter({ hasText: words });
const resource = (id: string) => node.ask<{ id: string; status: string; version: string; sources: unknown[] }>('GET', `/api/v1/resources/${id}`);
const sameResource = async () => (await resource(node.ids.other)).id === (await resource(node.ids.double)).id;
const proposals = (query: string) => node.ask<{ items: { id: string; state: string }[] }>('GET', `/api/v1/curation/proposals?${query}`);

describe('signing in', () => {
  it('a stranger sees no tools of curators and is led to where one signs in', async () => {
    const { page, close } = await open('/about', { scripts: false });
    expect(await page.getByRole('navigation', { name: 'Main' }).innerText()).not.toContain('Curation');
    for (const path of ['/curation?type=merge', `/r/${node.ids.several}/merge?with=${node.ids.lone}`, `/r/${node.ids.several}/separate?source=own&record=mafft`]) {
      await page.goto(node.url + path);
      const url = new URL(page.url());
      expect([url.pathname, url.searchParams.get('to')]).toEqual(['/sign-in', path]);
    }
    await page.goto(`${node.url}/r/${node.ids.several}`);
    expect(await page.locator('#statements').innerText()).toContain('9.9');
    expect(await page.locator('#statements button, .keeper-links').count()).toBe(0);
    await close();
  });

  it.each([true, false])('a wrong key is told so, the right one leads back; the session is out of reach of scripts and ends at will (scripts: %s)', async (scripts) => {
    const { page, errors, close } = await open('/sign-in?to=%2Fcuration%3Ftype%3Dmerge', { scripts });
    await page.locator('.by-key summary').click();
    expect(await page.getByRole('main').innerText()).toContain('cat .biotope/operator.key');
    await page.getByLabel('The node’s key').fill('not the key');
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('alert').innerText()).toContain('not the key of this node');
    await page.getByLabel('The node’s key').fill(` ${node.key} `);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${node.url}/curation?type=merge`);
    expect(
      await page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: /^Curation \d+ open proposals?$/ })
        .count(),
    ).toBe(1);
    const session = (await page.context().cookies()).find(({ name }) => name === 'biotope_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${node.url}/`);
    await page.goto(`${node.url}/curation`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(errors).toEqual([]);
    await close();
  });

  it('never leads to another site', async () => {
    const { page, close } = await open('/sign-in?to=%2F%2Fevil.example%2F', { scripts: false });
    await page.locator('.by-key summary').click();
    await page.getByLabel('The node’s key').fill(node.key);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    expect(page.url()).toBe(`${node.url}/curation`);
    await close();
  });

  it('nothing changes by a form of another site, even with the session at hand', async () => {
    const [proposal] = (await proposals('type=spam')).items;
    const { page, close } = await openAsKeeper('/curation');
    const session = (await page.context().cookies()).find(({ name }) => name === 'biotope_session')?.value;
    const foreign = { cookie: `biotope_session=${session}`, 'content-type': 'application/x-www-form-urlencoded' };
    const body = `proposal=${proposal?.id}&step=accept`;
    const origins: [name: string, value: string][] = [
      ['origin', 'https://evil.example'],
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
    ];
    for (const [name, value] of origins) {
      const answer = await fetch(`${node.url}/curation`, { method: 'POST', headers: { ...foreign, [name]: value }, body, redirect: 'manual' });
      expect(answer.status, `${name}: ${value}`).toBeGreaterThanOrEqual(400);
    }
    const elsewhere = await listen(
      `<form method="post" action="${node.url}/curation">${body.replaceAll(/(\w+)=(\w+)&?/g, '<input name="$1" value="$2">')}<button>Go</button></form>`,
    );
    await page.goto(elsewhere.url);
    await page.getByRole('button', { name: 'Go' }).click();
    await page.waitForURL(`${node.url}/**`);
    expect((await node.ask('GET', `/api/v1/curation/proposals/${proposal?.id}`)).state).toBe('open');
    expect((await resource(node.ids.spam)).status).toBe('published');
    await elsewhere.close();
    await close();
  });
});

describe('the queue', () => {
  it('two that look like one are found, compared, merged, seen as one, and taken apart again, by keyboard', async () => {
    const { page, errors, close } = await openAsKeeper('/curation?type=merge');
    await page.getByRole('button', { name: 'Look for doubles now' }).click();
    await page.getByRole('status').filter({ hasText: 'Looked through the whole catalogue' }).waitFor();
    const pair = card(page, 'Finder of a journey');
    expect(await pair.locator('.evidence').innerText()).toMatch(/Same home page: finder\.example\.org[\s\S]*Same title/);
    expect(await pair.getByRole('row', { name: /^Home page/ }).innerText()).toContain('same');
    expect(await pair.getByRole('row', { name: /^Description/ }).innerText()).toContain('one states it');
    expect(await pair.getByRole('row', { name: /^Sources/ }).innerText()).toMatch(/This node/);

    await pair.getByLabel(/^Note/).focus();
    await page.keyboard.type('seen both');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await pair.getByText('They are one resource now').waitFor();
    expect(await sameResource()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'what was done has the focus').toBe('status');
    expect(await pair.innerText()).toContain('seen both');

    const { id: stands } = await resource(node.ids.other);
    const older = stands === node.ids.other ? node.ids.double : node.ids.other;
    const redirect = await fetch(`${node.url}/r/${older}`, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([301, `/r/${stands}?from=${older}`]);
    expect(redirect.headers.get('cache-control'), 'a merge that is undone is not remembered by browsers').toContain('no-cache');
    const visitor = await open(`/r/${older}`, { scripts: false });
    expect(await visitor.page.getByRole('main').innerText()).toContain(`You came by an older address, /r/${older}`);
    await visitor.page.goto(`${node.url}/r/${stands}?from=${node.ids.lone}`);
    expect(await visitor.page.getByRole('main').innerText(), 'an address that never led here is not believed').not.toContain('older address');
    await visitor.close();

    for (let presses = 0; presses < 4 && !(await page.evaluate(() => document.activeElement?.textContent?.startsWith(' Undo'))); presses++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await pair.getByText('As before: the pair is open again').waitFor();
    expect(await sameResource()).toBe(false);
    expect(errors).toEqual([]);
    await close();
  });

  it('what is kept apart is not proposed again, without scripts', async () => {
    const { page, close } = await openAsKeeper('/curation?type=merge', { scripts: false });
    await card(page, 'Finder of a journey').getByRole('button', { name: 'Keep them apart' }).click();
    expect(await card(page, 'Finder of a journey').innerText()).toContain('They are kept apart');
    await page.goto(`${node.url}/curation?type=merge`);
    await page.getByRole('button', { name: 'Look for doubles now' }).click();
    expect(await page.getByRole('status').innerText()).toContain('no new pair');
    expect(await card(page, 'Finder of a journey').count()).toBe(0);
    await page.goto(`${node.url}/curation?type=merge&state=refused`);
    await card(page, 'Finder of a journey').getByRole('button', { name: /^Undo/ }).click();
    expect(await card(page, 'Finder of a journey').innerText()).toContain('the pair is open again');
    await close();
  });

  it('a dead link is replaced or taken out, where that can be, without scripts', async () => {
    const { page, close } = await openAsKeeper('/curation?type=dead-link', { scripts: false });
    const homepage = card(page, /Stands in\s*Home page/);
    expect(await homepage.innerText()).toMatch(/https:\/\/gone\.example\.org\/[\s\S]*404/);
    await homepage.getByRole('button', { name: 'Take out or replace it' }).click();
    expect(await homepage.getByLabel(/Address that takes its place/).evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true);
    await homepage.getByLabel(/Address that takes its place/).fill('https://here.example.org/');
    await homepage.getByRole('button', { name: 'Take out or replace it' }).click();
    expect(await page.locator('.proposals').innerText()).toContain('The address was taken out or replaced');
    await card(page, /Stands in\s*Addresses/)
      .getByRole('button', { name: 'Take out or replace it' })
      .click();
    expect(await resource(node.ids.dead)).toMatchObject({ homepage: 'https://here.example.org/', endpoints: [] });
    await close();
  });

  it('what the node refuses is said at the proposal, and nothing is lost', async () => {
    const { page, close } = await openAsKeeper('/curation?type=spam');
    const [proposal] = (await proposals('type=spam')).items;
    await node.ask('POST', `/api/v1/curation/proposals/${proposal?.id}/refuse`, {});
    await card(page, 'Casino and poker').getByRole('button', { name: 'Withdraw it' }).click();
    await page.getByRole('alert').filter({ hasText: 'This was not done' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('refused already');
    await node.ask('POST', `/api/v1/curation/proposals/${proposal?.id}/undo`, {});
    await close();
  });

  it('advertising is withdrawn, a record seen to, a term replaced; each says what was done and is undone', async () => {
    const { page, close } = await openAsKeeper('/curation', { scripts: false });
    const decide = async (words: string | RegExp, button: string, done: string) => {
      await page.goto(`${node.url}/curation`);
      await card(page, words).getByRole('button', { name: button }).click();
      expect(await card(page, words).innerText()).toContain(done);
      expect(new URL(page.url()).hash, 'the page opens where the card stands').toMatch(/^#proposal-\d+$/);
    };
    await decide('Casino and poker', 'Withdraw it', 'It was withdrawn');
    expect((await fetch(`${node.url}/r/${node.ids.spam}`)).status).toBe(410);
    await card(page, 'Casino and poker').getByRole('button', { name: /^Undo/ }).click();
    expect((await fetch(`${node.url}/r/${node.ids.spam}`)).status).toBe(200);

    expect(await card(page, 'flawed').innerText()).toContain('is no web address');
    await decide('flawed', 'Seen to', 'Marked as seen to');

    expect(await card(page, 'Old way of aligning').innerText()).toMatch(/Replaced by\s*Sequence alignment/);
    await decide('Old way of aligning', 'Write the current term', 'says the current term itself');
    await card(page, 'Old way of aligning').getByRole('button', { name: /^Undo/ }).click();
    expect(await card(page, 'Old way of aligning').innerText()).toContain('open again');
    await close();
  });

  it('an empty part says that it is, and what to do', async () => {
    const { page, close } = await openAsKeeper('/curation?type=dead-link', { scripts: false });
    expect(await page.getByRole('main').innerText()).toContain('No dead address is known');
    await close();
  });
});

describe('what each source says', () => {
  const version = (page: Page) => page.locator('#statements').getByRole('row', { name: /^Version/ });
  const shownVersion = async () => (await resource(node.ids.several)).version;

  it('the value shown is marked with its reason; a keeper chooses another, and returns to the policy', async () => {
    const { page, errors, close } = await openAsKeeper(`/r/${node.ids.several}`);
    expect(await version(page).innerText()).toMatch(/they differ[\s\S]*7\.526[\s\S]*9\.9[\s\S]*shown, said last/);
    await version(page).getByRole('button', { name: 'Show this one (Version, Galaxy Codex)' }).click();
    await page.getByRole('status').filter({ hasText: 'Version: what is shown was changed' }).waitFor();
    expect(await version(page).innerText()).toMatch(/7\.526[\s\S]*shown, chosen by a curator[\s\S]*9\.9/);
    expect(await shownVersion()).toBe('7.526');
    await version(page).getByRole('button', { name: 'Back to the policy (Version)' }).click();
    await version(page).getByText('shown, said last').waitFor();
    expect(await shownVersion()).toBe('9.9');
    expect(errors).toEqual([]);
    await close();
  });

  it('a record that speaks of something else is taken out after a second question, and merged again by name, without scripts', async () => {
    const { page, close } = await openAsKeeper(`/r/${node.ids.several}`, { scripts: false });
    await page.locator('.keeper-links li').filter({ hasText: 'galaxy' }).getByRole('link', { name: 'This record is about something else' }).click();
    expect(await page.locator('h1').innerText()).toMatch(/Is the record “.*mafft” of Galaxy Codex something else than/);
    await page.getByLabel(/^Note/).fill('another aligner');
    await page.getByRole('button', { name: 'Yes, it is something else' }).click();
    expect(await page.getByRole('main').innerText()).toContain('Done: the record stands on its own here');
    const apart = new URL(page.url()).pathname.slice(3);
    expect((await resource(apart)).sources).toHaveLength(1);

    const { items: others } = await node.ask<{ items: string[] }>('GET', '/api/v1/names?name=own:mafft');
    await page.goto(`${node.url}/r/${apart}/merge`);
    await page.getByLabel('Name, identifier or address of the other').fill('own:mafft');
    await page.getByRole('button', { name: 'Find' }).click();
    await page
      .locator('.found-others')
      .getByRole('link', { name: /^Compare/ })
      .first()
      .click();
    expect(await page.locator('.comparison').innerText()).toMatch(/7\.526[\s\S]*9\.9/);
    await page.getByRole('button', { name: 'They are one: merge' }).click();
    expect(await page.getByRole('main').innerText()).toMatch(/Done: \/r\/\w{12} leads here/);
    expect((await resource(others[0] ?? '')).sources).toHaveLength(2);
    expect(await page.getByRole('status').getByRole('link', { name: 'Take it back' }).getAttribute('href')).toMatch(/\/separate\?source=/);
    await close();
  });

  it('a merge that cannot be is explained', async () => {
    const { page, close } = await openAsKeeper(`/r/${node.ids.lone}/merge?with=${node.ids.lone}`, { scripts: false });
    expect(await page.getByRole('main').innerText()).toContain('This is the resource itself');
    await page.getByLabel('Name, identifier or address of the other').fill('xyzzyplugh');
    await page.getByRole('button', { name: 'Find' }).click();
    expect(await page.getByRole('main').innerText()).toContain('Nothing here is called “xyzzyplugh”');
    await page.goto(`${node.url}/r/${node.ids.lone}/separate?source=local&record=${node.ids.lone}`);
    expect(await page.getByRole('main').innerText()).toContain('Only this record describes the resource');
    await close();
  });
});

it.each(['en', 'zh'] as const)('every page of a curator has no serious or critical finding of axe, and fits a phone, in %s', async (language) => {
  const { page, errors, close } = await openAsKeeper('/curation', { language });
  const found: string[] = [];
  for (const path of [
    '/curation',
    '/curation?state=accepted',
    '/curation?type=merge&state=refused',
    `/r/${node.ids.several}`,
    `/r/${node.ids.several}/merge?other=finder`,
    `/r/${node.ids.several}/merge?with=${node.ids.lone}`,
    `/r/${node.ids.several}/separate?source=own&record=mafft`,
  ]) {
    found.push(...(await lookAt(page, path, node.url + path)));
    expect(await page.locator('h1').count(), path).toBe(1);
  }
  await page.context().clearCookies({ name: 'biotope_session' });
  found.push(...(await lookAt(page, 'sign in', `${node.url}/sign-in`)));
  expect([...found, ...errors]).toEqual([]);
  await close();
});

/** A page of another site. */
async function listen(html: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
