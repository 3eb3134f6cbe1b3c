import type { Vocabulary } from '../../vocabulary/index.ts';
import type { WordsAnswer } from './bitmap-index/messages.ts';
import type { Query } from './query.ts';
import { chineseWords, formsOf, isStopWord, narrowed, pieces } from './segment.ts';

/** The last word of a prefix, and those before it: of `chip-se*`, `se` and `chip`. */
export function prefixOf(text: string): { before: string[]; last: string } {
  const words = [...pieces(narrowed(text))].flatMap((piece) => (piece.chinese ? [piece.text.replaceAll(/\s+/g, '')] : formsOf(piece.text).words));
  return { before: words.slice(0, -1), last: words.at(-1) ?? '' };
}

/** What the index knows of the words of one query. */
export interface QueryLexicon {
  corrections(word: string): string[];
  isUnknown(word: string): boolean;
  prefix(prefix: string): WordsAnswer['prefixes'][number] | undefined;
}

export function lexiconOf(known: WordsAnswer | undefined): QueryLexicon {
  const byWord = new Map(known?.words.map((each) => [each.word, each]));
  const byPrefix = new Map(known?.prefixes.map((each) => [each.prefix, each]));
  return {
    corrections: (word) => byWord.get(formsOf(word).words[0] ?? word)?.instead.map((other) => other.word) ?? [],
    isUnknown: (word) => byWord.get(word)?.count === 0,
    prefix: (prefix) => byPrefix.get(prefix),
  };
}

/** The words and prefixes of a query that are worth looking up: neither phrases, nor identifiers, nor stop words. */
export function wordsToLookUp(query: Query | undefined, vocabulary: Vocabulary): { words: string[]; prefixes: string[]; hasPhrase: boolean } {
  const words = new Set<string>();
  const prefixes = new Set<string>();
  let hasPhrase = false;
  const collect = (node: Query): void => {
    if (node.type === 'and' || node.type === 'or') node.nodes.forEach(collect);
    else if (node.type === 'not') collect(node.node);
    else if (node.type === 'prefix') prefixes.add(prefixOf(node.text).last);
    else if (node.type === 'phrase') hasPhrase = true;
    else if (node.type === 'words') {
      for (const piece of pieces(narrowed(node.text))) {
        if (piece.chinese) for (const word of chineseWords(piece.text.replaceAll(/\s+/g, ''), vocabulary)) words.add(word);
        // Only words without joints are corrected: identifiers are as they are.
        else if (/^[\p{L}\p{N}]+$/u.test(piece.text)) for (const word of formsOf(piece.text).words) if (!isStopWord(word)) words.add(word);
      }
    }
  };
  if (query) collect(query);
  return { words: [...words], prefixes: [...prefixes], hasPhrase };
}
