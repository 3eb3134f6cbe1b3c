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

/** The values each resource has of one facet: a number for the set of them, since most resources share theirs with others. */
export class FacetColumn {
  readonly sets = new Column(Uint32Array);
  readonly values: string[] = [];
  /** Each set's values, as places in `values`; set 0 is the empty one. */
  readonly members: number[][] = [[]];
  readonly #places = new Map<string, number>();
  readonly #numbers = new Map<string, number>([['', 0]]);

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

  /** How many of the first `length` slots listed have each value: every value that one of them has. */
  count(slots: Uint32Array, length: number): Map<string, number> {
    const bySet = new Uint32Array(this.members.length);
    const sets = this.sets.values;
    for (let i = 0; i < length; i++) {
      const set = sets[slots[i] as number] as number;
      bySet[set] = (bySet[set] as number) + 1;
    }
    const byValue = new Uint32Array(this.values.length);
    for (let set = 1; set < bySet.length; set++) {
      const count = bySet[set] as number;
      if (count > 0) for (const place of this.members[set] as number[]) byValue[place] = (byValue[place] as number) + count;
    }
    const counts = new Map<string, number>();
    for (let place = 0; place < byValue.length; place++) if ((byValue[place] as number) > 0) counts.set(this.values[place] as string, byValue[place] as number);
    return counts;
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
