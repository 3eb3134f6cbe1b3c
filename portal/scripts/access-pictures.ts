import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser } from '../tests/browser.ts';

/**
 * Takes the guide's pictures of access: `BIOTOPE_DATA=… node portal/scripts/access-pictures.ts <address> [folder]`.
 * For a node that is thrown away afterwards: it describes a dataset, adds people and asks for access.
 */
const [address = 'http://localhost:7420', given] = process.argv.slice(2);
const folder = given ?? new URL('../../docs/guide/pictures', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const key = readFileSync(join(process.env['BIOTOPE_DATA'] ?? '.biotope', 'operator.key'), 'utf8').trim();

async function ask<T>(method: string, path: string, body: object): Promise<T> {
  const answer = await fetch(address + path, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const PASSWORD = 'a long enough pass phrase';
const secrets = new Map<string, string>();
for (const [login, name, role] of [
  ['asker', 'Asker', undefined],
  ['steward', 'Steward', 'steward'],
  ['reviewer', 'Reviewer', 'committee'],
] as const) {
  const { id: person, secret } = await ask<{ id: string; secret: string }>('POST', '/api/v1/people', { name, login });
  secrets.set(login, secret);
  if (role) await ask('POST', `/api/v1/people/${person}/roles`, { role, scope: 'node' });
}
await ask('POST', '/api/v1/red-lines', {
  id: 'important-data-stay',
  title: { en: 'Important data stay in the country', zh: '重要数据不得出境' },
  dataCategory: 'important-data',
  forbids: 'leaving-country',
  country: 'CN',
  source: { title: 'Example: name the rule here 示例：在此写明规定', date: '2026-01-01' },
  from: '2026-01-01',
});
const { id } = await ask<{ id: string }>('POST', '/api/v1/resources', {
  kind: 'dataset',
  title: { en: 'Heart failure cohort, sequencing reads', zh: '心力衰竭队列测序数据' },
  description: { en: 'Whole-genome reads of people with heart failure, given under conditions.', zh: '心力衰竭患者的全基因组测序数据，有条件提供。' },
  identifiers: ['doi:10.5555/example.cohort'],
  licence: { name: 'Under agreement' },
});
await ask('PUT', `/api/v1/resources/${id}/terms`, {
  terms: {
    dataCategories: ['human-genetic-resources'],
    conditions: [{ term: 'DUO:0000006' }, { term: 'DUO:0000021' }, { term: 'DUO:0000046' }],
    country: 'CN',
    reviews: [{ kind: 'ethics', quorum: 1 }],
  },
});

const browser = await startBrowser();
const take = async (page: Page, name: string, language: string) => {
  await page.waitForTimeout(400);
  const file = join(folder, `${name}-${language}.png`);
  await page.screenshot({ path: file });
  console.log(file);
};

async function signIn(page: Page, who: string): Promise<void> {
  await page.locator('.providers a').first().click();
  await page.locator('#login').fill(who);
  await page.locator('#password').fill(secrets.get(who) ?? PASSWORD);
  await page.getByRole('main').locator('button[type=submit]').click();
  const secret = secrets.get(who);
  if (secret) {
    await page.locator('#newPassword').waitFor();
    await page.locator('#password').fill(secret);
    await page.locator('#newPassword').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.getByRole('main').locator('button[type=submit]').click();
    secrets.delete(who);
  }
  await page.waitForURL((url) => !/^\/(sign-in|oidc)/.test(url.pathname));
}

for (const language of ['en', 'zh'] as const) {
  const asking = await browser.visit(`${address}/sign-in?to=/r/${id}`, { language });
  await take(asking.page, 'sign-in', language);
  await signIn(asking.page, 'asker');
  await asking.page.locator('#access').scrollIntoViewIfNeeded();
  await take(asking.page, 'access', language);
  await asking.page.goto(`${address}/requests/new?resource=${id}`);
  await asking.page
    .locator('form input[type=text], form input:not([type])')
    .first()
    .fill(language === 'en' ? 'Why hearts fail' : '心力衰竭的成因');
  await take(asking.page, 'request', language);
  await asking.page.goto(`${address}/account`);
  await take(asking.page, 'account', language);
  await asking.close();

  const keeping = await browser.visit(`${address}/sign-in?to=/r/${id}/terms`, { language });
  await signIn(keeping.page, 'steward');
  for (const [name, path] of [
    ['terms', `/r/${id}/terms`],
    ['certify', `/r/${id}/certify`],
    ['red-lines', '/red-lines'],
    ['ledger', '/ledger'],
  ] as const) {
    await keeping.page.goto(address + path);
    await take(keeping.page, name, language);
  }
  await keeping.close();
}

const session = await fetch(`${address}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }) });
const cookie = /=([^;]+)/.exec(session.headers.getSetCookie()[0] ?? '')?.[1] ?? '';
for (const language of ['en', 'zh'] as const) {
  const { page, close } = await browser.visit(`${address}/policies`, { language, session: cookie });
  await take(page, 'policies', language);
  await close();
}
await browser.stop();
