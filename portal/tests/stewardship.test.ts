import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { removeFolder, startNode, temporaryFolder, type RunningNode } from '../../tests/support/running-node.ts';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser, type Visitor } from './browser.ts';

let node: RunningNode;
let browser: TestBrowser;
let session: string;
let stop: () => Promise<void>;
let authorization: string;

beforeAll(async () => {
  const [folder, database, opened] = await Promise.all([temporaryFolder(), freshDatabase(), startBrowser()]);
  browser = opened;
  node = await startNode(folder, { DATABASE_URL: database.url });
  ({ authorization } = await node.operator());
  const answer = await fetch(`${node.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: authorization.replace('Bearer ', '') }),
  });
  session = /biotope_session=([^;]+)/.exec(answer.headers.getSetCookie().join())?.[1] ?? '';
  stop = async () => {
    await node.stop();
    await database.drop();
    await removeFolder(folder);
  };
});
afterAll(async () => {
  await browser?.stop();
  await stop?.();
});

async function ask<T = { id: string }>(method: string, path: string, body: object): Promise<T> {
  const answer = await fetch(node.url + path, { method, headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
const describeOne = async () =>
  (
    await ask('POST', '/api/v1/resources', {
      kind: 'dataset',
      title: { en: 'Blood counts of a cohort', zh: '队列血常规' },
      description: { en: 'Counts of blood cells of the people of a cohort, taken once a year, with their age in groups of five.' },
      provider: { name: { en: 'House of data' }, url: 'https://house.example' },
      keywords: ['blood'],
      version: '1',
      licence: { id: 'CC-BY-4.0' },
      distributions: [{ url: 'https://house.example/table.csv', size: 4_096, checksum: { algorithm: 'sha-256', value: '0123456789abcdef'.repeat(4) } }],
    })
  ).id;
const open = (path: string, visitor?: Visitor) => browser.visit(node.url + path, visitor);
const asSteward = (path: string, visitor: Visitor = {}) => open(path, { ...visitor, session });
const main = (page: Page) => page.getByRole('main');

const WORDS = {
  en: {
    section: 'May I use it?',
    edit: 'Edit the terms',
    certifyLink: 'Check and certify',
    kind: 'Personal health information',
    condition: 'Condition 1',
    limited: 'Limited to (Condition 1)',
    disease: 'disease specific research',
    embargo: /^Embargo on use until/,
    country: /^Country whose law/,
    certification: /Shown to others and used by them only while/,
    committee: 'Committee',
    address: 'Address',
    reference: 'Reference (Reference 1)',
    save: 'Save the terms',
    saved: 'Version 1 is in force',
    until: 'until 1 January 2999',
    no: 'No',
    embargoReason: 'under embargo until 2999-01-01',
    run: 'Run the checks',
    fails: 'fails',
    identity: 'Chinese identity numbers (check digit right): 1 cells, first in line 2',
    sign: 'Sign and certify',
    reason: 'Reason',
    certified: 'It is certified.',
    mark: 'Certified',
    revoke: 'Revoke the certificate',
    revokeTitle: 'Revoke',
    revoked: 'The certificate is revoked.',
  },
  zh: {
    section: '我可以使用吗？',
    edit: '编辑使用条款',
    certifyLink: '检查与认证',
    kind: '个人健康医疗信息',
    condition: '条件 1',
    limited: '限于 (条件 1)',
    disease: '特定疾病研究',
    embargo: /^使用禁期至/,
    country: /^适用法律所属/,
    certification: /仅在认证有效期内/,
    committee: '委员会',
    address: '地址',
    reference: '编号 (编号 1)',
    save: '保存条款',
    saved: '第 1 版现已生效',
    until: '至 2999年1月1日',
    no: '不可以',
    embargoReason: '数据处于使用禁期，至 2999-01-01 止',
    run: '进行检查',
    fails: '未通过',
    identity: '居民身份证号（校验位正确）：1 个单元格，首见于第 2 行',
    sign: '签署并认证',
    reason: '理由',
    certified: '已认证。',
    mark: '已认证',
    revoke: '撤销证书',
    revokeTitle: '撤销',
    revoked: '证书已撤销。',
  },
} as const;

describe.each([
  { language: 'en' as const, scripts: true },
  { language: 'zh' as const, scripts: false },
])('a steward ($language, scripts: $scripts)', ({ language, scripts }) => {
  const words = WORDS[language];

  it('writes terms, certifies by hand what the checks found wanting, and takes the certificate back; others see what they may', async () => {
    const id = await describeOne();
    const { page, errors, close } = await asSteward(`/r/${id}`, { language, scripts });
    const stranger = async (path = `/r/${id}`) => {
      const visit = await open(path, { language, scripts });
      const text = await main(visit.page).innerText();
      await visit.close();
      return text;
    };
    expect(await stranger(), 'an open resource bears no such section').not.toContain(words.section);

    await page.locator('#access').getByRole('link', { name: words.edit }).click();
    await page.waitForURL(`**/r/${id}/terms`);
    await page.getByLabel(words.kind).check();
    await page.getByLabel(words.country).fill('cn');
    await page.getByLabel(words.condition, { exact: true }).selectOption('DUO:0000007');
    await page.getByLabel(words.limited).fill('MONDO:0005148');
    await page.getByLabel(words.embargo).fill('2999-01-01');
    await page.getByLabel(words.committee, { exact: true }).check();
    await page.getByLabel(words.address, { exact: true }).fill('sftp://vault.house.example/blood');
    await page.getByLabel(words.reference).fill('EC 2025-17');
    await page.getByRole('button', { name: words.save }).click();
    await page.getByText(words.saved).first().waitFor();
    expect(await page.getByLabel(words.limited).inputValue()).toBe('MONDO:0005148');
    expect(await page.getByLabel(words.embargo).inputValue()).toBe('2999-01-01');

    const seen = await stranger();
    for (const it of [words.section, words.no, words.disease, 'MONDO:0005148', words.until, words.embargoReason, words.kind, words.committee]) expect(seen).toContain(it);
    for (const it of ['vault.house.example', 'EC 2025-17', words.edit, words.certifyLink]) expect(seen).not.toContain(it);
    await page.goto(`${node.url}/r/${id}`);
    expect(await page.locator('#access').innerText()).toContain('EC 2025-17');

    // Now it must be certified: others no longer know of it.
    await page.goto(`${node.url}/r/${id}/terms`);
    await page.getByLabel(words.certification).check();
    await page.getByRole('button', { name: words.save }).click();
    await page.waitForURL('**/terms?written=2*');
    const gone = await open(`/r/${id}`, { language, scripts });
    expect(await gone.page.getByRole('heading', { level: 1 }).innerText()).toMatch(/There is nothing at this address|此地址没有内容/);
    await gone.close();

    await page.goto(`${node.url}/r/${id}/certify`);
    await page.locator('#table').setInputFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from('note,age\n11010519491231002X,40-44\n') });
    await page.getByRole('button', { name: words.run }).click();
    await page.waitForURL('**/certify?done=checked*');
    await page.locator('#checked').getByText(words.fails).first().waitFor();
    const findings = await page.locator('#checked').innerText();
    expect(findings).toContain(words.fails);
    expect(findings).toContain(words.identity);
    expect(findings).not.toContain('11010519491231002X');
    await page.getByLabel(words.reason).last().fill('The number is the specimen of the standard');
    await page.getByRole('button', { name: words.sign }).click();
    await page.getByText(words.certified, { exact: true }).waitFor();

    const now = await stranger();
    for (const it of [words.mark, 'The number is the specimen of the standard', new Date().toISOString().slice(0, 10)]) expect(now).toContain(it);
    await page.locator('details').filter({ hasText: words.revokeTitle }).first().locator('summary').click();
    await page.locator('#revoke-reason').fill('A file was exchanged');
    await page.getByRole('button', { name: words.revoke }).click();
    await page.getByText(words.revoked, { exact: true }).waitFor();
    expect((await fetch(`${node.url}/r/${id}`)).status).toBe(404);
    expect(errors).toEqual([]);
    await close();
  });
});

it('what does not hold is said with its place, and what was written stays in the form', async () => {
  const id = await describeOne();
  const { page, close } = await asSteward(`/r/${id}/terms`);
  await page.getByLabel(WORDS.en.country).fill('1x');
  await page.getByLabel('Instructions in English').fill('Ask at the desk');
  await page.getByRole('button', { name: WORDS.en.save }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toMatch(/Nothing was saved[\s\S]*\/country/);
  expect(await page.getByLabel('Instructions in English').inputValue()).toBe('Ask at the desk');
  expect(await page.getByLabel(WORDS.en.country).inputValue()).toBe('1X');
  await close();
});

it('two who write at once: the second is told and overwrites nothing', async () => {
  const id = await describeOne();
  const { page, close } = await asSteward(`/r/${id}/terms`);
  await ask('PUT', `/api/v1/resources/${id}/terms`, { terms: { conditions: [{ term: 'GRU' }] } });
  await page.getByLabel('Instructions in English').fill('Ask at the desk');
  await page.getByRole('button', { name: WORDS.en.save }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toContain('Read them again');
  await close();
});

it.each([true, false])('red lines are entered, read by everybody, and ended (scripts: %s)', async (scripts) => {
  const name = `stays-${scripts}`;
  const { page, errors, close } = await asSteward('/red-lines', { scripts });
  if (!(await page.getByLabel('Title in English').isVisible())) await page.getByText('Enter a red line').click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Title in English').fill(`Stays in the country ${scripts}`);
  await page.getByLabel('Title in Chinese').fill('不得出境');
  await page.getByLabel('Kind of data').selectOption('human-genetic-resources');
  await page.getByLabel('Such data is').selectOption('leaving-country');
  await page.getByLabel('Country', { exact: true }).fill('cn');
  await page.getByLabel('Title of the rule').fill('A rule');
  await page.getByLabel('Its date').fill('2019-07-01');
  await page.getByLabel('From', { exact: true }).fill('2019-07-01');
  await page.getByRole('button', { name: 'Enter it' }).click();
  await page.getByText('The red line is entered.').waitFor();

  const stranger = await open('/red-lines', { language: 'zh', scripts });
  expect(await main(stranger.page).innerText()).toMatch(/不得出境[\s\S]*人类遗传资源信息[\s\S]*此类数据|不得出境[\s\S]*人类遗传资源信息[\s\S]*生效中/);
  expect(await stranger.page.getByRole('main').locator('form').count()).toBe(0);
  await stranger.close();

  const row = page.locator('tr').filter({ hasText: name });
  await row.locator('summary').click();
  await row.getByLabel('Reason').fill('The rule was repealed');
  await row.getByRole('button', { name: 'End' }).click();
  await page.getByText('The red line is ended.').waitFor();
  expect(await row.innerText()).toContain('The rule was repealed');
  expect(errors).toEqual([]);
  await close();
});

it('who is not signed in is led to where one can be', async () => {
  const id = await describeOne();
  for (const path of [`/r/${id}/terms`, `/r/${id}/certify`]) {
    const { page, close } = await open(path, { scripts: false });
    expect([new URL(page.url()).pathname, new URL(page.url()).searchParams.get('to')]).toEqual(['/sign-in', path]);
    await close();
  }
});

it('with a yes come the place and what one is bound to, by a request of its own', async () => {
  const id = await describeOne();
  await ask('PUT', `/api/v1/resources/${id}/terms`, {
    terms: { location: { url: 'https://vault.house.example/open', instructions: { en: 'Take the table', zh: '取用表格' } }, dataCategories: ['unrestricted'] },
  });
  const { page, close } = await open(`/r/${id}/use`, { language: 'zh', scripts: false });
  expect(await main(page).innerText()).not.toContain('vault.house.example');
  await page.getByRole('button', { name: '现在可以吗？' }).click();
  const text = await main(page).innerText();
  for (const it of ['可以使用', 'vault.house.example/open', '取用表格', 'house.example/table.csv']) expect(text).toContain(it);
  await close();
});

it('every page of it is fit for all: light, dark and on a phone, in both languages', async () => {
  const id = await describeOne();
  await ask('PUT', `/api/v1/resources/${id}/terms`, {
    terms: {
      conditions: [{ term: 'DS', values: ['MONDO:0005148'] }, { term: 'IRB' }],
      dataCategories: ['personal-health-information'],
      country: 'CN',
      reviews: [{ kind: 'ethics' }],
      embargoUntil: '2999-01-01',
      ethics: [{ reference: 'EC 2025-17' }],
    },
  });
  await fetch(`${node.url}/api/v1/resources/${id}/checks`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'text/csv' },
    body: 'note,age\n11010519491231002X,40-44\n',
  });
  await ask('POST', `/api/v1/resources/${id}/certificate`, { reason: 'The number is the specimen of the standard' });
  const found: string[] = [];
  for (const language of ['en', 'zh'] as const) {
    const { page, close } = await asSteward('/about', { language });
    for (const [name, path] of [
      ['section', `/r/${id}`],
      ['terms', `/r/${id}/terms`],
      ['certify', `/r/${id}/certify`],
      ['use', `/r/${id}/use`],
      ['red lines', '/red-lines'],
    ] as const)
      found.push(...(await lookAt(page, `${name} ${language}`, node.url + path)));
    await close();
  }
  expect(found).toEqual([]);
});
