import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Crawl, ReadItem, ReadReport } from '../source.ts';
import { entryItem, pageOf } from './read-document.ts';
import { COLLECTION } from './read-entry.ts';

/** Pages of one list: bio.tools has some 600 of 50 entries. */
const MOST_PAGES = 20_000;

/** Where the entries are: the address of the API's list or of an entry, or the site itself. */
function startOf(address: string): URL {
  const url = new URL(address);
  if (/^\/?$/.test(url.pathname) || /^\/(api\/?|t\/?)$/.test(url.pathname)) url.pathname = '/api/tool/';
  const entry = /^\/([A-Za-z0-9_.~-]+)\/?$/.exec(url.pathname)?.[1];
  if (url.hostname === 'bio.tools' && entry) url.pathname = `/api/tool/${entry}/`;
  url.searchParams.set('format', 'json');
  return url;
}

/**
 * Asks the API for its list page by page, to the end. A page that names itself or an earlier one as the next is a
 * failure, for the list would never end.
 */
export async function* crawlBiotools(crawl: Crawl, report: ReadReport): AsyncGenerator<ReadItem> {
  const asked = new Set<string>();
  // Entries move between pages while the list is read; one that comes twice has been read.
  const ids = new Set<string>();
  let url = startOf(crawl.address);
  for (;;) {
    if (asked.has(url.href)) throw invalid(`${url.href} was read before: the pages of ${crawl.address} lead in a circle`);
    if (asked.size >= MOST_PAGES) throw new DomainError('too-large', `${crawl.address} has more than ${MOST_PAGES} pages`);
    asked.add(url.href);
    const document = await crawl.web.get(url.href, { accept: 'application/json' });
    let content: unknown;
    try {
      content = JSON.parse(await document.text());
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw invalid(`${url.href} is no JSON: ${reasonOf(error)}`);
    }
    const { entries, next, count } = pageOf(content, url.href);
    if (count !== undefined) report.expect(count);
    for (const [place, entry] of entries.entries()) {
      const item = entryItem(entry, `${url.href} entry ${place + 1}`, report.note);
      if ('record' in item) {
        if (ids.has(item.record.key)) {
          report.note('Entries that came on two pages of the list, which changed while it was read, were taken once');
          continue;
        }
        ids.add(item.record.key);
      }
      yield item;
    }
    if (next === undefined) break;
    if (entries.length === 0) throw invalid(`${url.href} holds no entry and still names a next page`);
    const following = URL.parse(next, url.href);
    if (!following) throw invalid(`${url.href} names a next page that is no address: ${next}`);
    if (!following.searchParams.has('format')) following.searchParams.set('format', 'json');
    for (const [name, value] of url.searchParams) if (!following.searchParams.has(name)) following.searchParams.set(name, value);
    url = following;
  }
  report.whole(COLLECTION);
}
