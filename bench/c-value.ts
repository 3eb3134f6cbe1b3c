import { readSentences } from '../node/src/foresight/phrases/count-phrases.ts';
import { foldWords } from '../node/src/foresight/phrases/fold.ts';
import { nounPhrases } from '../node/src/foresight/phrases/noun-phrases.ts';

/** Longest candidate, in words. */
const LONGEST = 6;

/**
 * C-value (Frantzi, Ananiadou & Mima 2000), as one would write it by hand over the same noun phrases: how often a
 * candidate stands, nested or not, less the mean of the longer candidates it stands in, times the logarithm of its length.
 */
export function cValue(documents: readonly string[], top: number): string[] {
  const frequency = new Map<string, number>();
  for (const text of documents)
    for (const sentence of readSentences(text))
      for (const { words } of nounPhrases(sentence)) {
        const folded = foldWords(words);
        for (let from = 0; from < folded.length - 1; from++)
          for (let to = from + 2; to <= Math.min(folded.length, from + LONGEST); to++) {
            const key = folded.slice(from, to).join(' ');
            frequency.set(key, (frequency.get(key) ?? 0) + 1);
          }
      }
  const within = new Map<string, { sum: number; longer: number }>();
  for (const [key, count] of frequency) {
    const words = key.split(' ');
    for (let from = 0; from < words.length; from++)
      for (let to = from + 2; to <= words.length; to++) {
        if (to - from === words.length) continue;
        const part = words.slice(from, to).join(' ');
        const known = within.get(part) ?? { sum: 0, longer: 0 };
        within.set(part, { sum: known.sum + count, longer: known.longer + 1 });
      }
  }
  return [...frequency]
    .map(([key, count]) => {
      const { sum, longer } = within.get(key) ?? { sum: 0, longer: 0 };
      return { key, score: Math.log2(key.split(' ').length) * (count - (longer > 0 ? sum / longer : 0)) };
    })
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    .slice(0, top)
    .map(({ key }) => key);
}
