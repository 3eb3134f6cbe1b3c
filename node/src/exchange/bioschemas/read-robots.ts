import { setTimeout as wait } from 'node:timers/promises';
import parser from 'robots-parser';
import { DomainError, unavailable } from '../../kernel/errors.ts';
import type { Web } from '../../kernel/web/web.ts';

/** The name a site addresses this node by in its robots.txt: the one its requests bear before the version. */
const AGENT = 'biotope';
/** A site may ask for more time between two pages; so much is kept to. */
const LONGEST_DELAY = 30;
const MOST_SITES = 100;

interface Rules {
  isAllowed(url: string, agent: string): boolean | undefined;
  getCrawlDelay(agent: string): number | undefined;
}
/** The package is a function itself; its types speak of a default export it does not have. */
const robotsParser = parser as unknown as (url: string, text: string) => Rules;

/** What sites allow (Robots Exclusion Protocol, RFC 9309). */
export interface Robots {
  allows(url: string): Promise<boolean>;
  /** Waits as long as the site asks for between two requests. */
  pause(url: string): Promise<void>;
}

/**
 * Asks each site for its rules once. A site without rules allows all; one whose rules cannot be read now is not
 * crawled, for nobody knows what it forbids.
 */
export function robotsOf(web: Web): Robots {
  const sites = new Map<string, ReturnType<typeof ask>>();
  const ask = async (origin: string) => {
    const url = `${origin}/robots.txt`;
    const text = await web.get(url, { accept: 'text/plain' }).then(
      (document) => document.text(),
      (error: unknown) => {
        if (error instanceof DomainError && error.code === 'not-found') return '';
        throw unavailable(`${url} cannot be read, so the site is not crawled: ${error instanceof Error ? error.message : String(error)}`, error);
      },
    );
    return robotsParser(url, text);
  };
  const rulesFor = (url: string) => {
    const { origin } = new URL(url);
    const known = sites.get(origin);
    if (known) return known;
    if (sites.size >= MOST_SITES) throw unavailable(`The sitemap leads to more than ${MOST_SITES} sites`);
    const asked = ask(origin);
    asked.catch(() => undefined);
    sites.set(origin, asked);
    return asked;
  };
  return {
    allows: async (url) => (await rulesFor(url)).isAllowed(url, AGENT) !== false,
    async pause(url) {
      const delay = (await rulesFor(url)).getCrawlDelay(AGENT);
      if (delay !== undefined && delay > 0) await wait(Math.min(delay, LONGEST_DELAY) * 1_000);
    },
  };
}
