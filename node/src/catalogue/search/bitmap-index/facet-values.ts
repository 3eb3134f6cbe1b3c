import type { FacetCounts } from '../plan.ts';

/** The numbers in a list of lists, in one array. */
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

/** The values of one facet, and the sets of them that occur. Most resources share theirs with others, so each holds the number of a set. */
export class FacetValues {
  readonly values: string[] = [];
  /** Each set's values, as places in `values`; set 0 is the empty one. */
  readonly #members = new Lists();
  readonly #places = new Map<string, number>();
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** Where sets are counted, and then values, which are all zero between counts. */
  bySet = new Uint32Array(64);
  #byValue = new Uint32Array(64);

  constructor() {
    this.#members.push([]);
  }

  /** The sets there are, the empty one included. */
  get sets(): number {
    return this.#members.size;
  }

  /** A set's values, as places in `values`. */
  membersOf(set: number): number[] {
    return [...this.#members.get(set)];
  }

  setOf(values: readonly string[]): number {
    const places = [...new Set(values)].map((value) => this.#placeOf(value)).sort((a, b) => a - b);
    const key = places.join(',');
    let set = this.#numbers.get(key);
    if (set === undefined) {
      set = this.sets;
      this.restoreSet(places);
    }
    return set;
  }

  /** Takes a set back from the snapshot, in its order. */
  restoreSet(members: number[]): void {
    this.#numbers.set(members.join(','), this.sets);
    this.#members.push(members);
    if (this.bySet.length < this.sets) this.bySet = new Uint32Array(this.sets * 2);
  }

  restoreValue(value: string): void {
    this.#places.set(value, this.values.push(value) - 1);
    if (this.#byValue.length < this.values.length) this.#byValue = new Uint32Array(this.values.length * 2);
  }

  /**
   * The counts by set told by value: the `most` frequent values (among equals in the order of letters) and those of
   * `always` after them.
   */
  tell(most: number, always: readonly string[]): FacetCounts {
    const [bySet, byValue] = [this.bySet, this.#byValue];
    const { starts, numbers, size } = this.#members;
    for (let set = 1; set < size; set++) {
      const count = bySet[set] as number;
      if (count === 0) continue;
      for (let at = starts[set] as number; at < (starts[set + 1] as number); at++) byValue[numbers[at] as number]! += count;
    }
    const before = (a: number, b: number) => byValue[a]! > byValue[b]! || (byValue[a] === byValue[b] && this.values[a]! < this.values[b]!);
    const top: number[] = [];
    for (let place = 0; place < this.values.length; place++) {
      if (byValue[place] === 0 || (top.length === most && !before(place, top[most - 1] as number))) continue;
      if (top.length === most) top.pop();
      let at = top.length;
      while (at > 0 && before(place, top[at - 1] as number)) at--;
      top.splice(at, 0, place);
    }
    const others = always.filter((value) => !top.some((place) => this.values[place] === value)).sort();
    const values = [...top.map((place) => this.values[place] as string), ...others];
    const counts = [...top.map((place) => byValue[place] as number), ...others.map((value) => byValue[this.#places.get(value) ?? -1] ?? 0)];
    byValue.fill(0);
    return { values, counts };
  }

  #placeOf(value: string): number {
    const place = this.#places.get(value);
    if (place !== undefined) return place;
    this.restoreValue(value);
    return this.values.length - 1;
  }
}
