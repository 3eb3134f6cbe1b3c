import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../app/language/en.ts';
import { zh } from '../app/language/zh.ts';
import { startAccessNode, type AccessNode, type Who } from './access-node.ts';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let node: AccessNode;
let browser: TestBrowser;
beforeAll(async () => {
  [node, browser] = await Promise.all([startAccessNode(), startBrowser()]);
  for (const language of LANGUAGES)
    await node.ask('PUT', `/api/v1/agreements/cohort-use-${language}`, {
      title: { en: 'Use of the cohort', zh: '队列使用协议' },
      text: { en: 'Nobody is to be identified.\n\nResults are published.', zh: '不得识别任何个人。\n\n研究结果须公开发表。' },
    });
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
});

const WORDS = { en, zh };
const LANGUAGES = ['en', 'zh'] as const;
type Language = (typeof LANGUAGES)[number];
const TITLE: Record<Language, { en: string; zh: string }> = {
  en: { en: 'Genomes of a journey', zh: '旅程基因组' },
  zh: { en: 'Proteomes of a walk', zh: '漫步蛋白质组' },
};
/** The datasets and requests of the journeys, by language. */
const made: Partial<Record<Language, { dataset: string; request: string }>> = {};

/** A page as somebody sees it who was led to the sign-in from there. */
async function open(who: Who, path: string, visitor: { language: Language; scripts?: boolean }) {
  const visit = await browser.visit(`${node.url}/sign-in?${new URLSearchParams({ to: path })}`, visitor);
  await node.signIn(visit.page, who);
  return visit;
}
const main = (page: Page) => page.getByRole('main');
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click();
const follow = (page: Page, name: string) => main(page).getByRole('link', { name, exact: true }).click();
const statusOf = (page: Page) => page.locator('h1 + .state').innerText();
/** The page says that something was done, and shows how it stands. */
const done = (page: Page) => page.locator('#done').waitFor();
const hydrated = (page: Page) => page.waitForFunction(() => (window as unknown as { __reactRouterDataRouter?: unknown }).__reactRouterDataRouter !== undefined);

describe.each(LANGUAGES)('the way to access, in %s', (language) => {
  const t = WORDS[language];
  const words = t.requests;
  const title = TITLE[language][language];

  it('sign in, find a controlled dataset, see why not, ask, be reviewed by others, get it', async () => {
    const dataset = await node.dataset(TITLE[language], {
      conditions: [{ term: 'HMB' }, { term: 'IRB' }],
      reviews: [{ kind: 'committee', quorum: 2 }],
      agreement: `cohort-use-${language}`,
      location: { url: 'https://vault.example.org/reads' },
    });
    const asking = await open('asker', `/search?q=${encodeURIComponent(title)}`, { language });
    const { page } = asking;
    await follow(page, title);
    await page.waitForURL(`${node.url}/r/${dataset}`);
    const section = page.locator('#access');
    expect(await section.innerText()).toContain(t.stewardship.access.answers.ask);
    expect(await section.locator('.reasons li').count()).toBeGreaterThan(0);
    expect(await main(page).innerText()).not.toContain('vault.example.org');

    await section.getByRole('link', { name: t.stewardship.access.ask }).click();
    await page.getByLabel(words.ask.name).fill('Why hearts fail');
    await page.getByLabel(words.ask.useNames.biomedical).check();
    const answer = page.locator('.check-answer');
    // The approval is missing: the condition that asks for it is named at once.
    await answer.getByText(words.ask.conditionsSay.no).waitFor();
    await page.getByLabel(words.ask.reference).fill('E-2026-7');
    await answer.getByText(words.ask.conditionsSay.ask).waitFor();
    expect(await answer.innerText()).toContain(words.ask.consequence.review);
    await page.getByLabel(words.ask.months).fill('6');
    await press(page, words.ask.submit);

    // It is kept as a draft: the agreement comes first, by name.
    await page.waitForURL(/\/requests\/[0-9a-z]{12}\?done/);
    await done(page);
    const at = new URL(page.url()).pathname;
    expect(await statusOf(page)).toBe(words.statuses.draft);
    await follow(page, language === 'en' ? 'Use of the cohort' : '队列使用协议');
    await main(page)
      .getByText(language === 'en' ? 'Nobody is to be identified.' : '不得识别任何个人。')
      .waitFor();
    await page.getByLabel(words.agreement.name).fill('Somebody else');
    await press(page, words.agreement.accept);
    expect(await page.locator('#refused').innerText()).toContain('Asker');
    await page.getByLabel(words.agreement.name).fill('asker');
    await press(page, words.agreement.accept);
    await page.waitForURL(/done=accepted/);
    await press(page, words.steps.submit);
    await page.waitForURL(/done=submitted/);
    await expect.poll(() => statusOf(page)).toBe(words.statuses.review);
    expect(await main(page).innerText()).toContain(words.tasks.review.asker);

    for (const who of ['reviewer-one', 'reviewer-two'] as const) {
      const reviewing = await open(who, '/requests?tab=review', { language });
      await hydrated(reviewing.page);
      await reviewing.page.locator(`a[href="${at}"]`).click();
      await reviewing.page.waitForURL(node.url + at);
      expect(await main(reviewing.page).innerText()).toContain(words.tasks.review.you);
      await reviewing.page.getByLabel(words.steps.reason, { exact: true }).fill('Sound.');
      await press(reviewing.page, words.steps.approve);
      await done(reviewing.page);
      expect(await statusOf(reviewing.page)).toBe(who === 'reviewer-two' ? words.statuses.granted : words.statuses.review);
      expect(reviewing.errors).toEqual([]);
      await reviewing.close();
    }

    await page.goto(node.url + at);
    expect(await statusOf(page)).toBe(words.statuses.granted);
    expect(await main(page).innerText()).not.toContain('Sound.');
    await page.goto(`${node.url}/r/${dataset}`);
    await page.locator('#access').getByRole('link', { name: t.stewardship.access.use }).click();
    await press(page, t.stewardship.use.button);
    await main(page).getByText('vault.example.org/reads').first().waitFor();
    made[language] = { dataset, request: at };
    expect(asking.errors).toEqual([]);
    await asking.close();
  });

  it('the pages hold for everybody: light and dark, wide and narrow', async () => {
    const { dataset, request } = made[language]!;
    const { page, errors, close } = await open('reviewer-one', '/requests', { language });
    const found: string[] = [];
    for (const path of ['/requests', '/requests?tab=all', request, `/requests/new?resource=${dataset}`, '/requests/new', `/agreements/cohort-use-${language}`, '/agreements'])
      found.push(...(await lookAt(page, path, node.url + path)));
    expect([...found, ...errors]).toEqual([]);
    await close();
  });
});

describe.each(LANGUAGES)('without scripts, in %s', (language) => {
  const words = WORDS[language].requests;
  it('one asks, is told what would become of it, is asked back, answers and is refused with a reason', async () => {
    const dataset = await node.dataset(TITLE[language], { conditions: [{ term: 'HMB' }], reviews: [{ kind: 'committee' }] });
    const asking = await open('asker', `/requests/new?resource=${dataset}`, { language, scripts: false });
    const { page } = asking;
    await page.getByLabel(words.ask.name).fill('Where we come from');
    await page.getByLabel(words.ask.useNames.ancestry).check();
    await press(page, words.ask.check);
    expect(await page.locator('.check-answer').innerText()).toContain(words.ask.conditionsSay.no);
    expect(await page.getByLabel(words.ask.name).inputValue()).toBe('Where we come from');
    await page.getByLabel(words.ask.useNames.ancestry).check();
    await press(page, words.ask.submit);
    expect(await statusOf(page)).toBe(words.statuses.review);
    const at = new URL(page.url()).pathname;

    const reviewing = await open('reviewer-one', at, { language, scripts: false });
    await reviewing.page.locator('summary').filter({ hasText: words.steps.ask }).click();
    await reviewing.page.getByLabel(words.steps.question).fill('How many?');
    await press(reviewing.page, words.steps.ask);
    expect(await statusOf(reviewing.page)).toBe(words.statuses.question);
    await page.goto(node.url + at);
    expect(await main(page).innerText()).toContain(words.tasks.answer.you);
    await page.getByLabel(words.steps.answer).fill('Forty.');
    await press(page, words.steps.answerButton);
    expect(await statusOf(page)).toBe(words.statuses.review);
    await reviewing.page.goto(node.url + at);
    await reviewing.page.getByLabel(words.steps.reason, { exact: true }).fill('Not what they gave them for.');
    await press(reviewing.page, words.steps.refuse);
    await page.goto(node.url + at);
    expect(await statusOf(page)).toBe(words.statuses.refused);
    expect(await main(page).innerText()).toContain('Not what they gave them for.');
    await Promise.all([asking.close(), reviewing.close()]);
  });

  it('who is not signed in is led to where one is, and back', async () => {
    const { page, close } = await browser.visit(`${node.url}/requests`, { language, scripts: false });
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/sign-in?to=%2Frequests');
    await node.signIn(page, 'asker');
    expect(page.url()).toBe(`${node.url}/requests`);
    await close();
  });
});

describe('agreements', () => {
  it('are written by stewards, in both languages, as a new version each time', async () => {
    const { page, close } = await open('steward', '/agreements', { language: 'en' });
    await hydrated(page);
    const words = en.requests.agreement;
    await page.getByLabel(words.newName).fill('registry-use');
    await press(page, words.write);
    for (const text of ['Be kind.', 'Be very kind.']) {
      await main(page).locator('[name=title-en]').fill('Use of the registry');
      await main(page).locator('[name=title-zh]').fill('登记库使用协议');
      await main(page).locator('[name=text-en]').fill(text);
      await main(page).locator('[name=text-zh]').fill('善意使用。');
      await press(page, words.publish);
      await page.locator('.agreement-text').getByText(text).waitFor();
      if (text === 'Be kind.') await follow(page, words.edit);
    }
    expect(await page.locator('.lead').innerText()).toContain('Version 2');
    await close();
    const reader = await browser.visit(`${node.url}/agreements/registry-use?version=1`, { language: 'zh', scripts: false });
    expect(await main(reader.page).innerText()).toContain(zh.requests.agreement.older(2));
    expect(await main(reader.page).getByRole('link', { name: zh.requests.agreement.edit }).count()).toBe(0);
    await reader.close();
  });
});

describe('seven months later', () => {
  it('access has ended by the clock, and the asker sees that it has, in both languages', async () => {
    await node.goOnAfter(214);
    for (const language of LANGUAGES) {
      const t = WORDS[language];
      const { dataset, request } = made[language]!;
      const { page, close } = await open('asker', request, { language });
      expect(await statusOf(page)).toBe(t.requests.statuses.expired);
      await page.goto(`${node.url}/r/${dataset}`);
      expect(await page.locator('#access').innerText()).toContain(t.stewardship.access.answers.ask);
      await page.goto(`${node.url}/r/${dataset}/use`);
      await press(page, t.stewardship.use.button);
      await page.locator('#answer').waitFor();
      expect(await main(page).innerText()).not.toContain('vault.example.org');
      await close();
    }
  });
});
