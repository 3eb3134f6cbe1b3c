import type { FacetName } from '../facets.ts';
import { FacetGroup } from './facet-group.ts';

/** Facets with few values are counted together, as one: the combinations that occur are still few. */
const GROUPS: readonly (readonly FacetName[])[] = [['category', 'kind', 'licence', 'source'], ['topic'], ['provider']];

/** Words a record: the sets of its facets, and in one word what it is worth by itself and what its title is worth. */
const WIDTH = 4;
const WORTH = 3;
/** Both worths are held in this unit, sixteen bits each. */
const UNIT = 1 / 8_192;

/**
 * What every query reads of every hit, side by side in one short record a slot: memory is slow where hits lie far
 * apart, so a hit costs one look however many facets are counted.
 */
export class SlotTable {
  readonly groups = GROUPS.map((facets) => new FacetGroup(facets)) as [FacetGroup, FacetGroup, FacetGroup];
  words = new Uint32Array(1_024 * WIDTH);

  put(slot: number, values: Record<FacetName, readonly string[]>): void {
    if ((slot + 1) * WIDTH > this.words.length) {
      const words = new Uint32Array(Math.ceil(slot * 1.5 + 1) * WIDTH);
      words.set(this.words);
      this.words = words;
    }
    for (const [at, group] of this.groups.entries()) this.words[slot * WIDTH + at] = group.setOf(values);
  }

  /** What a resource earns whatever is asked: its popularity and links; below 8. */
  putStanding(slot: number, standing: number): void {
    const at = slot * WIDTH + WORTH;
    this.words[at] = ((this.words[at] as number) & 0xffff0000) | Math.round(standing / UNIT);
  }

  /** How much more a word in the title tells than one in the text; below 8. */
  putTitleWorth(slot: number, worth: number): void {
    const at = slot * WIDTH + WORTH;
    this.words[at] = ((this.words[at] as number) & 0xffff) | (Math.round(worth / UNIT) << 16);
  }

  /** The records of so many slots, for the snapshot. */
  records(slots: number): Uint32Array {
    return this.words.subarray(0, slots * WIDTH);
  }

  groupOf(facet: FacetName): { group: FacetGroup; at: number } {
    const at = GROUPS.findIndex((facets) => facets.includes(facet));
    return { group: this.groups[at] as FacetGroup, at };
  }

  /** The values that a slot has of a facet. */
  valuesOf(facet: FacetName, slot: number): string[] {
    const { group, at } = this.groupOf(facet);
    return group
      .membersOf(this.words[slot * WIDTH + at] ?? 0)
      .map((place) => group.values[place])
      .flatMap((value) => (value?.facet === facet ? [value.text] : []));
  }

  /** Reads each slot's standing and title worth, in order. */
  read(slots: Uint32Array, standing: Float32Array, titleWorth: Float32Array): void {
    const words = this.words;
    for (let i = 0; i < slots.length; i++) {
      const worth = words[(slots[i] as number) * WIDTH + WORTH] as number;
      standing[i] = (worth & 0xffff) * UNIT;
      titleWorth[i] = (worth >>> 16) * UNIT;
    }
  }

  /** The same, and counts the slots by every facet, from nothing. */
  readAndCount(slots: Uint32Array, standing: Float32Array, titleWorth: Float32Array): void {
    const words = this.words;
    const [a, b, c] = this.groups.map(({ bySet }) => bySet.fill(0)) as [Uint32Array, Uint32Array, Uint32Array];
    for (let i = 0; i < slots.length; i++) {
      const at = (slots[i] as number) * WIDTH;
      a[words[at] as number]!++;
      b[words[at + 1] as number]!++;
      c[words[at + 2] as number]!++;
      const worth = words[at + WORTH] as number;
      standing[i] = (worth & 0xffff) * UNIT;
      titleWorth[i] = (worth >>> 16) * UNIT;
    }
  }

  /** Counts these slots by one facet's group, from nothing. */
  countOne(facet: FacetName, slots: Uint32Array): FacetGroup {
    const words = this.words;
    const { group, at: column } = this.groupOf(facet);
    const bySet = group.bySet.fill(0);
    for (let i = 0; i < slots.length; i++) bySet[words[(slots[i] as number) * WIDTH + column] as number]!++;
    return group;
  }
}
