import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder, startNode, temporaryFolder, type RunningNode } from '../../tests/support/running-node.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

const TITLE = `</script><script>window.broken = true</script> "quoted" & 'so' \u2028`;

let folder: string;
let node: RunningNode;
let browser: TestBrowser;
let id: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  [node, browser] = await Promise.all([startNode(folder), startBrowser()]);
  const answer = await fetch(`${node.url}/api/v1/resources`, {
    method: 'POST',
    headers: { ...(await node.operator()), 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'dataset',
      title: { en: TITLE, zh: '测序数据' },
      description: { en: 'x '.repeat(50_000) },
      keywords: ['=SUM(A1)'],
      provider: { name: { en: 'An institute', zh: '研究所' } },
    }),
  });
  ({ id } = (await answer.json()) as { id: string });
});
afterAll(async () => {
  await browser?.stop();
  await node?.stop();
  await removeFolder(folder);
});

describe('a page, read by a machine', () => {
  it.each([true, false])('bears its description in Bioschemas, whatever the title holds (scripts: %s)', async (scripts) => {
    const { page, errors, close } = await browser.visit(`${node.url}/r/${id}`, { scripts });
    const texts = await page.locator('script[type="application/ld+json"]').allTextContents();
    expect(texts).toHaveLength(1);
    expect(JSON.parse(texts[0]!)).toMatchObject({ '@type': 'Dataset', '@id': `${node.url}/r/${id}`, name: TITLE, alternateName: ['测序数据'] });
    // Run by the tester's own means, which a page without scripts allows too.
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
    expect(errors).toEqual([]);
    expect(await page.locator('h1').innerText()).toContain('</script>');
    await close();
  });

  it('is reached from the home page of the site, which tells how to search it', async () => {
    const { page, errors, close } = await browser.visit(node.url);
    const [text] = await page.locator('script[type="application/ld+json"]').allTextContents();
    const graph = (JSON.parse(text!) as { '@graph': Record<string, any>[] })['@graph'];
    expect(graph.map((entry) => entry['@type'])).toEqual(['DataCatalog', 'WebSite']);
    const address = graph[1]!['potentialAction'].target.urlTemplate.replace('{search_term_string}', 'GenBank');
    await page.goto(address);
    expect(await page.locator('h1').innerText()).toContain('GenBank');
    expect(errors).toEqual([]);
    await close();
  });

  it('is named in the sitemap that robots.txt names', async () => {
    const robots = await (await fetch(`${node.url}/robots.txt`)).text();
    const [, index = ''] = /^Sitemap: (\S+)$/m.exec(robots) ?? [];
    const [, part = ''] = /<loc>(.*?)<\/loc>/.exec(await (await fetch(index)).text()) ?? [];
    expect(await (await fetch(part)).text()).toContain(`<loc>${node.url}/r/${id}</loc>`);
    expect((await fetch(`${node.url}/sitemap-9.xml`)).status).toBe(404);
  });
});

describe('cite and export', () => {
  it.each([
    ['en', 'An institute. (n.d.).', 'APA style'],
    ['zh', '研究所. 测序数据[DS/OL].', 'GB/T 7714'],
  ] as const)('offers the citation and every format that has words for it, in %s', async (language, begins, copied) => {
    const { page, errors, close } = await browser.visit(`${node.url}/r/${id}`, { language });
    const section = page.locator('#cite');
    expect((await section.locator('blockquote').first().innerText()).startsWith(begins)).toBe(true);
    await section.getByRole('button', { name: copied }).first().click();
    const addresses = await section.locator('.exports a').evaluateAll((links) => links.map((link) => [(link as HTMLAnchorElement).href, (link as HTMLAnchorElement).type]));
    expect(addresses.length).toBeGreaterThan(8);
    for (const [address, type] of addresses) {
      const answer = await fetch(address!);
      expect([address, answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([address, 200, type]);
    }
    expect(addresses.some(([address]) => address!.endsWith('format=biotools'))).toBe(false);
    expect(errors).toEqual([]);
    await close();
  });

  it('a search is downloaded as a table of all its hits, in its order', async () => {
    const { page, close } = await browser.visit(`${node.url}/search?q=data&sort=links`);
    const link = page.getByRole('link', { name: 'Download as CSV' });
    const answer = await fetch(new URL((await link.getAttribute('href'))!, node.url));
    await close();
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const rows = parse(Buffer.from(await answer.arrayBuffer()), { bom: true, columns: true }) as Record<string, string>[];
    const { total, items } = (await (await fetch(`${node.url}/api/v1/resources?q=data&sort=links&limit=100`)).json()) as { total: number; items: { id: string }[] };
    expect(total).toBeGreaterThan(20);
    expect(rows).toHaveLength(total);
    expect(rows.slice(0, items.length).map((row) => row['id'])).toEqual(items.map((item) => item.id));
    expect((await (await fetch(`${node.url}/api/v1/resources.csv?q=data&limit=3`)).text()).split('\r\n')).toHaveLength(5);
  });

  it.each(['q=%22open', 'kind=gadget', 'colour=blue', 'limit=1000000'])('a table of what cannot be searched is refused: %s', async (asked) => {
    const answer = await fetch(`${node.url}/api/v1/resources.csv?${asked}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, expect.stringContaining('application/problem+json')]);
  });

  it('of what is withdrawn there is no citation, and of what never was neither', async () => {
    const headers = { ...(await node.operator()), 'content-type': 'application/json' };
    const made = (await (await fetch(`${node.url}/api/v1/resources`, { method: 'POST', headers, body: JSON.stringify({ kind: 'dataset', title: { en: 'Sold' } }) })).json()) as {
      id: string;
    };
    await fetch(`${node.url}/api/v1/resources/${made.id}`, { method: 'PATCH', headers, body: JSON.stringify({ status: 'withdrawn', statusReason: 'Sold to a museum' }) });
    const gone = await fetch(`${node.url}/api/v1/resources/${made.id}/citation`);
    expect([gone.status, ((await gone.json()) as { detail: string }).detail]).toEqual([410, expect.stringContaining('Sold to a museum')]);
    expect((await fetch(`${node.url}/api/v1/resources/zzzzzzzzzzzz/citation`)).status).toBe(404);
    expect(await (await fetch(`${node.url}/sitemap-1.xml`)).text()).not.toContain(made.id);
  });
});
