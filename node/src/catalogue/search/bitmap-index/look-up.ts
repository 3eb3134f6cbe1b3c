import type { IndexSight } from '../plan.ts';
import { stem } from '../stem.ts';
import type { BitmapIndex } from './bitmap-index.ts';
import { MAX_WORDS_OF_PREFIX } from './evaluate.ts';
import type { WordsAnswer } from './messages.ts';
import { errorsForgiven } from './spelling.ts';

/** A word that so few resources bear may be a typing error; a correction is at least ten times as frequent. */
const HARDLY_ANY = 2;
const TEN_TIMES = 10;
const MAX_CORRECTIONS = 3;
/** Each takes a look at every word there is; a query of more misspelled words than this is no query. */
const MAX_CORRECTED = 8;

/** Whether nearly no visible resource bears one of the words. */
export const anyRare = (index: BitmapIndex, words: string[], sight: IndexSight): boolean => {
  const hidden = index.hiddenFrom(sight).slots;
  return words.some((word) => index.any.count(index.terms.get(stem(word)), hidden) <= HARDLY_ANY);
};

/** Looks words and prefixes up among those of the texts. What the asker may not see neither counts nor corrects. */
export function lookUp(index: BitmapIndex, { words, prefixes, sight }: { words: string[]; prefixes: string[]; sight: IndexSight }): WordsAnswer {
  const hidden = index.hiddenFrom(sight).slots;
  const seen = (number: number) => index.seesWord(number, hidden);
  let corrected = 0;
  const count = (term: number | undefined) => index.any.count(term, hidden);
  return {
    words: words.map((word) => {
      const borne = count(index.terms.get(stem(word)));
      return { word, count: borne, instead: borne > HARDLY_ANY ? [] : corrections(word, borne) };
    }),
    prefixes: prefixes.map((prefix) => ({ prefix, tooMany: index.lexicon.startingWith(prefix, MAX_WORDS_OF_PREFIX, seen) === undefined })),
  };

  function corrections(word: string, borne: number): { word: string; count: number }[] {
    const forgiven = errorsForgiven(word);
    if (forgiven === 0 || !/^[a-z]+$/.test(word) || corrected++ >= MAX_CORRECTED) return [];
    const own = stem(word);
    const byTerm = new Map<number, { word: string; count: number; errors: number }>();
    for (const { text, term, errors } of index.lexicon.like(word, forgiven, seen)) {
      if (errors === 0 || stem(text) === own) continue;
      const other = byTerm.get(term);
      // Among equals the first by letters: the order of the lexicon tells of texts that the asker may not see.
      if (other && (other.errors < errors || (other.errors === errors && other.word < text))) continue;
      byTerm.set(term, { word: text, count: other?.count ?? count(term), errors });
    }
    const found = [...byTerm.values()].filter((other) => other.count > borne * TEN_TIMES);
    const fewest = Math.min(...found.map((other) => other.errors));
    return found
      .filter((other) => other.errors === fewest)
      .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
      .slice(0, MAX_CORRECTIONS)
      .map((other) => ({ word: other.word, count: other.count }));
  }
}
