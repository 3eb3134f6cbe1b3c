import { SaxesParser } from 'saxes';
import { DomainError, reasonOf } from '../../kernel/errors.ts';
import { isAddress } from '../text.ts';
import type { Shape } from './read-content.ts';

/** An entry of a sitemap; `lastmod` as it is written there. */
export interface SitemapEntry {
  type: 'page' | 'sitemap';
  url: string;
  lastmod?: string;
}

/** Bounds of one sitemap: those of the protocol (sitemaps.org), and for those who overstep it a little more. */
export const SITEMAP_LIMITS = { bytes: 100 * 2 ** 20, entries: 200_000, address: 4_000 } as const;

async function* inXml(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SitemapEntry> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8');
  const found: SitemapEntry[] = [];
  const path: string[] = [];
  let entry: { url: string; lastmod: string } | undefined;
  let failure: Error | undefined;
  const place = () => path.slice(-2).join('/');
  parser.on('error', (error) => void (failure ??= error));
  parser.on('opentag', ({ name }) => {
    path.push(name.replace(/^.*:/, '').toLowerCase());
    if (path.length > 32) failure ??= new Error('is nested too deeply');
    if (path.length === 2 && (path[1] === 'url' || path[1] === 'sitemap')) entry = { url: '', lastmod: '' };
  });
  const take = (text: string) => {
    if (!entry || path.length !== 3) return;
    if (/^(url|sitemap)\/loc$/.test(place()) && entry.url.length < SITEMAP_LIMITS.address) entry.url += text;
    if (/^(url|sitemap)\/lastmod$/.test(place()) && entry.lastmod.length < 100) entry.lastmod += text;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const name = path.pop();
    if (path.length !== 1 || !entry) return;
    found.push({ type: name === 'sitemap' ? 'sitemap' : 'page', url: entry.url.trim(), lastmod: entry.lastmod.trim() || undefined });
    entry = undefined;
  });
  const check = () => {
    if (failure) throw new DomainError('invalid', `is no sitemap: ${reasonOf(failure)}`);
  };
  for await (const chunk of bytes) {
    parser.write(decoder.decode(chunk, { stream: true }));
    check();
    yield* found.splice(0);
  }
  parser.write(decoder.decode()).close();
  check();
  yield* found.splice(0);
}

async function* inLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SitemapEntry> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    if (rest.length > SITEMAP_LIMITS.address) throw new DomainError('invalid', `is no list of addresses: a line is longer than ${SITEMAP_LIMITS.address} characters`);
    for (const line of lines) if (line.trim() !== '') yield { type: 'page', url: line.trim() };
  }
  if (rest.trim() !== '') yield { type: 'page', url: rest.trim() };
}

/** The entries of a sitemap or a sitemap index (XML), or of a plain list of addresses, one a line. */
export async function* entriesOf(shape: Shape, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SitemapEntry> {
  let count = 0;
  for await (const entry of shape === 'list' ? inLines(bytes) : inXml(bytes)) {
    if (++count > SITEMAP_LIMITS.entries) throw new DomainError('too-large', `holds more than ${SITEMAP_LIMITS.entries} addresses`);
    if (isAddress(entry.url)) yield entry;
  }
}
