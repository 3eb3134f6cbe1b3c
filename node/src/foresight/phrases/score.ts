import { singular } from './fold.ts';
import { GENERIC_FIRST, GENERIC_LAST } from './generic-words.ts';
import { entriesOf, type PhraseTally, type Place, type Tally } from './tally.ts';

export interface Phrase {
  /** As it is most often written, its last word in the singular. */
  phrase: string;
  score: number;
  /** How often it stood as a complete noun phrase, its short forms included. */
  count: number;
  /** Other ways it is written, and its short forms. */
  variants: string[];
  /** What variants have in common: words in lower case, the last in the singular. */
  key: string;
  places: Place[];
}

/** What a generic first or last word leaves of a score. */
const GENERIC = 0.15;
/** What a phrase is worth whose neighbours never change. */
const FIXED = 0.2;

/** Of how a phrase is surrounded: Shannon entropy in bits. */
function entropy(counts: PhraseTally['left'], total: number): number {
  if (typeof counts === 'string') return 0;
  let sum = 0;
  for (const count of counts.values()) sum -= (count / total) * Math.log2(count / total);
  return sum;
}

/**
 * How much of a term a phrase is: how often it stands complete, times the logarithm of its length, times how free it is
 * of its surroundings (the smaller of the entropies of its neighbours); less where it begins or ends as phrases of any
 * research do.
 */
function scoreOf(words: readonly string[], { complete, left, right }: PhraseTally): number {
  const freedom = FIXED + Math.min(entropy(left, complete), entropy(right, complete));
  const generic = (GENERIC_FIRST.has(words[0] ?? '') ? GENERIC : 1) * (GENERIC_LAST.has(words.at(-1) ?? '') ? GENERIC : 1);
  return complete * Math.log2(words.length + 1) * freedom * generic;
}

/** The phrases of a collection, the best first; equal ones by name, so that the order never depends on chance. */
export function scorePhrases(tally: Tally, top: number): Phrase[] {
  const shortForms = shortFormsOf(tally);
  const scored = [...tally.phrases].flatMap(([key, given]) => {
    const words = key.split(' ');
    if (words.length < 2) return [];
    return [{ key, given, score: scoreOf(words, given) }];
  });
  return scored
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    .slice(0, top)
    .map(({ key, given, score }) => {
      const forms = entriesOf(given.forms, given.complete).sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1));
      const chosen = inSingular(forms[0]?.[0] as string);
      const shorts = shortForms.get(key) ?? [];
      return {
        phrase: chosen,
        score: Number(score.toPrecision(12)),
        count: given.complete,
        variants: [...forms.map(([form]) => form).filter((form) => form !== chosen), ...shorts],
        key,
        places: given.places,
      };
    });
}

const inSingular = (form: string): string => form.replace(/[^\s-]+$/, singular);

/** By long form, the short forms that were introduced for it more often than for any other. */
function shortFormsOf({ acronyms }: Tally): Map<string, string[]> {
  const best = new Map<string, [long: string, count: number]>();
  for (const [pair, count] of [...acronyms].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [short = '', long = ''] = pair.split('\t');
    if (count > (best.get(short)?.[1] ?? 0)) best.set(short, [long, count]);
  }
  const byLong = new Map<string, string[]>();
  for (const [short, [long]] of best) byLong.set(long, [...(byLong.get(long) ?? []), short]);
  return byLong;
}
