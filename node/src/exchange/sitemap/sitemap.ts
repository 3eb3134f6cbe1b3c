import type { Sight } from '../../access/index.ts';
import { addressesOf, addressParts, type AddressPart } from '../../catalogue/index.ts';
import type { Db } from '../../kernel/database.ts';
import { LANGUAGES } from '../../kernel/language-map.ts';

/** As many addresses as a part may hold (sitemaps.org protocol 0.9). */
const PART = 50_000;
/** The pages that no resource stands behind; the first part begins with them. */
const PAGES = ['/', '/about', '/sources'];

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
/** One less than the protocol's limit for each page that the first part takes in. */
const SIZE = PART - PAGES.length;

/** The index: where each part is, and when something in it last changed. */
export async function sitemapIndex(db: Db, sight: Sight, baseUrl: string): Promise<string> {
  const parts = await addressParts(db, sight, SIZE);
  const listed = parts.some(({ part }) => part === 1) ? parts : [{ part: 1, updated: undefined }, ...parts];
  const entries = listed.map(
    ({ part, updated }) => `<sitemap><loc>${xml(`${baseUrl}/sitemap-${part}.xml`)}</loc>${updated ? `<lastmod>${updated.toISOString()}</lastmod>` : ''}</sitemap>\n`,
  );
  return `${HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('')}</sitemapindex>\n`;
}

/** The part of this number, if there is one; the first there always is. */
export async function partNamed(db: Db, sight: Sight, part: number): Promise<Pick<AddressPart, 'part' | 'first' | 'last'> | undefined> {
  const found = (await addressParts(db, sight, SIZE)).find((it) => it.part === part);
  return found ?? (part === 1 ? { part, first: 1, last: 0 } : undefined);
}

/** A part, piece by piece. Each page is one address; its languages are named beside it as alternatives. */
export async function* sitemapPart(db: Db, sight: Sight, baseUrl: string, part: Pick<AddressPart, 'part' | 'first' | 'last'>): AsyncGenerator<string> {
  yield `${HEAD}<urlset ${NAMESPACES}>\n`;
  if (part.part === 1) yield PAGES.map((path) => entry(baseUrl + path)).join('');
  for await (const page of addressesOf(db, sight, part)) yield page.map(({ id, updated }) => entry(`${baseUrl}/r/${id}`, updated)).join('');
  yield '</urlset>\n';
}

function entry(address: string, updated?: Date): string {
  const alternatives = LANGUAGES.map((language) => `<xhtml:link rel="alternate" hreflang="${language}" href="${xml(`${address}?lang=${language}`)}"/>`).join('');
  return `<url><loc>${xml(address)}</loc>${updated ? `<lastmod>${updated.toISOString()}</lastmod>` : ''}${alternatives}</url>\n`;
}

const xml = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
