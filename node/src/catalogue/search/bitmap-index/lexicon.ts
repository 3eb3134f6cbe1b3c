import { errorsBetween } from './spelling.ts';
import { Column } from './columns.ts';

/** A word of the index's texts. */
export interface Word {
  text: string;
  /** The number of the word's stem among the terms. */
  term: number;
}

/**
 * The words that stand in the texts, as written but folded: what a prefix or a typing error is looked up among. Kept by
 * their first two letters, and each with a summary of its letters that tells most strangers apart at a glance.
 */
export class Lexicon {
  readonly texts: string[] = [];
  readonly #terms = new Column(Uint32Array);
  readonly #numberOf = new Map<string, number>();
  /** How many words each term has, up to two, and the number of its first. */
  readonly #wordsOf = new Column(Uint8Array);
  readonly #firstOf = new Column(Uint32Array);
  readonly #byStart = new Map<string, { numbers: number[]; inOrder: boolean }>();
  readonly #letters = new Column(Uint32Array);
  readonly #lengths = new Column(Uint8Array);

  get size(): number {
    return this.texts.length;
  }

  numberOf(text: string): number | undefined {
    return this.#numberOf.get(text);
  }

  /** Whether the term is the stem of several words, so that who bears it may not bear this word. */
  hasSeveral(term: number): boolean {
    return this.#wordsOf.get(term) > 1;
  }

  /** The only word of a term so far. */
  onlyWordOf(term: number): number | undefined {
    return this.#wordsOf.get(term) === 1 ? this.#firstOf.get(term) : undefined;
  }

  termAt(number: number): number {
    return this.#terms.get(number);
  }

  /** Adds a word; answers its number. */
  add(word: string, term: number): number {
    const text = ownCopy(word);
    const number = this.texts.push(text) - 1;
    this.#numberOf.set(text, number);
    if (this.#wordsOf.get(term) === 0) this.#firstOf.set(term, number);
    this.#wordsOf.set(term, Math.min(2, this.#wordsOf.get(term) + 1));
    this.#terms.set(number, term);
    const start = text.slice(0, 2);
    const sameStart = this.#byStart.get(start);
    if (sameStart) {
      sameStart.numbers.push(number);
      sameStart.inOrder = false;
    } else this.#byStart.set(start, { numbers: [number], inOrder: true });
    // Nothing is corrected into a word with digits: one number is no misspelling of another.
    this.#lengths.set(number, /^[a-z]{4,}$/.test(text) ? Math.min(text.length, 255) : 0);
    this.#letters.set(number, lettersOf(text));
    return number;
  }

  /** The words that begin so and are `seen`, at most `limit` of them, else undefined. */
  startingWith(prefix: string, limit: number, seen: (number: number) => boolean): Word[] | undefined {
    const found: Word[] = [];
    const starts = prefix.length >= 2 ? [prefix.slice(0, 2)] : [...this.#byStart.keys()].filter((start) => start.startsWith(prefix));
    for (const start of starts) {
      const numbers = this.#inOrder(start);
      for (let at = this.#firstFrom(numbers, prefix); at < numbers.length; at++) {
        const number = numbers[at] as number;
        const text = this.texts[number] as string;
        if (!text.startsWith(prefix)) break;
        if (!seen(number)) continue;
        if (found.push({ text, term: this.#terms.get(number) }) > limit) return undefined;
      }
    }
    return found;
  }

  /** The words of a start in the order of letters. They are put in order when they are asked for: sorting what is nearly sorted is quick. */
  #inOrder(start: string): number[] {
    const same = this.#byStart.get(start);
    if (!same) return [];
    if (!same.inOrder) same.numbers.sort((a, b) => ((this.texts[a] as string) < (this.texts[b] as string) ? -1 : 1));
    same.inOrder = true;
    return same.numbers;
  }

  /** The place of the first word that does not come before this one. */
  #firstFrom(numbers: number[], word: string): number {
    let from = 0;
    let to = numbers.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.texts[numbers[middle] as number] as string) < word) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Words that are `seen` within `distance` typing errors of this one, with how many. */
  like(word: string, distance: number, seen: (number: number) => boolean): (Word & { errors: number })[] {
    const found: (Word & { errors: number })[] = [];
    const letters = lettersOf(word);
    const lengths = this.#lengths.values;
    const masks = this.#letters.values;
    const shortest = Math.max(4, word.length - distance);
    const longest = word.length + distance;
    for (let number = 0; number < this.texts.length; number++) {
      const length = lengths[number] as number;
      // One error puts at most one letter in and takes one out.
      if (length < shortest || length > longest || bits((masks[number] as number) ^ letters) > 2 * distance) continue;
      const text = this.texts[number] as string;
      const errors = errorsBetween(word, text, distance);
      if (errors !== undefined && seen(number)) found.push({ text, term: this.#terms.get(number), errors });
    }
    return found;
  }
}

/** A copy of a short string that does not keep the long one alive that it was cut from. */
export const ownCopy = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString());

/** Which letters a word holds: one bit a letter, digits share six. */
function lettersOf(text: string): number {
  let mask = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    mask |= code >= 97 && code <= 122 ? 1 << (code - 97) : 1 << (26 + (code % 6));
  }
  return mask >>> 0;
}

function bits(x: number): number {
  let n = x - ((x >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
