import type { ResourceContent } from '../resource.ts';
import { addressesOf } from './addresses.ts';

/** Services that hide where an address leads. */
const SHORTENERS = new Set(['bit.ly', 'tinyurl.com', 'goo.gl', 't.co', 'ow.ly', 'is.gd', 'buff.ly', 'cutt.ly', 'rebrand.ly', 'shorturl.at', 'rb.gy', 't.cn', 'dwz.cn', 'suo.im']);

/** Words of trades that advertise in catalogues; each by itself also occurs in honest texts, so one is not enough. */
const TRADES =
  /\b(casinos?|poker|betting|jackpots?|slot machines?|viagra|cialis|payday loans?|escorts?|forex signals?|replica watches|essay writing service|buy (?:followers|backlinks|likes)|seo services?)\b|赌场|博彩|代开发票|代写论文|贷款秒批|刷单|裸聊/giu;
const TRADE_WORDS = 2;
/** A description of this many addresses that is little else. */
const FARM = { addresses: 10, wordsEach: 8 } as const;
/** The same long text under so many different titles. */
export const SAME_TEXT_TITLES = 5;

const ADDRESS = /https?:\/\/[^\s<>()"'\]，。；、）]+/gi;

/**
 * Why a description might be an advertisement rather than a resource: each reason names what was seen. A suspicion for
 * a curator to look at; nothing is ever done because of it.
 */
export function spamReasons(content: ResourceContent, sameTextTitles = 1): string[] {
  const texts = [...Object.values(content.title), ...Object.values(content.description ?? {})];
  const reasons: string[] = [];
  const trades = new Set(texts.flatMap((text) => [...text.matchAll(TRADES)].map(([word]) => word.toLowerCase())));
  if (trades.size >= TRADE_WORDS) reasons.push(`words of advertising trades: ${[...trades].slice(0, 5).join(', ')}`);
  const inText = texts.flatMap((text) => text.match(ADDRESS) ?? []);
  const hidden = [...inText, ...addressesOf(content).map(({ address }) => address)].filter((address) => SHORTENERS.has(URL.parse(address)?.hostname.replace(/^www\./, '') ?? ''));
  if (hidden.length > 0) reasons.push(`addresses hidden behind a shortener: ${[...new Set(hidden)].slice(0, 3).join(', ')}`);
  for (const text of Object.values(content.description ?? {})) {
    const addresses = text.match(ADDRESS) ?? [];
    const hosts = new Set(addresses.map((address) => URL.parse(address)?.hostname));
    const words = text.replace(ADDRESS, ' ').match(/\p{Script=Han}|[\p{L}\p{N}]+/gu)?.length ?? 0;
    if (hosts.size >= FARM.addresses && words < FARM.wordsEach * addresses.length) {
      reasons.push(`the description is mostly links: ${addresses.length} addresses on ${hosts.size} hosts among ${words} words`);
      break;
    }
  }
  // Registries fill many descriptions from one template; an advertisement sent out many times leads somewhere.
  if (sameTextTitles >= SAME_TEXT_TITLES && inText.length > 0) reasons.push(`the same description, with an address in it, stands under ${sameTextTitles} different titles`);
  return reasons;
}
