import { numbers, zipf, type Synthetic } from './search-synthetic.ts';

export interface MixedQuery {
  sort: 'single word' | 'two words' | 'expansion' | 'filters' | 'empty' | 'Chinese';
  q: string;
  filters: Record<string, string>;
}

/** What people ask: mostly one word or two, frequent words more often, sometimes a concept with twenty ways to say it. */
export function mixOf({ word, chineseWord, vocabulary, words, topics, licences }: Synthetic, count: number): MixedQuery[] {
  const random = numbers(99);
  const labels = [...vocabulary.terms()].map((term) => term.label['en'] ?? '');
  // The very first ranks are what stop words are in real text.
  const some = () => word(20 + zipf(random, Math.min(words - 20, 20_000)));
  return Array.from({ length: count }, (): MixedQuery => {
    const dice = random();
    if (dice < 0.4) return { sort: 'single word', q: some(), filters: {} };
    if (dice < 0.65) return { sort: 'two words', q: `${some()} ${some()}`, filters: {} };
    if (dice < 0.75) return { sort: 'expansion', q: labels[zipf(random, labels.length)] ?? '', filters: {} };
    if (dice < 0.9) {
      const filters = {
        ...(random() < 0.6 ? { topic: topics[zipf(random, topics.length)] ?? '' } : {}),
        ...(random() < 0.6 ? { licence: licences[zipf(random, licences.length)] ?? '' } : {}),
        kind: 'dataset',
      };
      return { sort: 'filters', q: random() < 0.5 ? some() : '', filters };
    }
    if (dice < 0.95) return { sort: 'empty', q: '', filters: {} };
    return { sort: 'Chinese', q: chineseWord(5 + zipf(random, 2_000)), filters: {} };
  });
}

export const pathOf = ({ q, filters }: Pick<MixedQuery, 'q' | 'filters'>) => `/api/v1/resources?${new URLSearchParams({ q, ...filters })}`;

/** Words with one or two typing errors, as fingers make them. */
export function misspelled({ word }: Synthetic, count: number): string[] {
  const random = numbers(7);
  return Array.from({ length: count }, () => {
    let right = '';
    while (right.length < 6) right = word(50 + zipf(random, 20_000));
    const at = 1 + Math.floor(random() * (right.length - 3));
    return random() < 0.5 ? `${right.slice(0, at)}${right[at + 1]}${right[at]}${right.slice(at + 2)}` : `${right.slice(0, at)}${right.slice(at + 1)}`;
  });
}

export function prefixes({ word }: Synthetic, count: number): string[] {
  const random = numbers(8);
  return Array.from({ length: count }, () => `${word(20 + zipf(random, 20_000)).slice(0, 4 + Math.floor(random() * 3))}*`);
}

export const percentile = (values: number[], p: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor((p / 100) * values.length))] ?? NaN;
