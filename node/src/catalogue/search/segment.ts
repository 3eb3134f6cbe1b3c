import { createRequire } from 'node:module';
import type { Jieba } from '@node-rs/jieba';
import type { Vocabulary } from '../../vocabulary/index.ts';

/**
 * Text is stored for search as a line of elements parted by spaces, once segmented and never again:
 *
 * - the text itself in order: Latin words folded but whole (`sequencing`), runs of Chinese as written (`单细胞测序`);
 * - `|` between one piece of text and the next, so that no phrase reaches across;
 * - `+` before each further form that stands for a place already told: compounds joined (`+chipseq`), their parts
 *   (`+covid`), and the words in a run of Chinese (`+测序`).
 *
 * The line begins and ends with a space, so that a phrase is found by LIKE with the spaces at its own ends.
 *
 * A phrase is looked for in the text as it stands; words are looked for among words and forms. Stems are the index's own
 * affair (`stem.ts`), so a stored row does not depend on the stemmer.
 */

/** What is indexed of one resource at most; far above any real description, below what would hurt. */
const MAX_ELEMENTS = 120_000;
/** Longer words are cut: they are sequences and encoded data, nobody types them. */
const MAX_WORD = 64;
/** More parts than this are a path or a sentence with its spaces lost, not a name. */
const MAX_PARTS = 6;

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}';
/** A run of Chinese (line breaks within it do not count), or a word with the joints names have: `HLA-DRB1*15`, `bwa_mem2`. */
const PIECES = new RegExp(`[${CJK}]+(?:\\s+[${CJK}]+)*|(?:(?![${CJK}])[\\p{L}\\p{N}\\p{M}])+(?:[-_*.'’+:](?:(?![${CJK}])[\\p{L}\\p{N}\\p{M}])+)*`, 'gu');
const ASCII_PIECES = /[A-Za-z0-9]+(?:[-_*.'+:][A-Za-z0-9]+)*/g;
const IS_CJK = new RegExp(`^[${CJK}]`, 'u');
// oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
const IS_ASCII = /^[\x00-\x7f]*$/;
const JOINTS = /[-_*.+:]/;
const MARKS = /\p{M}+/gu;
const GREEK = /(?<!\p{Script=Greek})\p{Script=Greek}(?!\p{Script=Greek})/gu;
const GREEK_NAMES: Record<string, string> = {
  α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ζ: 'zeta', θ: 'theta', κ: 'kappa',
  λ: 'lambda', μ: 'mu', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', φ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega',
}; // prettier-ignore

/** One word of a text and where it stands there. */
export interface Piece {
  /** As written. */
  text: string;
  start: number;
  end: number;
  /** A run of Chinese, or a Latin word. */
  chinese: boolean;
}

/** Every word and every run of Chinese in a text. */
export function* pieces(text: string): Generator<Piece> {
  for (const match of text.matchAll(IS_ASCII.test(text) ? ASCII_PIECES : PIECES)) {
    yield { text: match[0], start: match.index, end: match.index + match[0].length, chinese: IS_CJK.test(match[0]) };
  }
}

/** Full-width forms made ordinary; one character stays one wherever that is possible, so that positions hold. */
export const narrowed = (text: string): string =>
  IS_ASCII.test(text) ? text : text.replaceAll(/[\uFF01-\uFF5E\u3000]/g, (c) => (c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));

/** Lower case, without diacritics; a Greek letter that stands alone by its name (`TNF-α` is `tnf-alpha`). */
export function folded(word: string): string {
  if (IS_ASCII.test(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .toLowerCase()
    .replaceAll(GREEK, (letter) => GREEK_NAMES[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

const cut = (word: string) => (word.length > MAX_WORD ? word.slice(0, MAX_WORD).toWellFormed() : word);

export interface Forms {
  /** The smallest words in order: `chip`, `seq`. */
  words: string[];
  /** What else it may be called: `chipseq`; of `DeepVariant`: `deep`, `variant`; of `covid19`: `covid`. */
  also: string[];
}

const PLAIN = /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/;
const CAMEL = /[A-Z]{3,}(?=[A-Z][a-z]|$|\d)|[A-Z]?[a-z]{3,}/g;
const LETTERS_BEFORE_DIGITS = /^(\p{L}{3,})\p{N}/u;

/** The forms of a Latin word, however it is joined. */
export function formsOf(word: string): Forms {
  if (PLAIN.test(word)) return { words: [cut(word.toLowerCase())], also: [] };
  const bare = word.replaceAll(/['’](?:s$|s(?=[-_*.+:]))?/gi, '');
  const raw = bare.split(JOINTS).filter((part) => part !== '');
  const words = raw.map((part) => cut(folded(part))).filter((part) => part !== '');
  const also = new Set<string>();
  if (words.length > 1 && words.length <= MAX_PARTS) also.add(cut(words.join('')));
  for (const part of raw) {
    if (/[a-z][A-Z]/.test(part)) for (const hump of part.match(CAMEL) ?? []) also.add(cut(hump.toLowerCase()));
    const letters = LETTERS_BEFORE_DIGITS.exec(part)?.[1];
    if (letters) also.add(cut(folded(letters)));
  }
  return { words, also: [...also].filter((form) => form !== '' && !words.includes(form)) };
}

interface Chinese {
  jieba: Jieba;
  /** The vocabulary's own names. */
  names: ReadonlySet<string>;
}
let general: Chinese | undefined;
const withVocabulary = new WeakMap<Vocabulary, Chinese>();
const requireFrom = createRequire(import.meta.url);

function newJieba(): Jieba {
  // The dictionary takes 40 MB and 130 ms: a node that meets no Chinese never loads it.
  const { Jieba } = requireFrom('@node-rs/jieba') as typeof import('@node-rs/jieba');
  const { dict } = requireFrom('@node-rs/jieba/dict') as { dict: Uint8Array };
  return Jieba.withDict(dict);
}

const CHINESE_WORD = /^\p{Script=Han}{2,8}$/u;

/** The general dictionary with the vocabulary's Chinese names added, so that 转录组学 is one word. */
function chineseOf(vocabulary: Vocabulary | undefined): Chinese {
  if (!vocabulary) return (general ??= { jieba: newJieba(), names: new Set() });
  let chinese = withVocabulary.get(vocabulary);
  if (!chinese) {
    const names = new Set<string>();
    for (const term of vocabulary.terms()) {
      for (const name of [...Object.values(term.label), ...term.synonyms.map((synonym) => synonym.text)]) if (CHINESE_WORD.test(name)) names.add(name);
    }
    const jieba = newJieba();
    if (names.size > 0) jieba.loadDict(Buffer.from([...names].map((name) => `${name} 50 n`).join('\n')));
    chinese = { jieba, names };
    withVocabulary.set(vocabulary, chinese);
  }
  return chinese;
}

/** The words of a run of Chinese, one after the other. */
export const chineseWords = (run: string, vocabulary?: Vocabulary): string[] => chineseOf(vocabulary).jieba.cut(run, true);

/** These and the words within them, two characters or more: 单细胞 and 细胞. */
export function chineseForms(run: string, vocabulary?: Vocabulary): string[] {
  const { jieba, names } = chineseOf(vocabulary);
  const forms = new Set<string>();
  for (const word of jieba.cutForSearch(run, true)) {
    if (word.length > 1) forms.add(word);
    // Search mode tells the words of two and three characters; the vocabulary's are often of four.
    for (let length = 4; length < word.length; length++) {
      for (let at = 0; at + length <= word.length; at++) if (names.has(word.slice(at, at + length))) forms.add(word.slice(at, at + length));
    }
  }
  return [...forms];
}

/** Writes pieces of text in the stored form. */
export function segmented(texts: Iterable<string>, vocabulary?: Vocabulary): string {
  const out: string[] = [];
  const forms = new Set<string>();
  for (const text of texts) {
    if (out.length > 0) out.push('|');
    for (const piece of pieces(narrowed(text))) {
      if (out.length + forms.size >= MAX_ELEMENTS) break;
      if (piece.chinese) {
        const run = piece.text.replaceAll(/\s+/g, '');
        out.push(run);
        for (const form of chineseForms(run, vocabulary)) forms.add(form);
        continue;
      }
      const { words, also } = formsOf(piece.text);
      out.push(...words);
      for (const form of also) forms.add(form);
    }
  }
  for (const form of forms) out.push(`+${form}`);
  return out.length > 0 ? ` ${out.join(' ')} ` : '';
}

/** A phrase as it stands in the stored form, spaces where words must end: ` chip seq `, `细胞测序`. */
export function phraseOf(text: string): { pattern: string; words: string[]; isWord: boolean } {
  const elements: { text: string; chinese: boolean }[] = [];
  for (const piece of pieces(narrowed(text))) {
    if (piece.chinese) elements.push({ text: piece.text.replaceAll(/\s+/g, ''), chinese: true });
    else for (const word of formsOf(piece.text).words) elements.push({ text: word, chinese: false });
  }
  const pattern = elements.map((element) => element.text).join(' ');
  const open = (element: { chinese: boolean } | undefined) => (element && !element.chinese ? ' ' : '');
  return {
    pattern: `${open(elements[0])}${pattern}${open(elements.at(-1))}`,
    /** One Latin word: who bears it needs no looking through. */
    isWord: elements.length === 1 && elements[0]?.chinese === false,
    words: [...new Set(elements.flatMap((element) => (element.chinese ? [...element.text] : [element.text])))],
  };
}

/** Words too common to tell resources apart: left out of a query unless they are all it holds; kept in phrases. */
const STOP_WORDS = new Set(
  (
    'a an and are as at be by can for from has have how in into is it its of on or such that the their these this to using via was we were which with your ' +
    '的 了 和 与 及 或 在 是 等 之 为 以 对 中 从 将 被 把 由 其 并 而 也 于 吗 呢 哪些 什么 如何 怎么 怎样 一个 一种 以及 可以'
  ).split(' '),
);
export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);

/** Whether an element of a stored text is a run of Chinese. */
export const isChinese = (element: string): boolean => element.charCodeAt(0) >= 0x2e80 && IS_CJK.test(element);
