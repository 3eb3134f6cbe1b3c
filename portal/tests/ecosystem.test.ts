import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../node/src/kernel/database.ts';
import { openCluster, type Cluster, type ClusterNode } from '../../tests/support/cluster.ts';
import { identify } from '../../tests/support/federation.ts';
import { eventually, removeFolder, temporaryFolder } from '../../tests/support/running-node.ts';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let folder: string;
let cluster: Cluster;
let browser: TestBrowser;
let group: ClusterNode;
let platform: ClusterNode;
/** Knows many others by rows in its database alone. */
let door: ClusterNode;

const id = (letter: string) => `node:${letter.repeat(26)}`;
const [DATA, TOOLS, ONE, TWO, THREE, LONE, ABOVE] = ['a', 'b', '1', '2', '3', 'k', 'h'].map(id) as [string, string, string, string, string, string, string];

const sessionOf = async (node: ClusterNode): Promise<string> => {
  const { authorization } = await node.running()!.operator();
  const answer = await fetch(`${node.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: authorization.replace('Bearer ', '') }),
  });
  return /=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '')?.[1] ?? '';
};

const describeAt = (node: ClusterNode, description: object) => node.ask('POST', '/api/v1/resources', description);

/** A door over two groups and a lone platform, one group behind and the platform stopped; one platform belongs to both groups. */
async function surround({ db }: ClusterNode): Promise<void> {
  for (const [node, en, zh] of [
    [DATA, 'Data and knowledge group', '数据与知识群组'],
    [TOOLS, 'Tools, workflows and training group', '工具、工作流与培训群组'],
    [ONE, 'Platform 1', '平台一'],
    [TWO, 'Platform 2', '平台二'],
    [THREE, 'Platform 3', '平台三'],
    [LONE, 'Lone compute platform', '独立算力平台'],
    [ABOVE, 'National hub', '国家枢纽'],
  ])
    await run(db, `insert into federation.node (id, url, name, document, first_seen, updated) values ($1, 'https://node.example.org', $2, '{}', now(), now())`, [
      node,
      JSON.stringify({ en, zh }),
    ]);
  const members: [node: string, side: string, role: string, key: string][] = [
    [DATA, 'member', 'hub', 'a'],
    [TOOLS, 'member', 'hub', 'b'],
    [LONE, 'member', 'platform', 'c'],
    [ABOVE, 'hub', 'hub', 'd'],
  ];
  for (const [node, side, role, key] of members)
    await run(
      db,
      `insert into federation.membership (id, side, node_id, url, state, role, scope, asked, decided) values ($1, $2, $3, 'https://node.example.org', 'admitted', $4, '{"categories":["tool"]}', now(), now())`,
      [key.repeat(12), side, node, role],
    );
  for (const [node, state, digest, failures, success] of [
    [DATA, 'current', 'same', 0, 'now()'],
    [TOOLS, 'reading', 'other', 0, 'now()'],
    [LONE, 'failing', 'same', 5, `now() - interval '3 hours'`],
  ])
    await run(
      db,
      `insert into federation.following (id, node_id, audience, head, state, count_there, digest_there, count_here, digest_here, last_attempt, last_success, lag, failures)
       values ($1, $2, 'public', '', $3, 900, 'same', 850, $4, now(), ${success}, 420, $5)`,
      [`${node}/public`, node, state, digest, failures],
    );
  for (const [followed, origin, via, key] of [
    [DATA, ONE, [DATA], '1'],
    [DATA, TWO, [DATA], '2'],
    [TOOLS, TWO, [TOOLS], '3'],
    [TOOLS, THREE, [TOOLS], '4'],
    [LONE, LONE, [], '5'],
  ] as const)
    await run(db, `insert into federation.holding (following, origin, resource, bucket, incarnation, version, hash, via, state) values ($1, $2, $3, 0, 1, 1, '', $4, 'held')`, [
      `${followed}/public`,
      origin,
      key.repeat(12),
      via,
    ]);
  // What is searched stands under the names of the members.
  await run(
    db,
    `with moved as (update catalogue.search_row set sources = case kind when 'tool' then array['${THREE}'] when 'workflow' then array['${TWO}'] when 'dataset' then array['${ONE}'] else array['${LONE}'] end
       where kind <> 'course' returning ordinal)
     insert into catalogue.search_outbox (ordinal, links_only) select ordinal, false from moved`,
  );
  await run(db, `select pg_notify('biotope_search', '')`);
}

beforeAll(async () => {
  folder = await temporaryFolder();
  [cluster, browser] = await Promise.all([openCluster(folder, { quick: true }), startBrowser()]);
  group = await cluster.node('group', { title: { en: 'Proteomics group', zh: '蛋白质组学群组' } });
  platform = await cluster.node('platform', { title: { en: 'Platform of tools', zh: '工具平台' } });
  door = await cluster.node('door', { title: { en: 'The door', zh: '门户' }, configuration: { federation: { allowHosts: ['127.0.0.1'], automatic: false } } });
  await Promise.all([group.start(), platform.start(), door.start()]);
  await describeAt(platform, { kind: 'tool', title: { en: 'Peptide finder', zh: '肽段查找器' } });
  await describeAt(platform, { kind: 'dataset', title: { en: 'Spectra of a journey' } });
  for (const kind of ['tool', 'tool', 'tool', 'workflow', 'workflow', 'dataset', 'compute', 'course']) await describeAt(door, { kind, title: { en: `A ${kind}` } });
  await surround(door);
  await eventually(
    () => door.ask<{ platforms: number; nodes: { id: string; own: { total: number } }[] }>('GET', '/api/v1/federation/ecosystem'),
    ({ body }) => body.nodes.find((node) => node.id === THREE)?.own.total === 3,
  );
});
afterAll(async () => {
  await browser?.stop();
  await cluster?.close();
  await removeFolder(folder);
});

test.each([
  ['en', 'This node stands alone.', 'Join a group'],
  ['zh', '本节点尚未与其他节点相连。', '加入一个群组'],
] as const)('a node that stands alone says so, and how to join (%s)', async (language, title, how) => {
  const { page, errors, close } = await browser.visit(`${platform.url}/ecosystem`, { language, scripts: false });
  const text = await page.locator('main').innerText();
  expect(text).toContain(title);
  expect(text).toContain(how);
  expect(text).toContain('biotope -- join');
  expect(errors).toEqual([]);
  await close();
});

describe('the picture of a cluster', () => {
  test.each([
    ['en', ['Data and knowledge group', 'behind', 'stopped', 'a hub of this node', 'this node']],
    ['zh', ['数据与知识群组', '滞后', '已中断', '本节点所属的枢纽', '本节点']],
  ] as const)('names every node, its level and how it stands, without scripts (%s)', async (language, words) => {
    const { page, close } = await browser.visit(`${door.url}/ecosystem`, { language, scripts: false });
    const picture = page.locator('svg.eco-map');
    expect(await picture.isVisible()).toBe(true);
    const text = (await picture.locator('text').allTextContents()).join('\n');
    for (const word of words) expect(text).toContain(word);
    expect(await picture.locator('a').count()).toBe(8);
    expect(await picture.locator('.beside').count(), 'the platform of two groups hangs on both').toBe(1);
    await close();
  });

  test('on a phone it is an indented list, and no wider than the screen', async () => {
    const { page, close } = await browser.visit(`${door.url}/ecosystem`, { width: 390, scripts: false });
    expect(await page.locator('svg.eco-map').isVisible()).toBe(false);
    expect(await page.locator('.eco-tree').innerText()).toContain('Platform 3');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await close();
  });

  test('the table says the same in figures, and each figure of coverage leads to what it counts', async () => {
    const { page, close } = await browser.visit(`${door.url}/ecosystem`);
    const lone = await page.locator('#members tr', { hasText: 'Lone compute platform' }).innerText();
    expect(lone).toMatch(/platform\s+platform\s+1\s+stopped/);
    expect(lone).toContain('850 / 900');
    expect(await page.locator('#members tr', { hasText: 'Tools, workflows' }).innerText()).toContain('differs');
    const tools = page.locator('#coverage tbody tr', { hasText: 'Tools' }).first();
    expect(await tools.innerText()).toMatch(/\b5\b/);
    const training = page.locator('#coverage tbody tr', { hasText: 'Training' }).first();
    expect(await training.innerText()).toContain('held by one alone');
    await tools.locator('td a').first().click();
    await page.waitForURL(/\/search\?category=tool&source=node/);
    expect(await page.locator('main').innerText()).toMatch(/[25] results|All|A tool|A workflow/);
    await close();
  });

  test('looking at a node counts what it holds, by keyboard as by pointer', async () => {
    const { page, close } = await browser.visit(`${door.url}/ecosystem`);
    await page.locator('svg.eco-map a', { hasText: 'Platform 3' }).focus();
    await page.waitForFunction(() => document.querySelector('.eco-key')?.textContent?.includes('Platform 3'));
    expect(await page.locator('.eco-key').innerText()).toMatch(/Platform 3\s+3 resources/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ecosystem\/node/);
    await page.locator('h1', { hasText: 'Platform 3' }).waitFor();
    expect(await page.locator('#holds').innerText()).toMatch(/Tools\s+3/);
    await close();
  });

  test('the pages hold to accessibility in light, dark and on a phone', async () => {
    const session = await sessionOf(door);
    const found: string[] = [];
    for (const language of ['en', 'zh'] as const) {
      const { page, errors, close } = await browser.visit(`${door.url}/ecosystem`, { language, session });
      for (const path of ['/ecosystem', '/ecosystem?by=platform', `/ecosystem/${DATA}`, `/ecosystem/${LONE}`, `/ecosystem/${ABOVE}`, '/ecosystem/manage'])
        found.push(...(await lookAt(page, `${path} ${language}`, door.url + path)));
      expect(errors).toEqual([]);
      await close();
    }
    expect(found).toEqual([]);
  });

  test('the start page says what one search covers', async () => {
    const { page, close } = await browser.visit(door.url, { scripts: false });
    expect(await page.locator('main').innerText()).toContain('8 resources of 4 platforms in 2 groups');
    await close();
  });

  test('a node nobody knows has no page', async () => {
    expect((await fetch(`${door.url}/ecosystem/${id('z')}`)).status).toBe(404);
  });
});

test('managing memberships is for who signed in and operates the node', async () => {
  const answer = await fetch(`${door.url}/ecosystem/manage`, { redirect: 'manual' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toContain('/sign-in?to=%2Fecosystem%2Fmanage');
});

test('a platform joins, is admitted with a scope, shows with what it holds, is compared, and its membership ends, all without scripts', async () => {
  const [operatorThere, operatorHere] = [await sessionOf(platform), await sessionOf(group)];
  const joining = await browser.visit(`${platform.url}/ecosystem/manage`, { scripts: false, session: operatorThere });
  await joining.page.locator('#hub').fill(group.url);
  await joining.page.locator('#join button').click();
  expect(await joining.page.locator('#done').innerText()).toContain('The request was sent');
  expect(await joining.page.locator('#hubs').innerText()).toMatch(/Proteomics group\s+as platform · asked/);

  const { page, close } = await browser.visit(`${group.url}/ecosystem/manage`, { scripts: false, session: operatorHere });
  const waiting = page.locator('#waiting .member-card');
  expect(await waiting.innerText()).toContain(await identify(platform));
  await waiting.locator('input[name=category][value=tool]').check();
  await waiting.locator('input[name=until]').fill('2099-12-31');
  await waiting.getByRole('button', { name: 'Admit' }).click();
  expect(await page.locator('#done').innerText()).toContain('Admitted');
  expect(await page.locator('#members').innerText()).toMatch(/Platform of tools[\s\S]*2099-12-31[\s\S]*Scope: Tools/);

  const shown = await eventually(
    async () => {
      await page.goto(`${group.url}/ecosystem`);
      return page.locator('main').innerText();
    },
    (text) => /Platform of tools\s+platform\s+platform\s+1\s+current/.test(text),
  );
  // The feed carries both, the scope lets one in; what is held is the same, byte for byte.
  expect(shown).toMatch(/2 \/ 2\s+equal/);
  expect(shown).toContain('1 resource of 1 member platform');

  await page.locator('#members').getByRole('link', { name: 'Platform of tools' }).click();
  const member = await page.locator('main').innerText();
  expect(member).toContain('public feed');
  expect(member).toContain('Nothing it handed over was refused.');
  expect(member).toMatch(/admitted\s+operator/);
  await page.getByRole('button', { name: /Compare now/ }).click();
  expect(await page.locator('#done').innerText()).toContain('Compared');
  await page.getByRole('link', { name: 'Search its resources' }).click();
  expect(await page.locator('main').innerText()).toContain('Peptide finder');

  await page.goto(`${group.url}/ecosystem/manage`);
  const ending = page.locator('#members details').last();
  await ending.locator('summary').click();
  await ending.locator('input[name=reason]').fill('The project is over');
  await ending.locator('button').click();
  expect(new URL(page.url()).pathname, 'nothing happens before it is confirmed').toBe('/ecosystem/manage');
  expect(await page.locator('#done').count()).toBe(0);
  await ending.locator('input[name=sure]').check();
  await ending.locator('button').click();
  expect(await page.locator('#done').innerText()).toContain('Ended');
  expect(await page.locator('#past').innerText()).toMatch(/Platform of tools\s+platform\s+ended[\s\S]*The project is over/);
  await page.goto(`${group.url}/ecosystem`);
  expect(await page.locator('main').innerText()).toContain('This node stands alone.');
  await close();
  await joining.close();
});

test('an address that leads to no node is refused in words, and what was not confirmed is not done', async () => {
  const { page, close } = await browser.visit(`${platform.url}/ecosystem/manage`, { session: await sessionOf(platform) });
  await page.locator('#hub').fill('http://127.0.0.1:1');
  await page.locator('#join button').click();
  await page.locator('.banner.bad').waitFor();
  expect(await page.locator('.banner.bad').innerText()).toContain('127.0.0.1');
  const before = (await platform.ask<{ present: string }>('GET', '/api/v1/federation/keys')).body.present;
  await page
    .locator('#keys input[name=sure]')
    .first()
    .evaluate((box) => box.removeAttribute('required'));
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.locator('#unconfirmed').waitFor();
  expect((await platform.ask<{ present: string }>('GET', '/api/v1/federation/keys')).body.present).toBe(before);
  await page.locator('#keys input[name=sure]').first().check();
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.locator('#done').waitFor();
  expect((await platform.ask<{ present: string }>('GET', '/api/v1/federation/keys')).body.present).not.toBe(before);
  await close();
});
