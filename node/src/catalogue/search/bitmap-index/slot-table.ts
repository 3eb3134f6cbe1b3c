import type { FacetName } from '../facets.ts';
import { FacetGroup } from './facet-group.ts';

/** Facets with few values are counted together, as one: the combinations that occur are still few. */
const GROUPS: readonly (readonly FacetName[])[] = [['category', 'kind', 'licence', 'source'], ['topic'], ['provider']];

/** Fields a record: the sets of its facets, and in one field what it is worth by itself and what its title is worth. */
const WIDTH = 4;
const WORTH = 3;
const MOST_IN_16_BITS = 0xffff;
/** Both worths are held in eight bits each: what a resource earns by itself up to 2, what its title is worth from 3 to 5. */
const STANDING_UNIT = 2 / 255;
const TITLE_UNIT = 2 / 255;
const TITLE_LEAST = 3;

/**
 * What every query reads of every hit, side by side in one short record a slot. Memory is slow where hits lie far apart,
 * so a hit costs one look however many facets are counted, and a million records are eight megabytes. Fields are of
 * sixteen bits until some facet has more sets than that.
 */
export class SlotTable {
  readonly groups = GROUPS.map((facets) => new FacetGroup(facets)) as [FacetGroup, FacetGroup, FacetGroup];
  fields: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> = new Uint16Array(1_024 * WIDTH);

  put(slot: number, values: Record<FacetName, readonly string[]>): void {
    const sets = this.groups.map((group) => group.setOf(values));
    if (this.fields instanceof Uint16Array && Math.max(...sets) > MOST_IN_16_BITS) this.fields = Uint32Array.from(this.fields);
    if ((slot + 1) * WIDTH > this.fields.length) {
      const room = Math.ceil(slot * 1.5 + 1) * WIDTH;
      const fields = this.fields instanceof Uint16Array ? new Uint16Array(room) : new Uint32Array(room);
      fields.set(this.fields);
      this.fields = fields;
    }
    this.fields.set(sets, slot * WIDTH);
  }

  /** What a resource earns whatever is asked: its popularity and links; up to 2. */
  putStanding(slot: number, standing: number): void {
    const at = slot * WIDTH + WORTH;
    this.fields[at] = ((this.fields[at] as number) & 0xff00) | Math.round(standing / STANDING_UNIT);
  }

  /** How much more a word in the title tells than one in the text: from 3 to 5. */
  putTitleWorth(slot: number, worth: number): void {
    const at = slot * WIDTH + WORTH;
    this.fields[at] = ((this.fields[at] as number) & 0xff) | (Math.round((worth - TITLE_LEAST) / TITLE_UNIT) << 8);
  }

  /** The records of so many slots, for the snapshot. */
  records(slots: number): Uint32Array {
    return Uint32Array.from(this.fields.subarray(0, slots * WIDTH));
  }

  restore(records: Uint32Array<ArrayBuffer>): void {
    this.fields = this.groups.every((group) => group.sets <= MOST_IN_16_BITS + 1) ? Uint16Array.from(records) : records;
  }

  groupOf(facet: FacetName): { group: FacetGroup; at: number } {
    const at = GROUPS.findIndex((facets) => facets.includes(facet));
    return { group: this.groups[at] as FacetGroup, at };
  }

  /** The values that a slot has of a facet. */
  valuesOf(facet: FacetName, slot: number): string[] {
    const { group, at } = this.groupOf(facet);
    return group
      .membersOf(this.fields[slot * WIDTH + at] ?? 0)
      .map((place) => group.values[place])
      .flatMap((value) => (value?.facet === facet ? [value.text] : []));
  }

  /** Reads each slot's standing and title worth, in order. */
  read(slots: Uint32Array, standing: Float32Array, titleWorth: Float32Array): void {
    const fields = this.fields;
    for (let i = 0; i < slots.length; i++) {
      const worth = fields[(slots[i] as number) * WIDTH + WORTH] as number;
      standing[i] = (worth & 0xff) * STANDING_UNIT;
      titleWorth[i] = TITLE_LEAST + (worth >>> 8) * TITLE_UNIT;
    }
  }

  /** The same, and counts the slots by every facet, from nothing. */
  readAndCount(slots: Uint32Array, standing: Float32Array, titleWorth: Float32Array): void {
    const fields = this.fields;
    const [a, b, c] = this.groups.map(({ bySet }) => bySet.fill(0)) as [Uint32Array, Uint32Array, Uint32Array];
    for (let i = 0; i < slots.length; i++) {
      const at = (slots[i] as number) * WIDTH;
      a[fields[at] as number]!++;
      b[fields[at + 1] as number]!++;
      c[fields[at + 2] as number]!++;
      const worth = fields[at + WORTH] as number;
      standing[i] = (worth & 0xff) * STANDING_UNIT;
      titleWorth[i] = TITLE_LEAST + (worth >>> 8) * TITLE_UNIT;
    }
  }

  /** Counts these slots by one facet's group, from nothing. */
  countOne(facet: FacetName, slots: Uint32Array): FacetGroup {
    const fields = this.fields;
    const { group, at: column } = this.groupOf(facet);
    const bySet = group.bySet.fill(0);
    for (let i = 0; i < slots.length; i++) bySet[fields[(slots[i] as number) * WIDTH + column] as number]!++;
    return group;
  }
}
