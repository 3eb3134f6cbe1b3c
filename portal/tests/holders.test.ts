import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receive } from '../../node/src/federation/placing/testing/replicas.ts';
import { saying, testNode } from '../../node/src/federation/testing/nodes.ts';
import { openDatabase, run } from '../../node/src/kernel/database.ts';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { removeFolder, startNode, temporaryFolder, type RunningNode } from '../../tests/support/running-node.ts';
import { lookAt } from './axe.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let hub: RunningNode;
let browser: TestBrowser;
let folder: string;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let shared: string;
let alone: string;

const MEMBERS = [
  { word: 'proteomics', name: { en: 'Proteomics group', zh: '蛋白质组学组' } },
  { word: 'platform 3', name: { en: 'Platform 3', zh: '平台三' } },
];
const nodes = await Promise.all(MEMBERS.map(async ({ word, name }) => ({ name, signer: await testNode(word) })));
const [proteomics, third] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];

beforeAll(async () => {
  [database, folder] = await Promise.all([freshDatabase(), temporaryFolder()]);
  [hub, browser] = await Promise.all([startNode(folder, { DATABASE_URL: database.url }), startBrowser()]);
  const { db, close } = openDatabase(database.url);
  for (const { name, signer } of nodes)
    await run(db, `insert into federation.node (id, url, name, document, first_seen, updated) values ($1, $2, $3, '{}', now(), now())`, [
      signer.id,
      `https://${signer.id.slice(5, 11)}.example`,
      JSON.stringify(name),
    ]);
  await run(db, `select pg_notify('federation_changed', 'nodes')`);
  const says = (of: typeof proteomics, resource: string, title: string, records: string[]) =>
    saying(of.signer, {
      resource,
      version: 4,
      url: `https://${of.signer.id.slice(5, 11)}.example/r/${resource}`,
      records,
      description: { kind: 'tool', title: { en: title, zh: `${title} 质谱工具` }, description: { en: 'Looks at spectra.', zh: '用于质谱分析。' } },
    });
  await receive(db, [await says(proteomics, '00000000000a', 'Quantifier of peptides', ['galaxy-codex:tool/quantifier'])]);
  await receive(db, [await says(third, '00000000000b', 'Quantifier of peptides', ['galaxy-codex:tool/quantifier'])], [proteomics.signer.id]);
  await receive(db, [await says(third, '00000000000c', 'Plotter of peptides', [])]);
  const found = async (q: string) => {
    const answer = (await (await fetch(`${hub.url}/api/v1/resources?q=${q}`)).json()) as { total: number; items: { id: string; sources: string[] }[] };
    return answer.items[0];
  };
  for (;;) {
    const [one, other] = [await found('quantifier'), await found('plotter')];
    if (one && one.sources.length === 2 && other) {
      [shared, alone] = [one.id, other.id];
      break;
    }
    await new Promise((again) => setTimeout(again, 50));
  }
  await close();
});
afterAll(async () => {
  await browser?.stop();
  await hub?.stop();
  await database?.drop();
  if (folder) await removeFolder(folder);
});

const cells = [
  { language: 'en', heading: 'Held by', names: ['Platform 3', 'Proteomics group'], direct: 'directly', count: 'held by 2 platforms', one: 'held by 1 platform' },
  { language: 'zh', heading: '持有节点', names: ['平台三', '蛋白质组学组'], direct: '直接', count: '由 2 个平台持有', one: '由 1 个平台持有' },
] as const;

describe.each(cells)('a resource that members hold ($language)', ({ language, heading, names, direct, count, one }) => {
  it.each([
    { width: 1280, theme: 'light', scripts: true },
    { width: 390, theme: 'dark', scripts: false },
  ] as const)('says who holds it, where it stands there and which way it came ($width)', async (visitor) => {
    const { page, errors, close } = await browser.visit(`${hub.url}/r/${shared}`, { language, ...visitor });
    const section = page.locator('#held-by');
    expect(await section.getByRole('heading', { level: 2 }).innerText()).toBe(heading);
    const rows = await section.locator('tbody tr').all();
    expect(rows).toHaveLength(2);
    const [first, second] = await Promise.all(rows.map((row) => row.innerText()));
    expect(first).toContain(names[0]);
    expect(first, 'by way of the one that handed it on').toContain(names[1]);
    expect(second).toContain(names[1]);
    expect(second).toContain(direct);
    expect(await section.locator(`a[href="/ecosystem/${encodeURIComponent(third.signer.id)}"]`).innerText()).toBe(names[0]);
    expect(await section.locator(`a[href="https://${third.signer.id.slice(5, 11)}.example/r/00000000000b"]`).count()).toBe(1);
    expect(await page.locator('.side .facts').innerText(), 'the source is called by its name').toContain(names[0]);
    expect(errors).toEqual([]);
    await close();
  });

  it('can be read by everybody', async () => {
    const { page, errors, close } = await browser.visit(`${hub.url}/r/${shared}`, { language });
    expect(await lookAt(page, 'a resource that members hold', `${hub.url}/r/${shared}`)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  it('is found, and narrowed to a platform, by name', async () => {
    const { page, close } = await browser.visit(`${hub.url}/search?q=peptides`, { language, scripts: false });
    expect(await page.locator('.card', { hasText: 'Quantifier' }).locator('.card-facts').innerText()).toContain(count);
    expect(await page.locator('.card', { hasText: 'Plotter' }).locator('.card-facts').innerText()).toContain(one);
    await page.locator('.facets a', { hasText: names[1] }).click();
    expect(await page.locator('.card').count()).toBe(1);
    await close();
  });

  it('has no such section where this node alone describes it', async () => {
    const { items } = (await (await fetch(`${hub.url}/api/v1/resources?source=starter&limit=1`)).json()) as { items: { id: string }[] };
    const { page, close } = await browser.visit(`${hub.url}/r/${items[0]!.id}`, { language, scripts: false });
    expect(await page.locator('#provenance').count()).toBe(1);
    expect(await page.locator('#held-by').count()).toBe(0);
    await page.goto(`${hub.url}/r/${alone}`);
    expect(await page.locator('#held-by tbody tr').count()).toBe(1);
    await close();
  });
});
