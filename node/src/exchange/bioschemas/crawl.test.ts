import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { harvestNow } from '../harvest-now.ts';
import { readAll } from '../testing/read-all.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { webSite, type WebSite } from '../testing/web-site.ts';
import { bioschemas } from './read-bioschemas.ts';

let site: WebSite;
afterEach(() => site.close());

const page = (entity: object) =>
  `<html><head><script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org/', ...entity })}</script></head><body>…</body></html>`;
const dataset = (name: string, more: object = {}) => page({ '@type': 'Dataset', name, ...more });
const sitemap = (...entries: [string, string?][]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.map(([url, lastmod]) => `<url><loc>${url}</loc>${lastmod ? `<lastmod>${lastmod}</lastmod>` : ''}</url>`).join('')}</urlset>`;
const index = (...urls: string[]) => `<sitemapindex>${urls.map((url) => `<sitemap><loc>${url}</loc></sitemap>`).join('')}</sitemapindex>`;
const xml = (body: string | Uint8Array) => ({ type: 'application/xml', body });
const crawl = (path: string, since?: unknown) => readAll(bioschemas, `${site.origin}${path}`, {}, { since });

describe('a site crawled by its sitemap', () => {
  test('is read through an index, plain and gzipped; each page once; other hosts are passed over', async () => {
    site = await webSite();
    const { origin } = site;
    site.pages.set('/sitemap.xml', xml(index(`${origin}/a.xml`, `${origin}/b.xml.gz`, `${origin}/sitemap.xml`, `${origin}/a.xml`, `${origin}/c.txt`)));
    site.pages.set('/a.xml', xml(sitemap([`${origin}/1`], [`${origin}/2#top`], ['https://elsewhere.example.org/9'])));
    site.pages.set('/b.xml.gz', { type: 'application/gzip', body: gzipSync(sitemap([`${origin}/2`], [`${origin}/about`])) });
    site.pages.set('/c.txt', { type: 'text/plain', body: `${origin}/3\n${origin}/1\n` });
    site.pages.set('/1', dataset('One'));
    site.pages.set('/2', dataset('Two', { '@id': `${origin}/2#it` }));
    site.pages.set('/3', dataset('Three'));
    site.pages.set('/about', '<html>Nothing for machines</html>');
    const { records, rejections, whole, notes } = await crawl('/sitemap.xml');
    expect(rejections).toEqual([]);
    expect(records.map(({ key }) => key.replace(origin, ''))).toEqual(['/1', '/2#it', '/3']);
    expect(whole).toEqual(['descriptions']);
    expect(site.asked.filter((path) => path === '/2' || path === '/1' || path === '/sitemap.xml')).toHaveLength(3);
    expect(notes.join('\n')).toContain('1 page stand on hosts that may not be reached');
    expect(notes.join('\n')).toContain('hold no JSON-LD');
  });

  test('robots.txt is obeyed, and a site that does not tell its rules is not crawled', async () => {
    site = await webSite();
    const { origin } = site;
    site.pages.set('/robots.txt', { type: 'text/plain', body: 'User-agent: *\nDisallow: /private/\n\nUser-agent: other\nDisallow: /\n' });
    site.pages.set('/sitemap.xml', xml(sitemap([`${origin}/private/1`], [`${origin}/2`])));
    site.pages.set('/private/1', dataset('Hidden'));
    site.pages.set('/2', dataset('Two'));
    const { records, notes } = await crawl('/sitemap.xml');
    expect(records.map(({ description }) => description.title)).toEqual([{ en: 'Two' }]);
    expect(site.asked).not.toContain('/private/1');
    expect(notes.join('\n')).toContain('robots.txt');
    site.pages.set('/robots.txt', { status: 500, body: 'broken' });
    await expect(crawl('/sitemap.xml')).rejects.toThrow(/robots\.txt cannot be read/);
  });

  test('asks a second time only for pages that changed, and tells what has vanished', async () => {
    site = await webSite();
    const { origin } = site;
    const pages: [string, string?][] = [[`${origin}/1`, '2020-01-01'], [`${origin}/2`, '2020-01-01T10:00:00Z'], [`${origin}/3`], [`${origin}/4`, '2020-01-01']];
    site.pages.set('/sitemap.xml', xml(sitemap(...pages)));
    for (const number of [1, 2, 3, 4]) site.pages.set(`/${number}`, dataset(`Number ${number}`));
    const first = await crawl('/sitemap.xml');
    expect(first.records).toHaveLength(4);

    site.asked.length = 0;
    pages[1] = [`${origin}/2`, '2021-01-01T10:00:00Z'];
    pages.pop();
    site.pages.set('/sitemap.xml', xml(sitemap(...pages)));
    site.pages.set('/2', dataset('Number two'));
    const second = await crawl('/sitemap.xml', first.remembered);
    expect(site.asked).toEqual(['/robots.txt', '/sitemap.xml', '/2', '/3']);
    expect(second.records.map(({ description }) => description.title['en'])).toEqual(['Number two', 'Number 3']);
    expect(second.gone).toEqual([{ key: `${origin}/4`, collection: 'descriptions' }]);
    expect(second.whole).toEqual([]);

    site.pages.set('/3', '<html>moved on</html>');
    const third = await crawl('/sitemap.xml', second.remembered);
    expect(third.gone.map(({ key }) => key)).toEqual([`${origin}/3`]);
    expect(Object.keys((third.remembered as { pages: object }).pages)).toHaveLength(3);
  });

  test('a page that cannot be read costs itself, and nothing it described before is taken for gone', async () => {
    site = await webSite();
    const { origin } = site;
    site.pages.set('/sitemap.xml', xml(sitemap([`${origin}/1`], [`${origin}/2`])));
    site.pages.set('/1', dataset('One'));
    site.pages.set('/2', dataset('Two'));
    const first = await crawl('/sitemap.xml');
    site.pages.set('/1', { status: 500, body: 'broken' });
    site.pages.set('/2', '<script type="application/ld+json">{"@type": }</script>');
    const second = await crawl('/sitemap.xml', first.remembered);
    expect(second.rejections.map(({ record }) => record)).toEqual([`${origin}/1`, `${origin}/2`]);
    expect(second.gone).toEqual([]);
    site.pages.delete('/1');
    const third = await crawl('/sitemap.xml', second.remembered);
    expect(third.gone).toEqual([{ key: `${origin}/1`, collection: 'descriptions' }]);
  });

  test('when most of a site is missing, all of it is asked for and compared as a whole', async () => {
    site = await webSite();
    const { origin } = site;
    const pages = Array.from({ length: 30 }, (_, place): [string, string] => [`${origin}/${place}`, '2020-01-01']);
    for (const [place] of pages.entries()) site.pages.set(`/${place}`, dataset(`Number ${place}`));
    site.pages.set('/sitemap.xml', xml(sitemap(...pages)));
    const first = await crawl('/sitemap.xml');
    site.pages.set('/sitemap.xml', xml(sitemap(...pages.slice(0, 5))));
    const second = await crawl('/sitemap.xml', first.remembered);
    expect(second.gone).toEqual([]);
    expect(second.records).toHaveLength(5);
    expect(second.whole).toEqual(['descriptions']);
  });

  test('a sitemap of an index that cannot be read is told, and what it led to is kept', async () => {
    site = await webSite();
    const { origin } = site;
    site.pages.set('/sitemap.xml', xml(index(`${origin}/a.xml`, `${origin}/b.xml`)));
    site.pages.set('/a.xml', xml(sitemap([`${origin}/1`])));
    site.pages.set('/b.xml', xml(sitemap([`${origin}/2`])));
    site.pages.set('/1', dataset('One'));
    site.pages.set('/2', dataset('Two'));
    const first = await crawl('/sitemap.xml');
    site.pages.set('/b.xml', xml('<urlset><url><loc>'));
    const second = await crawl('/sitemap.xml', first.remembered);
    expect(second.gone).toEqual([]);
    expect(second.rejections).toMatchObject([{ record: `${origin}/b.xml` }]);
    expect(Object.keys((second.remembered as { pages: object }).pages)).toHaveLength(2);
  });

  test('the same thing on two pages is taken once', async () => {
    site = await webSite();
    const { origin } = site;
    site.pages.set('/sitemap.xml', xml(sitemap([`${origin}/1`], [`${origin}/2`])));
    const graph = (name: string) =>
      page({
        '@graph': [
          { '@type': 'Dataset', '@id': `${origin}/${name}`, name },
          { '@type': 'DataCatalog', '@id': `${origin}/`, name: 'The catalogue' },
        ],
      });
    site.pages.set('/1', graph('a'));
    site.pages.set('/2', graph('b'));
    const { records, notes } = await crawl('/sitemap.xml');
    expect(records.map(({ key }) => key.replace(origin, ''))).toEqual(['/a', '/', '/b']);
    expect(notes.join('\n')).toContain('describe something again');
  });

  test('a single page and a document of JSON-LD need no sitemap', async () => {
    site = await webSite({
      '/page': dataset('A page', { distribution: { '@type': 'DataDownload', contentUrl: 'files/a.csv' } }),
      '/doc.jsonld': { type: 'application/ld+json', body: '{"@context":"https://schema.org/","@type":"Dataset","name":"A document"}' },
      '/empty': '<p>nothing</p>',
    });
    const one = await crawl('/page');
    expect(one.records).toMatchObject([{ key: `${site.origin}/page`, description: { homepage: `${site.origin}/page`, title: { en: 'A page' } } }]);
    expect((await crawl('/doc.jsonld')).records).toHaveLength(1);
    await expect(crawl('/empty')).rejects.toThrow(/holds no JSON-LD/);
    await expect(crawl('/missing')).rejects.toThrow(/404/);
  });
});

describe('sites that mean harm', () => {
  test('a gzip bomb ends in a stated failure', async () => {
    site = await webSite();
    site.pages.set('/bomb.xml.gz', { type: 'application/gzip', body: gzipSync(Buffer.alloc(64 * 2 ** 20, 0x20), { level: 9 }) });
    await expect(crawl('/bomb.xml.gz')).rejects.toThrow(/bomb\.xml\.gz is a page of more than/);
  });

  test('entities of XML are not unfolded, and depth ends', async () => {
    site = await webSite();
    site.pages.set('/laughs.xml', xml(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>`));
    await expect(crawl('/laughs.xml')).rejects.toThrow(/is no sitemap/);
    site.pages.set('/deep.xml', xml(`<urlset>${'<a>'.repeat(10_000)}`));
    await expect(crawl('/deep.xml')).rejects.toThrow(/nested too deeply/);
  });

  test('a context on another host is not asked for; one on this host is', async () => {
    site = await webSite();
    const { origin } = site;
    site.pages.set('/ctx', { type: 'application/ld+json', body: '{"@context":{"titel":"http://schema.org/name","Datensatz":"http://schema.org/Dataset"}}' });
    site.pages.set('/sitemap.xml', xml(sitemap([`${origin}/1`], [`${origin}/2`])));
    site.pages.set('/1', page({ '@context': `${origin}/ctx`, '@type': 'Datensatz', titel: 'Eigenes' }));
    site.pages.set('/2', page({ '@context': 'http://10.0.0.1/ctx', '@type': 'Dataset', name: 'x' }));
    const { records, rejections } = await crawl('/sitemap.xml');
    expect(records.map(({ description }) => description.title)).toEqual([{ en: 'Eigenes' }]);
    expect(rejections[0]!.reason).toMatch(/http:\/\/10\.0\.0\.1\/ctx.*may not be reached/);
  });
});

describe('harvested by a node', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await testNode();
  });
  afterAll(() => node.close());

  test('counts add up over first, second and third harvest', async () => {
    site = await webSite();
    const { origin } = site;
    const pages: [string, string?][] = ['1', '2', '3', 'broken'].map((name) => [`${origin}/${name}`, '2020-01-01']);
    site.pages.set('/sitemap.xml', xml(sitemap(...pages)));
    for (const name of ['1', '2', '3']) site.pages.set(`/${name}`, dataset(`Number ${name}`));
    site.pages.set('/broken', '<script type="application/ld+json">{oops</script>');
    const harvest = () => harvestNow(node.context, { source: 'bioschemas', address: `${origin}/sitemap.xml`, by: 'test', allowHosts: ['127.0.0.1'] });
    expect(await harvest()).toMatchObject({ state: 'done', read: 4, created: 3, rejectedTotal: 1, deleted: 0 });
    pages[0] = [`${origin}/1`, '2021-01-01'];
    site.pages.set('/1', dataset('Number one'));
    site.pages.set('/sitemap.xml', xml(sitemap(...pages.filter(([url]) => !url.endsWith('/3')))));
    expect(await harvest()).toMatchObject({ state: 'done', updated: 1, created: 0, deleted: 1, rejectedTotal: 1 });
    const third = await harvest();
    expect(third, third.reason).toMatchObject({ state: 'done', updated: 0, created: 0, deleted: 0, rejectedTotal: 1 });
  });
});
