import { RoaringBitmap32 } from 'roaring-wasm';
import { FACETS, type FacetName } from '../facets.ts';
import type { IndexSight } from '../plan.ts';
import type { SearchRow } from '../search-row.ts';
import { isChinese } from '../segment.ts';
import { stem } from '../stem.ts';
import { Column } from './columns.ts';
import { Lexicon, ownCopy } from './lexicon.ts';
import { Postings } from './postings.ts';
import { Showings, type Hidden } from './showings.ts';
import { SlotTable } from './slot-table.ts';

/** More dead slots than this, and than an eighth of those alive, are swept out. */
const WORTH_SWEEPING = 2_048;
const TERMS_A_STEP = 20_000;

export const annotation = (term: string) => `~${term}`;
export const facetToken = (facet: FacetName, value: string) => `${facet}=${value}`;

/**
 * The index: for each term a bitmap of the slots whose resource bears it, anywhere and in its title; for each slot, in
 * columns, what is sorted and counted by. Memory only; PostgreSQL holds the truth.
 *
 * A resource that changes moves to a new slot. Its old slot is hidden at once, stays in the bitmaps of words it no longer
 * bears until they are swept, and is used again after that. So a change costs what the new text costs, and needs no
 * memory of the old.
 */
export class BitmapIndex {
  readonly terms = new Map<string, number>();
  readonly any = new Postings();
  readonly title = new Postings();
  /** By number of word, of words that share their stem with others: what bears the word itself. */
  readonly forms = new Postings();
  readonly lexicon = new Lexicon();
  readonly table = new SlotTable();
  /** Grows with every change. */
  version = 0;
  /** Slots in use so far, dead and free ones included. */
  slots = 0;
  readonly ordinals = new Column(Int32Array);
  readonly updated = new Column(Float64Array);
  readonly links = new Column(Int32Array);
  readonly popularity = new Column(Float32Array);
  /** To whom each slot is shown. */
  showings = new Showings();
  /** The slot of each ordinal, plus one; 0 for none. */
  readonly #slotOf = new Column(Int32Array);
  /** The terms of annotations and facet values, so that their tokens need not be spelled out for each resource. */
  readonly #tokens = Object.fromEntries([...FACETS, 'annotation'].map((kind) => [kind, new Map<string, number>()])) as Record<FacetName | 'annotation', Map<string, number>>;
  readonly #free: number[] = [];
  #dead = new RoaringBitmap32();
  #sweeping: { slots: RoaringBitmap32; next: number } | undefined;
  /** In which turn of putting each term was last given out: a text gives each of its words once. */
  readonly #given = new Column(Uint32Array);
  readonly #formGiven = new Column(Uint32Array);
  #turn = 0;

  /** How many resources it holds. */
  get size(): number {
    return this.slots - this.showings.empty.size;
  }

  /** The slots that a sight does not show. */
  hiddenFrom(sight: IndexSight): Hidden {
    return this.showings.hiddenFrom(sight, { version: this.version, slots: this.slots, slotOf: (ordinal) => this.slotOf(ordinal) });
  }

  slotOf(ordinal: number): number | undefined {
    const slot = this.#slotOf.get(ordinal) - 1;
    return slot < 0 ? undefined : slot;
  }

  termOf(token: string): number {
    let term = this.terms.get(token);
    if (term === undefined) {
      term = this.terms.size;
      this.terms.set(ownCopy(token), term);
    }
    return term;
  }

  put(row: SearchRow): void {
    this.remove(row.ordinal);
    const slot = this.#free.pop() ?? this.slots++;
    this.#turn++;
    const titleLength = this.#addText(row.title, slot, true);
    this.#addText(row.body, slot, false);
    for (const term of row.topics) this.#addToken('annotation', term, slot);
    for (const term of row.annotations) this.#addToken('annotation', term, slot);
    const values: Record<FacetName, readonly string[]> = {
      category: [row.category],
      kind: [row.kind],
      topic: row.topics,
      licence: row.licence === null ? [] : [row.licence],
      provider: row.provider === null ? [] : [row.provider],
      source: row.sources,
    };
    this.table.put(slot, values);
    for (const facet of FACETS) for (const value of values[facet]) this.#addToken(facet, value, slot);
    this.updated.set(slot, row.updated.getTime());
    this.popularity.set(slot, row.popularity);
    this.table.putTitleWorth(slot, 3 + 2 / Math.max(1, titleLength));
    this.place(slot, row.ordinal);
    this.putLinks(row.ordinal, row.links);
    this.showings.put(slot, { visibility: row.visibility, from: row.shown_from, until: row.shown_until });
  }

  putLinks(ordinal: number, links: number): void {
    this.version++;
    const slot = this.slotOf(ordinal);
    if (slot === undefined) return;
    this.links.set(slot, links);
    this.table.putStanding(slot, Math.min(2, 0.12 * Math.log1p(this.popularity.get(slot)) + 0.06 * Math.log1p(links)));
  }

  remove(ordinal: number): void {
    this.version++;
    const slot = this.slotOf(ordinal);
    if (slot === undefined) return;
    this.#slotOf.set(ordinal, 0);
    this.showings.remove(slot);
    this.#dead.add(slot);
  }

  /** Notes which resource stands in a slot. */
  place(slot: number, ordinal: number): void {
    this.ordinals.set(slot, ordinal);
    this.#slotOf.set(ordinal, slot + 1);
  }

  /** Restores the free slots: every empty one of a swept index. */
  freeEmpty(): void {
    for (const slot of this.showings.empty.toArray().reverse()) this.#free.push(slot);
  }

  /** One step of sweeping where it is worth it; true while there is more to do. */
  sweep(): boolean {
    if (!this.#sweeping) {
      if (this.#dead.size < Math.max(WORTH_SWEEPING, this.size / 8)) return false;
      this.#sweeping = { slots: this.#dead, next: 0 };
      this.#dead = new RoaringBitmap32();
    }
    const { slots, next } = this.#sweeping;
    const last = Math.max(this.terms.size, this.lexicon.size);
    const end = Math.min(next + TERMS_A_STEP, last);
    for (let term = next; term < end; term++) {
      this.any.clean(term, slots);
      this.title.clean(term, slots);
      this.forms.clean(term, slots);
    }
    this.#sweeping.next = end;
    if (end < last) return true;
    this.#free.push(...slots.toArray());
    slots.dispose();
    this.#sweeping = undefined;
    return true;
  }

  /** Sweeps everything now. */
  sweepAll(): void {
    while (this.#sweeping) this.sweep();
    if (this.#dead.isEmpty) return;
    this.#sweeping = { slots: this.#dead, next: 0 };
    this.#dead = new RoaringBitmap32();
    while (this.#sweeping) this.sweep();
  }

  dispose(): void {
    this.any.dispose();
    this.title.dispose();
    this.forms.dispose();
    this.showings.dispose();
    for (const bitmap of [this.#dead, this.#sweeping?.slots]) bitmap?.dispose();
  }

  /** Adds the terms of a stored text; answers the length in words of the shortest piece of it. */
  #addText(text: string, slot: number, isTitle: boolean): number {
    let shortest = Infinity;
    let length = 0;
    for (const element of text.split(' ')) {
      if (element === '') continue;
      if (element === '|') {
        shortest = Math.min(shortest, length);
        length = 0;
      } else if (element.charCodeAt(0) === 43 /* + */) {
        this.#addWord(element.slice(1), slot, isTitle);
      } else if (isChinese(element)) {
        length += Math.ceil(element.length / 2);
        for (const character of element) this.#addTerm(this.termOf(character), slot, isTitle);
      } else {
        length++;
        this.#addWord(element, slot, isTitle);
      }
    }
    return Math.min(shortest, length);
  }

  #addWord(word: string, slot: number, isTitle: boolean): void {
    const number = this.lexicon.numberOf(word) ?? this.#addToLexicon(word);
    const term = this.lexicon.termAt(number);
    if (this.#hasOwnPostings(word, term) && this.#formGiven.get(number) !== this.#turn) {
      this.#formGiven.set(number, this.#turn);
      this.forms.add(number, slot);
    }
    this.#addTerm(term, slot, isTitle);
  }

  #addToLexicon(word: string): number {
    const term = this.termOf(stem(word));
    // Until now whoever bore the stem bore its only word.
    const only = this.lexicon.onlyWordOf(term);
    if (only !== undefined && !this.#hasOwnPostings(this.lexicon.texts[only] as string, term)) this.forms.copy(only, this.any, term);
    return this.lexicon.add(word, term);
  }

  /** A character is a term also of texts in which it is no word of its own. */
  #hasOwnPostings(word: string, term: number): boolean {
    return this.lexicon.hasSeveral(term) || (word.length === 1 && isChinese(word));
  }

  /** Whether somebody from whom these slots are hidden sees a word of the lexicon in any text. */
  seesWord(number: number, hidden: RoaringBitmap32): boolean {
    const term = this.lexicon.termAt(number);
    return this.#hasOwnPostings(this.lexicon.texts[number] as string, term) ? this.forms.isSeen(number, hidden) : this.any.isSeen(term, hidden);
  }

  #addToken(kind: FacetName | 'annotation', value: string, slot: number): void {
    const known = this.#tokens[kind];
    let term = known.get(value);
    if (term === undefined) {
      term = this.termOf(kind === 'annotation' ? annotation(value) : facetToken(kind, value));
      known.set(ownCopy(value), term);
    }
    this.#addTerm(term, slot, false);
  }

  #addTerm(term: number, slot: number, isTitle: boolean): void {
    if (this.#given.get(term) === this.#turn) return;
    this.#given.set(term, this.#turn);
    this.any.add(term, slot);
    if (isTitle) this.title.add(term, slot);
  }
}
