/**
 * What is counted of phrases. Tallies of parts of a collection add up to that of the whole, in whatever order and
 * however it was cut, so that the parts can be counted apart.
 */

/** A word and how often it stood there; one that stood alone is kept without a map. */
type Counts = string | Map<string, number>;

export interface PhraseTally {
  /** How often it stood complete. */
  complete: number;
  left: Counts;
  right: Counts;
  /** How it was written, and how often. */
  forms: Counts;
  /** The first sentences it stood in, as `document:sentence`, both from 0. */
  places: Place[];
}

/** Document and sentence, both from 0. */
export type Place = [document: number, sentence: number];

export interface Tally {
  documents: number;
  phrases: Map<string, PhraseTally>;
  /** Short forms with the long forms they were introduced for (`short\tlong key`), and how often. */
  acronyms: Map<string, number>;
}

/** So many sentences are remembered for each phrase. */
const PLACES = 5;
/** Stands for the edge of a sentence. */
const EDGE = '';

export const emptyTally = (): Tally => ({ documents: 0, phrases: new Map(), acronyms: new Map() });

const countIn = (counts: Counts, word: string, before: number): Counts => {
  if (typeof counts !== 'string') return counts.set(word, (counts.get(word) ?? 0) + 1);
  if (counts === word) return counts;
  return new Map([
    [counts, before],
    [word, 1],
  ]);
};

export interface Occurrence {
  key: string;
  form: string;
  left: string | undefined;
  right: string | undefined;
  place: Place;
}

/** Counts a phrase once more. */
export function addOccurrence({ phrases }: Tally, { key, form, left = EDGE, right = EDGE, place }: Occurrence): void {
  const known = phrases.get(key);
  if (!known) {
    phrases.set(key, { complete: 1, left, right, forms: form, places: [place] });
    return;
  }
  known.left = countIn(known.left, left, known.complete);
  known.right = countIn(known.right, right, known.complete);
  known.forms = countIn(known.forms, form, known.complete);
  known.complete++;
  if (known.places.length < PLACES) known.places.push(place);
}

/** The entries of a count, whole. */
export const entriesOf = (counts: Counts, total: number): [string, number][] => (typeof counts === 'string' ? [[counts, total]] : [...counts]);

const joined = (a: Counts, ofA: number, b: Counts, ofB: number): Counts => {
  if (typeof a === 'string' && a === b) return a;
  const all = new Map(entriesOf(a, ofA));
  for (const [word, count] of entriesOf(b, ofB)) all.set(word, (all.get(word) ?? 0) + count);
  return all;
};

const byPlace = (a: Place, b: Place) => a[0] - b[0] || a[1] - b[1];

/** Adds one tally to another, which is changed. Documents of the other are numbered on from `from`. */
export function mergeTally(into: Tally, other: Tally, from = 0): Tally {
  for (const [key, theirs] of other.phrases) {
    const places = theirs.places.map(([document, sentence]): Place => [document + from, sentence]);
    const ours = into.phrases.get(key);
    into.phrases.set(
      key,
      ours
        ? {
            complete: ours.complete + theirs.complete,
            left: joined(ours.left, ours.complete, theirs.left, theirs.complete),
            right: joined(ours.right, ours.complete, theirs.right, theirs.complete),
            forms: joined(ours.forms, ours.complete, theirs.forms, theirs.complete),
            places: [...ours.places, ...places].sort(byPlace).slice(0, PLACES),
          }
        : { ...theirs, places },
    );
  }
  for (const [pair, count] of other.acronyms) into.acronyms.set(pair, (into.acronyms.get(pair) ?? 0) + count);
  into.documents = Math.max(into.documents, from + other.documents);
  return into;
}
