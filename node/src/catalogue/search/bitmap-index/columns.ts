import type { FacetCounts } from '../plan.ts';

type Growable = Uint8Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type Kind<T extends Growable> = new (length: number) => T;

/** A column of numbers, one a slot, that grows by half. */
export class Column<T extends Growable> {
  values: T;
  readonly kind: Kind<T>;

  constructor(kind: Kind<T>) {
    this.kind = kind;
    this.values = new kind(1024);
  }

  set(slot: number, value: number): void {
    if (slot >= this.values.length) this.reserve(Math.ceil(slot * 1.5) + 1);
    this.values[slot] = value;
  }

  get(slot: number): number {
    return this.values[slot] ?? 0;
  }

  /** Makes room for so many slots. */
  reserve(length: number): void {
    if (length <= this.values.length) return;
    const grown = new this.kind(length);
    grown.set(this.values as never);
    this.values = grown;
  }
}

const roomFor = (counts: Uint32Array<ArrayBuffer>, length: number) => (counts.length >= length ? counts : new Uint32Array(Math.ceil(length * 1.5)));

/** The values each resource has of one facet: a number for the set of them, since most resources share theirs with others. */
export class FacetColumn {
  readonly sets = new Column(Uint32Array);
  readonly values: string[] = [];
  /** Each set's values, as places in `values`; set 0 is the empty one. */
  readonly members: number[][] = [[]];
  readonly #places = new Map<string, number>();
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** Where is counted; all zero between counts. */
  #bySet = new Uint32Array(64);
  #byValue = new Uint32Array(64);

  put(slot: number, values: readonly string[]): void {
    this.sets.set(slot, this.#setOf(values.map((value) => this.#placeOf(value))));
  }

  /** Takes a set back from the snapshot, in its order. */
  restoreSet(members: number[]): void {
    this.#numbers.set(members.join(','), this.members.push(members) - 1);
  }

  restoreValue(value: string): void {
    this.#places.set(value, this.values.push(value) - 1);
  }

  of(slot: number): string[] {
    return (this.members[this.sets.get(slot)] ?? []).map((place) => this.values[place] ?? '');
  }

  /**
   * How many of these slots have each value, as the `most` frequent values (among equals in the order of letters) and
   * those of `always` after them.
   */
  count(slots: Uint32Array, most: number, always: readonly string[]): FacetCounts {
    this.#bySet = roomFor(this.#bySet, this.members.length);
    this.#byValue = roomFor(this.#byValue, this.values.length);
    const [bySet, byValue, sets] = [this.#bySet, this.#byValue, this.sets.values];
    for (let i = 0; i < slots.length; i++) bySet[sets[slots[i] as number] as number]! += 1;
    const top: number[] = [];
    const before = (a: number, b: number) => byValue[a]! > byValue[b]! || (byValue[a] === byValue[b] && this.values[a]! < this.values[b]!);
    for (let set = 1; set < this.members.length; set++) {
      const count = bySet[set] as number;
      if (count > 0) for (const place of this.members[set] as number[]) byValue[place]! += count;
    }
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
    bySet.fill(0);
    byValue.fill(0);
    return { values, counts };
  }

  #placeOf(value: string): number {
    let place = this.#places.get(value);
    if (place === undefined) {
      place = this.values.push(value) - 1;
      this.#places.set(value, place);
    }
    return place;
  }

  #setOf(places: number[]): number {
    const sorted = [...new Set(places)].sort((a, b) => a - b);
    const key = sorted.join(',');
    let set = this.#numbers.get(key);
    if (set === undefined) {
      set = this.members.push(sorted) - 1;
      this.#numbers.set(key, set);
    }
    return set;
  }
}
