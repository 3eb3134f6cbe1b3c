import { FACETS, type FacetName } from '../facets.ts';
import type { FacetCounts } from '../plan.ts';
import { Column } from './columns.ts';

/** The values of one facet, and the sets of them that occur. Most resources share theirs with others, so each holds the number of a set. */
export class FacetValues {
  readonly values: string[] = [];
  /** Each set's values, as places in `values`; set 0 is the empty one. */
  readonly members: number[][] = [[]];
  readonly #places = new Map<string, number>();
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** Where sets and values are counted; all zero between counts. */
  bySet = new Uint32Array(64);
  #byValue = new Uint32Array(64);

  setOf(values: readonly string[]): number {
    const places = [...new Set(values)].map((value) => this.#placeOf(value)).sort((a, b) => a - b);
    const key = places.join(',');
    let set = this.#numbers.get(key);
    if (set === undefined) {
      set = this.members.length;
      this.restoreSet(places);
    }
    return set;
  }

  /** Takes a set back from the snapshot, in its order. */
  restoreSet(members: number[]): void {
    this.#numbers.set(members.join(','), this.members.push(members) - 1);
    if (this.bySet.length < this.members.length) this.bySet = new Uint32Array(this.members.length * 2);
  }

  restoreValue(value: string): void {
    this.#places.set(value, this.values.push(value) - 1);
    if (this.#byValue.length < this.values.length) this.#byValue = new Uint32Array(this.values.length * 2);
  }

  /**
   * The counts by set told by value: the `most` frequent values (among equals in the order of letters) and those of
   * `always` after them. Clears the counts.
   */
  tell(most: number, always: readonly string[]): FacetCounts {
    const [bySet, byValue] = [this.bySet, this.#byValue];
    for (let set = 1; set < this.members.length; set++) {
      const count = bySet[set] as number;
      if (count > 0) for (const place of this.members[set] as number[]) byValue[place]! += count;
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
    bySet.fill(0);
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

const WIDTH = FACETS.length;

/** For each slot the numbers of its six sets, side by side: to count a hit by all facets touches one place in memory. */
export class FacetTable {
  readonly facets = Object.fromEntries(FACETS.map((facet) => [facet, new FacetValues()])) as Record<FacetName, FacetValues>;
  readonly sets = new Column(Uint32Array);

  put(slot: number, values: Record<FacetName, readonly string[]>): void {
    for (let at = 0; at < WIDTH; at++) {
      const facet = FACETS[at] as FacetName;
      this.sets.set(slot * WIDTH + at, this.facets[facet].setOf(values[facet]));
    }
  }

  /** Counts these slots by every facet. */
  countAll(slots: Uint32Array): void {
    const sets = this.sets.values;
    const [a, b, c, d, e, f] = FACETS.map((facet) => this.facets[facet].bySet) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    for (let i = 0; i < slots.length; i++) {
      const at = (slots[i] as number) * WIDTH;
      a[sets[at] as number]!++;
      b[sets[at + 1] as number]!++;
      c[sets[at + 2] as number]!++;
      d[sets[at + 3] as number]!++;
      e[sets[at + 4] as number]!++;
      f[sets[at + 5] as number]!++;
    }
  }

  /** Counts these slots by one facet. */
  countOne(facet: FacetName, slots: Uint32Array): void {
    const sets = this.sets.values;
    const bySet = this.facets[facet].bySet;
    bySet.fill(0);
    const column = FACETS.indexOf(facet);
    for (let i = 0; i < slots.length; i++) bySet[sets[(slots[i] as number) * WIDTH + column] as number]!++;
  }
}
