import { FACETS, type FacetName } from '../facets.ts';
import { FacetValues } from './facet-values.ts';

/** Words a record: the sets of its six facets, its standing, what its title is worth. Half a line of the processor's cache. */
const WIDTH = 8;
const STANDING = 6;
const TITLE_WORTH = 7;

/**
 * What every query reads of every hit, side by side in one record a slot, so that a hit costs one look into memory
 * however many facets are counted. The sets are numbers, standing and worth are fractions in the same words.
 */
export class SlotTable {
  readonly facets = Object.fromEntries(FACETS.map((facet) => [facet, new FacetValues()])) as Record<FacetName, FacetValues>;
  words = new Uint32Array(1_024 * WIDTH);
  #fractions = new Float32Array(this.words.buffer);

  put(slot: number, values: Record<FacetName, readonly string[]>): void {
    if ((slot + 1) * WIDTH > this.words.length) {
      const words = new Uint32Array(Math.ceil(slot * 1.5 + 1) * WIDTH);
      words.set(this.words);
      this.restore(words);
    }
    for (const [at, facet] of FACETS.entries()) this.words[slot * WIDTH + at] = this.facets[facet].setOf(values[facet]);
  }

  /** What a resource earns whatever is asked: its popularity and links. */
  putStanding(slot: number, standing: number): void {
    this.#fractions[slot * WIDTH + STANDING] = standing;
  }

  /** How much more a word in the title tells than one in the text; more in a short title. */
  putTitleWorth(slot: number, worth: number): void {
    this.#fractions[slot * WIDTH + TITLE_WORTH] = worth;
  }

  /** The values that a slot has of a facet. */
  valuesOf(facet: FacetName, slot: number): string[] {
    const of = this.facets[facet];
    return of.membersOf(this.words[slot * WIDTH + FACETS.indexOf(facet)] ?? 0).map((place) => of.values[place] ?? '');
  }

  /** The records of so many slots, for the snapshot. */
  records(slots: number): Uint32Array {
    return this.words.subarray(0, slots * WIDTH);
  }

  restore(words: Uint32Array<ArrayBuffer>): void {
    this.words = words;
    this.#fractions = new Float32Array(words.buffer);
  }

  /** Reads each slot's standing and title worth, in order. */
  read(slots: Uint32Array, standing: Float32Array, titleWorth: Float32Array): void {
    const fractions = this.#fractions;
    for (let i = 0; i < slots.length; i++) {
      const at = (slots[i] as number) * WIDTH;
      standing[i] = fractions[at + STANDING] as number;
      titleWorth[i] = fractions[at + TITLE_WORTH] as number;
    }
  }

  /** The same, and counts the slots by every facet, from nothing. */
  readAndCount(slots: Uint32Array, standing: Float32Array, titleWorth: Float32Array): void {
    const words = this.words;
    const fractions = this.#fractions;
    for (const facet of FACETS) this.facets[facet].bySet.fill(0);
    const [a, b, c, d, e, f] = FACETS.map((facet) => this.facets[facet].bySet) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    for (let i = 0; i < slots.length; i++) {
      const at = (slots[i] as number) * WIDTH;
      a[words[at] as number]!++;
      b[words[at + 1] as number]!++;
      c[words[at + 2] as number]!++;
      d[words[at + 3] as number]!++;
      e[words[at + 4] as number]!++;
      f[words[at + 5] as number]!++;
      standing[i] = fractions[at + STANDING] as number;
      titleWorth[i] = fractions[at + TITLE_WORTH] as number;
    }
  }

  /** Counts these slots by one facet, from nothing. */
  countOne(facet: FacetName, slots: Uint32Array): void {
    const words = this.words;
    const bySet = this.facets[facet].bySet;
    bySet.fill(0);
    const column = FACETS.indexOf(facet);
    for (let i = 0; i < slots.length; i++) bySet[words[(slots[i] as number) * WIDTH + column] as number]!++;
  }
}
