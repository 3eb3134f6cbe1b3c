import type { Term, Vocabulary } from '../../vocabulary/index.ts';
import { formsOf, narrowed, pieces } from './segment.ts';
import { stem } from './stem.ts';

/** A smallest part of a query or of a name: a Latin word, or one Chinese character. */
export interface Unit {
  /** Stem or character: equal for words that are searched alike. */
  key: string;
  text: string;
  start: number;
  end: number;
  chinese: boolean;
  /** Which of the text's pieces it is of. */
  piece: number;
}

export function unitsOf(text: string, offset = 0): Unit[] {
  const units: Unit[] = [];
  let number = 0;
  for (const piece of pieces(narrowed(text))) {
    const at = { start: offset + piece.start, end: offset + piece.end, piece: number++, chinese: piece.chinese };
    if (!piece.chinese) for (const word of formsOf(piece.text).words) units.push({ ...at, key: stem(word), text: word });
    else
      for (const [place, character] of [...piece.text].entries())
        if (character.trim() !== '') units.push({ ...at, key: character, text: character, start: at.start + place, end: at.start + place + 1 });
  }
  return units;
}

export const keyOf = (units: readonly Pick<Unit, 'key'>[]): string => units.map((unit) => unit.key).join(' ');

/** A name of a term in one language. */
export interface Name {
  text: string;
  language: string;
}

/** The vocabulary's terms by their names, inflected and segmented as one likes: `sequence alignments`, `序列 比对`. */
export interface ConceptNames {
  /** The most units that a name has. */
  longest: number;
  termsNamed(key: string): Term[];
}

/** Names longer than this are sentences; nobody types them. */
const MAX_UNITS = 16;
const built = new WeakMap<Vocabulary, ConceptNames>();

/** A term's labels and exact synonyms: what names this very thing. */
export const namesOf = (term: Term): Name[] => [
  ...Object.entries(term.label).map(([language, text]) => ({ text, language })),
  ...term.synonyms.filter((synonym) => synonym.type === 'exact').map(({ text, language }) => ({ text, language })),
];

export function conceptNames(vocabulary: Vocabulary): ConceptNames {
  let names = built.get(vocabulary);
  if (!names) {
    const byKey = new Map<string, Term[]>();
    let longest = 0;
    for (const term of vocabulary.terms()) {
      if (term.deprecated) continue;
      for (const { text } of namesOf(term)) {
        const units = unitsOf(text);
        // One Chinese character names too much.
        if (units.length === 0 || units.length > MAX_UNITS || (units.length === 1 && units[0]?.chinese)) continue;
        const key = keyOf(units);
        const terms = byKey.get(key);
        if (!terms) byKey.set(key, [term]);
        else if (!terms.includes(term)) terms.push(term);
        longest = Math.max(longest, units.length);
      }
    }
    names = { longest, termsNamed: (key) => byKey.get(key) ?? [] };
    built.set(vocabulary, names);
  }
  return names;
}

/** A part of the units that names terms. */
export interface Span {
  from: number;
  to: number;
  terms: Term[];
}

/**
 * The spans that name a term, longest first, none overlapping. A Latin word with joints is taken whole or not at all.
 * `alternative` gives another key for a unit (a corrected word), tried where the unit's own leads nowhere.
 */
export function spansIn(units: Unit[], names: ConceptNames, alternative: (unit: Unit) => string = (unit) => unit.key): Span[] {
  const corrected = units.map((unit) => ({ key: alternative(unit) }));
  const splits = (at: number) => {
    const [before, after] = [units[at - 1], units[at]];
    return before !== undefined && after !== undefined && !after.chinese && before.piece === after.piece;
  };
  const spans: Span[] = [];
  const taken = units.map(() => false);
  for (let length = Math.min(names.longest, units.length); length > 0; length--) {
    for (let at = 0; at + length <= units.length; at++) {
      if (taken[at] || taken[at + length - 1] || splits(at) || splits(at + length)) continue;
      let terms = names.termsNamed(keyOf(units.slice(at, at + length)));
      if (terms.length === 0) terms = names.termsNamed(keyOf(corrected.slice(at, at + length)));
      if (terms.length === 0) continue;
      spans.push({ from: at, to: at + length, terms });
      taken.fill(true, at, at + length);
    }
  }
  return spans.sort((a, b) => a.from - b.from);
}
