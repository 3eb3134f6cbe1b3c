import { foldWords } from './fold.ts';
import type { Sentence } from './token.ts';

/** A short form and the long form it was introduced for. */
export interface Acronym {
  short: string;
  long: string[];
}

const SHORT = /^(?=.*\p{Lu})[\p{L}\p{N}][\p{L}\p{N}/-]{1,9}$/u;

/**
 * Short forms in parentheses with the words before them that they stand for: each character of the short form, from
 * the last to the first, is found in those words, the first at the beginning of one (Schwartz & Hearst 2003).
 */
export function acronymsOf(sentence: Sentence): Acronym[] {
  const found: Acronym[] = [];
  for (const [at, { text }] of sentence.entries()) {
    const short = sentence[at + 1]?.text ?? '';
    if (text !== '(' || sentence[at + 2]?.text !== ')' || !SHORT.test(short)) continue;
    const most = Math.min(short.length + 5, short.length * 2);
    const before = sentence.slice(Math.max(0, at - most), at).map((token) => token.text);
    const long = longForm(short, before);
    if (long && foldWords(long).length > 1) found.push({ short, long });
  }
  return found;
}

function longForm(short: string, words: string[]): string[] | undefined {
  const text = words.join(' ');
  let at = text.length - 1;
  for (let place = short.length - 1; place >= 0; place--) {
    const character = (short[place] as string).toLowerCase();
    if (!/[\p{L}\p{N}]/u.test(character)) continue;
    while (at >= 0 && (text[at]?.toLowerCase() !== character || (place === 0 && at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] as string)))) at--;
    if (at < 0) return undefined;
    at--;
  }
  const begin = text.lastIndexOf(' ', at + 1) + 1;
  const long = text.slice(begin).split(' ');
  const spoken = long.join('').length;
  return spoken > short.length && !long.some((word) => /^[(),;.]$/.test(word)) && !long.includes(short) ? long : undefined;
}
