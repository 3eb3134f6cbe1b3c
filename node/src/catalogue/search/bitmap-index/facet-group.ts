import type { FacetName } from '../facets.ts';
import type { FacetCounts } from '../plan.ts';

/** The numbers of many short lists, in one array. */
class Lists {
  starts = new Uint32Array(64);
  numbers = new Uint32Array(256);
  size = 0;

  push(list: readonly number[]): void {
    const start = this.starts[this.size] as number;
    if (this.size + 2 > this.starts.length) this.starts = grown(this.starts);
    while (start + list.length > this.numbers.length) this.numbers = grown(this.numbers);
    this.numbers.set(list, start);
    this.starts[++this.size] = start + list.length;
  }

  get(at: number): Uint32Array {
    return this.numbers.subarray(this.starts[at], this.starts[at + 1]);
  }
}

function grown(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** A facet's value. */
interface Value {
  facet: FacetName;
  text: string;
}

/**
 * The values of one or several facets, and the sets of them that occur together. Most resources share theirs with
 * others, so each holds the number of a set, and hits are counted by set before they are counted by value.
 */
export class FacetGroup {
  readonly facets: readonly FacetName[];
  readonly values: Value[] = [];
  /** The places in `values` of each set's members; set 0 is the empty one. */
  readonly #members = new Lists();
  readonly #places = new Map<string, number>();
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** Where sets are counted, and then values, which are all zero between counts. */
  bySet = new Uint32Array(64);
  #byValue = new Uint32Array(64);
  /** The places of each facet's values in the order of letters, and how many values they take in. */
  readonly #inOrder = new Map<FacetName, number[]>();
  #ordered = 0;

  constructor(facets: readonly FacetName[]) {
    this.facets = facets;
    this.#members.push([]);
  }

  /** The sets there are, the empty one included. */
  get sets(): number {
    return this.#members.size;
  }

  setOf(values: Record<FacetName, readonly string[]>): number {
    const places = this.facets.flatMap((facet) => [...new Set(values[facet])].map((text) => this.#placeOf({ facet, text }))).sort((a, b) => a - b);
    const key = places.join(',');
    let set = this.#numbers.get(key);
    if (set === undefined) {
      set = this.sets;
      this.restoreSet(places);
    }
    return set;
  }

  membersOf(set: number): number[] {
    return [...this.#members.get(set)];
  }

  /** Takes a set back from the snapshot, in its order. */
  restoreSet(members: number[]): void {
    this.#numbers.set(members.join(','), this.sets);
    this.#members.push(members);
    if (this.bySet.length < this.sets) this.bySet = new Uint32Array(this.sets * 2);
  }

  restoreValue(value: Value): void {
    this.#places.set(keyOf(value), this.values.push(value) - 1);
    if (this.#byValue.length < this.values.length) this.#byValue = new Uint32Array(this.values.length * 2);
  }

  /**
   * The counts by set told by value, for each facet: the `most` frequent values (among equals in the order of letters),
   * and after them those of `always`.
   */
  tell(most: number, always: (facet: FacetName) => readonly string[]): [FacetName, FacetCounts][] {
    const { starts, numbers, size } = this.#members;
    const [bySet, byValue] = [this.bySet, this.#byValue];
    for (let set = 1; set < size; set++) {
      const count = bySet[set] as number;
      if (count === 0) continue;
      for (let at = starts[set] as number; at < (starts[set + 1] as number); at++) byValue[numbers[at] as number]! += count;
    }
    this.#order();
    const told = this.facets.map((facet): [FacetName, FacetCounts] => [facet, this.#tellOne(facet, most, always(facet))]);
    byValue.fill(0);
    return told;
  }

  /** Takes new values into the order; sorting what is nearly sorted is quick. */
  #order(): void {
    if (this.#ordered === this.values.length) return;
    for (; this.#ordered < this.values.length; this.#ordered++) {
      const { facet } = this.values[this.#ordered] as Value;
      const places = this.#inOrder.get(facet);
      if (places) places.push(this.#ordered);
      else this.#inOrder.set(facet, [this.#ordered]);
    }
    const text = (place: number) => (this.values[place] as Value).text;
    for (const places of this.#inOrder.values()) places.sort((a, b) => (text(a) < text(b) ? -1 : 1));
  }

  #tellOne(facet: FacetName, most: number, always: readonly string[]): FacetCounts {
    const byValue = this.#byValue;
    const text = (place: number) => (this.values[place] as Value).text;
    const top = new Int32Array(most);
    const counts = new Uint32Array(most);
    let held = 0;
    /** What a value must exceed to be listed: who comes later in the order of letters stands behind its equals. */
    let enough = 0;
    for (const place of this.#inOrder.get(facet) ?? []) {
      const count = byValue[place] as number;
      if (count <= enough) continue;
      let at = held < most ? held++ : most - 1;
      for (; at > 0 && (counts[at - 1] as number) < count; at--) {
        counts[at] = counts[at - 1] as number;
        top[at] = top[at - 1] as number;
      }
      counts[at] = count;
      top[at] = place;
      if (held === most) enough = counts[most - 1] as number;
    }
    const listed = Array.from(top.subarray(0, held), text);
    const others = always.filter((value) => !listed.includes(value)).sort();
    const countOf = (value: string) => byValue[this.#places.get(keyOf({ facet, text: value })) ?? -1] ?? 0;
    return { values: [...listed, ...others], counts: [...counts.subarray(0, held), ...others.map(countOf)] };
  }

  #placeOf(value: Value): number {
    const place = this.#places.get(keyOf(value));
    if (place !== undefined) return place;
    this.restoreValue(value);
    return this.values.length - 1;
  }
}

const keyOf = ({ facet, text }: Value) => `${facet}=${text}`;
