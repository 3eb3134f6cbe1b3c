import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Crawl, ReadItem, ReadReport } from '../source.ts';
import { documentLoader } from './read-contexts.ts';
import { contentOf, textOf } from './read-content.ts';
import { DOCUMENT_LIMITS } from './read-entities.ts';
import { PAGE_LIMITS, scriptsOf } from './read-page.ts';
import { CrawlState, listPages, tally, type Listed } from './read-pages.ts';
import { COLLECTION, readRecords, type Standing } from './read-records.ts';
import { robotsOf, type Robots } from './read-robots.ts';
import { entriesOf, SITEMAP_LIMITS } from './read-sitemap.ts';

const ACCEPT = 'text/html, application/xhtml+xml, application/ld+json, application/json;q=0.8, application/xml;q=0.7, */*;q=0.1';
const NO_PAGE = /^(image|video|audio|font)\/|^application\/(pdf|zip|gzip|octet-stream|vnd\.|x-tar)/;

/** When so large a part of a site seems gone, everything is asked for again, and the harvest's own guard decides. */
const LARGEST_LOSS = 0.5;
const SMALL_SITE = 20;

type Read = { items: ReadItem[]; url: string } | { nothing: string };

/** What a page describes, or why it describes nothing. Fails with a domain error where it cannot be read at all. */
async function readPage(url: string, { web }: Crawl, standing: Pick<Standing, 'loader' | 'report'>): Promise<Read> {
  const document = await web.get(url, { accept: ACCEPT });
  const bytes = document.bytes();
  if (NO_PAGE.test(document.mediaType)) {
    for await (const _ of bytes) break;
    return { nothing: 'are no pages of text' };
  }
  const content = await contentOf(bytes, PAGE_LIMITS.characters);
  const texts = content.shape === 'json' ? [await textOf(content.bytes, DOCUMENT_LIMITS.characters)] : await scriptsOf(content.bytes);
  if (texts.length === 0) return { nothing: 'hold no JSON-LD' };
  const items: ReadItem[] = [];
  for await (const item of readRecords(texts, { ...standing, base: document.url, name: url })) items.push(item);
  return items.length > 0 ? { items, url } : { nothing: 'describe no resource in their JSON-LD' };
}

/** A page that changed within the day it gives as its last change may change again that day. */
const settled = (lastmod: string | undefined, today: string): string | undefined => (lastmod && !(lastmod.length === 10 && lastmod >= today) ? lastmod : undefined);

interface Site {
  crawl: Crawl;
  report: ReadReport;
  robots: Robots;
  listed: Listed;
}

/** Reads the pages of a site: all of them the first time, later those that changed; what has vanished since is told. */
async function* readSite({ crawl, report, robots, listed }: Site): AsyncGenerator<ReadItem> {
  const { pages, failed, cut } = listed;
  const before = CrawlState.safeParse(crawl.since).data?.pages;
  const vanished = Object.keys(before ?? {}).filter((url) => !pages.has(url)).length;
  const fresh = !before || (vanished > SMALL_SITE && vanished > Object.keys(before).length * LARGEST_LOSS);
  const known = fresh ? {} : before;
  const today = new Date().toISOString().slice(0, 10);
  const state: CrawlState = { pages: {} };
  const standing = { loader: documentLoader(crawl.web), report };
  const passed = tally();
  // Everything still described somewhere, and of that what needs no other description in this crawl.
  const seen = new Set<string>();
  const taken = new Set<string>();
  let unchanged = 0;
  let told = 0;

  for (const { url, reason } of failed) yield { rejection: { record: url, field: '', reason: `the sitemap cannot be read: ${reason}`, collection: COLLECTION } };
  const asked: string[] = [];
  for (const [url, lastmod] of pages) {
    const last = known[url];
    if (!last?.lastmod || last.lastmod !== lastmod) {
      asked.push(url);
      continue;
    }
    unchanged++;
    state.pages[url] = last;
    for (const key of last.keys) taken.add(key);
  }
  for (const url of asked) {
    const last = known[url];
    let read: Read;
    try {
      if (!(await robots.allows(url))) {
        passed.note("are closed to harvests by the site's robots.txt and were passed over", url);
        if (last) state.pages[url] = last;
        for (const key of last?.keys ?? []) seen.add(key);
        continue;
      }
      await robots.pause(url);
      read = await readPage(url, crawl, standing);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const gone = error.code === 'not-found';
      if (last && !gone) state.pages[url] = { keys: last.keys };
      for (const key of gone ? [] : (last?.keys ?? [])) seen.add(key);
      told++;
      yield { rejection: { record: url, field: '', reason: reasonOf(error), ...(gone ? {} : { collection: COLLECTION }) } };
      continue;
    }
    if ('nothing' in read) {
      passed.note(read.nothing, url);
      state.pages[url] = { lastmod: settled(pages.get(url), today), keys: [] };
      continue;
    }
    const keys: string[] = [];
    let unreadable = false;
    told += read.items.length;
    for (const item of read.items) {
      if ('rejection' in item) {
        unreadable ||= item.rejection.key === undefined;
        if (item.rejection.key !== undefined) keys.push(item.rejection.key);
        yield item;
      } else if ('record' in item) {
        const { key } = item.record;
        keys.push(key);
        if (!taken.has(key)) yield item;
        else passed.note('describe something again that another page describes; the first description was taken', url);
        taken.add(key);
      }
    }
    if (unreadable) keys.push(...(last?.keys ?? []).filter((key) => !keys.includes(key)));
    for (const key of keys) seen.add(key);
    state.pages[url] = { lastmod: unreadable ? undefined : settled(pages.get(url), today), keys };
  }

  passed.tell(report.note);
  if (unchanged > 0) report.note(`${unchanged} of ${pages.size} pages have not changed since they were last read and were not asked for again`);
  if (told === 0 && unchanged === 0 && pages.size > 0) throw invalid(`None of the ${pages.size} pages ${crawl.address} leads to describes a resource in JSON-LD`);
  const whole = failed.length === 0 && !cut;
  if (whole && fresh) report.whole(COLLECTION);
  if (!fresh) {
    const gone = [...new Set(Object.values(known).flatMap(({ keys }) => keys))].filter((key) => !seen.has(key) && !taken.has(key));
    if (whole) for (const key of gone) yield { gone: { key, collection: COLLECTION } };
    else for (const [url, page] of Object.entries(known)) state.pages[url] ??= page;
  }
  report.remember(state);
}

/** Reads what an address of the web leads to: a sitemap and its pages, a page, or a document of JSON-LD. */
export async function* crawlBioschemas(crawl: Crawl, report: ReadReport): AsyncGenerator<ReadItem> {
  try {
    yield* crawlFrom(crawl, report);
  } catch (error) {
    if (!(error instanceof DomainError) || error.message.includes('://')) throw error;
    throw new DomainError(error.code, `${crawl.address} ${error.message}`, { cause: error });
  }
}

async function* crawlFrom(crawl: Crawl, report: ReadReport): AsyncGenerator<ReadItem> {
  const { address, web } = crawl;
  const robots = robotsOf(web);
  if (!(await robots.allows(address))) throw new DomainError('forbidden', `${address} is closed to harvests by the site's robots.txt`);
  await robots.pause(address);
  const document = await web.get(address, { accept: ACCEPT });
  const { shape, bytes } = await contentOf(document.bytes(), SITEMAP_LIMITS.bytes);
  if (shape === 'sitemap' || shape === 'list') {
    const listed = await listPages(address, entriesOf(shape, bytes), { web, robots, note: report.note });
    if (listed.pages.size === 0 && listed.failed.length === 0) throw invalid(`${address} is a sitemap that leads to no page that may be reached`);
    yield* readSite({ crawl, report, robots, listed });
    return;
  }
  const texts = shape === 'json' ? [await textOf(bytes, DOCUMENT_LIMITS.characters)] : await scriptsOf(bytes);
  if (texts.length === 0) throw invalid(`${address} is no sitemap, and holds no JSON-LD`);
  let count = 0;
  for await (const item of readRecords(texts, { base: document.url, name: address, loader: documentLoader(web), report })) {
    count++;
    yield item;
  }
  if (count === 0) throw invalid(`The JSON-LD of ${address} describes no resource`);
  report.whole(COLLECTION);
}
