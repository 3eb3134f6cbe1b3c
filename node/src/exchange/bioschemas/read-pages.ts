import { z } from 'zod';
import type { Web } from '../../kernel/web/web.ts';
import { contentOf } from './read-content.ts';
import { entriesOf, SITEMAP_LIMITS, type SitemapEntry } from './read-sitemap.ts';
import type { Robots } from './read-robots.ts';
import { DomainError, reasonOf } from '../../kernel/errors.ts';

/** Bounds of one crawl. */
export const CRAWL_LIMITS = { sitemaps: 1_000, pages: 100_000 } as const;

/** What a crawl leaves for the next one: of each page when it had last changed, and the keys of what it describes. */
export const CrawlState = z.object({ pages: z.record(z.string(), z.object({ lastmod: z.string().optional(), keys: z.array(z.string()) })) });
export type CrawlState = z.infer<typeof CrawlState>;

/** The pages of a site. */
export interface Listed {
  /** Each page once, in the order of the sitemaps, with the instant of its last change where that is stated. */
  pages: Map<string, string | undefined>;
  /** Sitemaps that could not be read, and why. */
  failed: { url: string; reason: string }[];
  /** The list was cut off at its limit. */
  cut: boolean;
}

interface Listing {
  web: Web;
  robots: Robots;
  note: (text: string) => void;
}

/** Counts what is passed over, to be told in one note instead of one each. */
export function tally() {
  const passed = new Map<string, { count: number; first: string }>();
  return {
    note(reason: string, url: string) {
      const known = passed.get(reason);
      if (known) known.count++;
      else passed.set(reason, { count: 1, first: url });
    },
    tell(note: (text: string) => void) {
      for (const [reason, { count, first }] of passed) note(`${count} ${count === 1 ? 'page' : 'pages'} ${reason}${count === 1 ? `: ${first}` : `, the first of them ${first}`}`);
    },
  };
}

/** Follows a sitemap through its indexes to the pages; a sitemap named twice, or by itself, is read once. */
export async function listPages(start: string, first: AsyncIterable<SitemapEntry>, { web, robots, note }: Listing): Promise<Listed> {
  const pages: Listed['pages'] = new Map();
  const failed: Listed['failed'] = [];
  const waiting: string[] = [];
  const known = new Set([start]);
  const elsewhere = tally();
  let cut = false;
  const take = async (entries: AsyncIterable<SitemapEntry>) => {
    for await (const { type, url, lastmod } of entries) {
      const address = new URL(url).href.replace(/#.*$/, '');
      if (!web.mayReach(address)) elsewhere.note('stand on hosts that may not be reached and were passed over', address);
      else if (type === 'page' && (pages.has(address) || pages.size < CRAWL_LIMITS.pages)) pages.set(address, lastmod ?? pages.get(address));
      else if (type === 'sitemap' && !known.has(address) && known.size < CRAWL_LIMITS.sitemaps) {
        known.add(address);
        waiting.push(address);
      } else if (type === 'page' || !known.has(address)) cut = true;
    }
  };
  await take(first);
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    try {
      await robots.pause(url);
      const document = await web.get(url, { accept: 'application/xml, text/xml;q=0.9, text/plain;q=0.5' });
      const { shape, bytes } = await contentOf(document.bytes(), SITEMAP_LIMITS.bytes);
      if (shape !== 'sitemap' && shape !== 'list') throw new DomainError('invalid', 'is no sitemap');
      await take(entriesOf(shape, bytes));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failed.push({ url, reason: reasonOf(error) });
    }
  }
  elsewhere.tell(note);
  if (cut) note(`The sitemap leads to more than ${CRAWL_LIMITS.pages} pages or ${CRAWL_LIMITS.sitemaps} sitemaps; the rest was passed over`);
  return { pages, failed, cut };
}
