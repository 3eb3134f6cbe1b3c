import { RoaringBitmap32 } from 'roaring-wasm';
import type { Scope } from './scope.ts';

/** Up to so many slots stand in a plain array: most words are rare, and a bitmap costs some 300 bytes however empty. */
const SMALL = 24;

/** One number, a few in order of arrival, or a bitmap. */
type Posting = undefined | number | number[] | RoaringBitmap32;

/** Where the slots of rare terms are gathered. */
let gathered = new Uint32Array(4_096);

/** For each term the slots that bear it. */
export class Postings {
  readonly #held: Posting[] = [];

  get size(): number {
    return this.#held.length;
  }

  add(term: number, slot: number): void {
    while (this.#held.length <= term) this.#held.push(undefined);
    const held = this.#held[term];
    if (held === undefined) this.#held[term] = slot;
    else if (typeof held === 'number') this.#held[term] = [held, slot];
    else if (!Array.isArray(held)) held.add(slot);
    else if (held.length < SMALL) held.push(slot);
    else this.#held[term] = new RoaringBitmap32([...held, slot]);
  }

  /** The term's slots; a small list is made a bitmap in the scope. Not to be changed. */
  bitmap(term: number | undefined, scope: Scope): RoaringBitmap32 | undefined {
    const held = term === undefined ? undefined : this.#held[term];
    if (held === undefined) return undefined;
    if (typeof held === 'number') return scope.of([held]);
    return Array.isArray(held) ? scope.of(held) : held;
  }

  /** The slots that bear any of the terms. */
  union(terms: Iterable<number | undefined>, scope: Scope): RoaringBitmap32 {
    let few = 0;
    const bitmaps: RoaringBitmap32[] = [];
    for (const term of terms) {
      const held = term === undefined ? undefined : this.#held[term];
      if (held === undefined) continue;
      if (held instanceof RoaringBitmap32) {
        bitmaps.push(held);
        continue;
      }
      if (gathered.length < few + SMALL) {
        const grown = new Uint32Array(gathered.length * 2);
        grown.set(gathered);
        gathered = grown;
      }
      if (typeof held === 'number') gathered[few++] = held;
      else for (const slot of held) gathered[few++] = slot;
    }
    // A bitmap is made far sooner of numbers in order.
    if (few > 0 || bitmaps.length === 0) bitmaps.push(scope.of(gathered.subarray(0, few).sort()));
    return scope.or(bitmaps);
  }

  has(term: number | undefined, slot: number): boolean {
    const held = term === undefined ? undefined : this.#held[term];
    if (held === undefined) return false;
    if (typeof held === 'number') return held === slot;
    return Array.isArray(held) ? held.includes(slot) : held.has(slot);
  }

  /** How many slots bear the term and are not hidden. */
  count(term: number | undefined, hidden: RoaringBitmap32): number {
    const held = term === undefined ? undefined : this.#held[term];
    if (held === undefined) return 0;
    if (typeof held === 'number') return hidden.has(held) ? 0 : 1;
    if (!Array.isArray(held)) return held.size - held.andCardinality(hidden);
    let count = 0;
    for (const slot of held) if (!hidden.has(slot)) count++;
    return count;
  }

  /** Whether a slot that is not hidden bears the term. */
  isSeen(term: number, hidden: RoaringBitmap32): boolean {
    const held = this.#held[term];
    if (held === undefined) return false;
    if (typeof held === 'number') return !hidden.has(held);
    return Array.isArray(held) ? held.some((slot) => !hidden.has(slot)) : !held.isSubset(hidden);
  }

  /** Gives one term the slots of a term of other postings. */
  copy(term: number, from: Postings, other: number): void {
    while (this.#held.length <= term) this.#held.push(undefined);
    const held = from.#held[other];
    this.#held[term] = Array.isArray(held) ? [...held] : held instanceof RoaringBitmap32 ? new RoaringBitmap32(held) : held;
  }

  /** Takes these slots out of one term. */
  clean(term: number, slots: RoaringBitmap32): void {
    const held = this.#held[term];
    if (held === undefined) return;
    if (typeof held === 'number') {
      if (slots.has(held)) this.#held[term] = undefined;
    } else if (Array.isArray(held)) {
      const kept = held.filter((slot) => !slots.has(slot));
      this.#held[term] = kept.length > 1 ? kept : kept[0];
    } else if (held.intersects(slots)) {
      held.andNotInPlace(slots);
      if (held.size <= SMALL / 2) {
        const kept = held.toArray();
        this.#held[term] = kept.length > 1 ? kept : kept[0];
        held.dispose();
      }
    }
  }

  /** Lets go of memory that growing left over. */
  shrink(): void {
    for (const held of this.#held) if (held instanceof RoaringBitmap32) held.shrinkToFit();
  }

  /** One term for the snapshot: its few slots, or its bitmap. */
  read(term: number): readonly number[] | RoaringBitmap32 {
    const held = this.#held[term];
    return held === undefined ? [] : typeof held === 'number' ? [held] : held;
  }

  /** The next term from the snapshot. */
  restore(slots: number[] | RoaringBitmap32): void {
    this.#held.push(Array.isArray(slots) && slots.length < 2 ? slots[0] : slots);
  }

  dispose(): void {
    for (const held of this.#held) if (held instanceof RoaringBitmap32) held.dispose();
    this.#held.length = 0;
  }
}
