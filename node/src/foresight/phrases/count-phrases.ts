import { acronymsOf } from './acronyms.ts';
import { readChinese } from './chinese.ts';
import { readEnglish } from './english.ts';
import { foldWords } from './fold.ts';
import { nounPhrases } from './noun-phrases.ts';
import { addOccurrence, emptyTally, type Tally } from './tally.ts';
import type { Sentence } from './token.ts';

/** Of a text's letters, this part Chinese makes it Chinese. */
const CHINESE = 0.2;

/** Sentences of a text in either language. */
export function readSentences(text: string): Sentence[] {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return letters > 0 && han / letters > CHINESE ? readChinese(text) : readEnglish(text);
}

/** Counts the noun phrases of one more document. */
export function countDocument(tally: Tally, text: string): void {
  const document = tally.documents++;
  for (const [place, sentence] of readSentences(text).entries()) {
    for (const { words, left, right } of nounPhrases(sentence)) {
      const folded = foldWords(words);
      if (folded.length > 1) addOccurrence(tally, { key: folded.join(' '), form: words.join(' '), left, right, place: [document, place] });
    }
    for (const { short, long } of acronymsOf(sentence)) {
      const pair = `${short}\t${foldWords(long).join(' ')}`;
      tally.acronyms.set(pair, (tally.acronyms.get(pair) ?? 0) + 1);
    }
  }
}

export function countPhrases(documents: Iterable<string>): Tally {
  const tally = emptyTally();
  for (const text of documents) countDocument(tally, text);
  return tally;
}
