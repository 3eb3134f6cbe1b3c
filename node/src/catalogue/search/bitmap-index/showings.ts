import { RoaringBitmap32 } from 'roaring-wasm';
import type { IndexAnswer, IndexSight } from '../plan.ts';
import { EVERYBODY } from '../search-row.ts';

/** The slots that a sight does not show, and what has been counted with it, until something changes. */
export interface Hidden {
  slots: RoaringBitmap32;
  /** The facets of everything, which every visit to the first page asks for. */
  facets?: { version: number; facetValues: number; facets: IndexAnswer['facets'] } | undefined;
}

/** What is hidden from one sight, put together at an instant and good until the clock changes it. */
interface Composed extends Hidden {
  version: number;
  from: number;
  until: number;
}

/** Between which instants a slot is shown, in milliseconds since 1970. */
interface Span {
  from: number;
  until: number;
}

/** At most so many compositions are kept; the ones asked for longest ago make room. */
const MOST_KEPT = 64;

/**
 * To whom each slot is shown. Nearly all are shown to everybody and cost nothing here; of the others each class has a
 * bitmap, and those that are shown for a time only have their span, which is compared with the clock when it is asked.
 */
export class Showings {
  /** Slots of no resource: dead ones and free ones. */
  readonly empty: RoaringBitmap32;
  readonly #classes = new Map<string, RoaringBitmap32>();
  readonly #classOf = new Map<number, string>();
  readonly #spans = new Map<number, Span>();
  /** Empty slots and those of every class but the public one. */
  readonly #notPublic: RoaringBitmap32;
  readonly #public: Hidden;
  readonly #full: Hidden;
  readonly #composed = new Map<string, Composed>();

  constructor(empty = new RoaringBitmap32()) {
    this.empty = empty;
    this.#notPublic = RoaringBitmap32.orMany([empty]);
    this.#public = { slots: this.#notPublic };
    this.#full = { slots: empty };
  }

  put(slot: number, { visibility, from, until }: { visibility: string; from: Date | null; until: Date | null }): void {
    this.empty.remove(slot);
    if (visibility === EVERYBODY) return void this.#notPublic.remove(slot);
    this.#notPublic.add(slot);
    this.#classOf.set(slot, visibility);
    const slots = this.#classes.get(visibility);
    if (slots) slots.add(slot);
    else this.#classes.set(visibility, new RoaringBitmap32([slot]));
    if (from ?? until) this.#spans.set(slot, { from: from?.getTime() ?? -Infinity, until: until?.getTime() ?? Infinity });
  }

  remove(slot: number): void {
    this.empty.add(slot);
    this.#notPublic.add(slot);
    this.#spans.delete(slot);
    const name = this.#classOf.get(slot);
    if (name === undefined) return;
    this.#classOf.delete(slot);
    this.#classes.get(name)?.remove(slot);
  }

  get hiddenFromEverybody(): RoaringBitmap32 {
    return this.#notPublic;
  }

  classAt(slot: number): string {
    return this.#classOf.get(slot) ?? EVERYBODY;
  }

  /**
   * What a sight does not show at its instant.
   * @param version grows with every change of the index.
   */
  hiddenFrom(sight: IndexSight, { version, slots, slotOf }: { version: number; slots: number; slotOf: (ordinal: number) => number | undefined }): Hidden {
    if (sight.reach === 'public') return this.#public;
    if (sight.reach === 'full') return this.#full;
    const known = this.#composed.get(sight.key);
    if (known) this.#composed.delete(sight.key);
    if (known && known.version === version && known.from <= sight.at && sight.at < known.until) {
      this.#composed.set(sight.key, known);
      return known;
    }
    known?.slots.dispose();
    const composed = this.#compose(sight, { version, slots, slotOf });
    this.#composed.set(sight.key, composed);
    const oldest = this.#composed.keys().next().value;
    if (this.#composed.size > MOST_KEPT && oldest !== undefined) {
      this.#composed.get(oldest)?.slots.dispose();
      this.#composed.delete(oldest);
    }
    return composed;
  }

  #compose(
    { classes, anytime, ordinals, at }: IndexSight,
    { version, slots, slotOf }: { version: number; slots: number; slotOf: (ordinal: number) => number | undefined },
  ): Composed {
    const inTime = setOf(classes);
    const always = setOf(anytime);
    const sees = (name: string) => inTime.has(name) || always.has(name);
    const hidden = sees(EVERYBODY) ? RoaringBitmap32.orMany([this.#notPublic]) : RoaringBitmap32.fromRange(0, slots);
    for (const [name, of] of this.#classes) if (sees(name)) hidden.andNotInPlace(of);
    let [from, until] = [-Infinity, Infinity];
    for (const [slot, span] of this.#spans) {
      const name = this.classAt(slot);
      if (always.has(name) || !inTime.has(name)) continue;
      if (at < span.from || at >= span.until) hidden.add(slot);
      for (const turn of [span.from, span.until]) {
        if (turn <= at) from = Math.max(from, turn);
        else until = Math.min(until, turn);
      }
    }
    for (const ordinal of ordinals) {
      const slot = slotOf(ordinal);
      if (slot !== undefined) hidden.remove(slot);
    }
    return { slots: hidden, version, from, until };
  }

  /** For the snapshot: the classes with their slots, and the spans. */
  *classes(): Iterable<[string, RoaringBitmap32]> {
    for (const [name, slots] of this.#classes) if (!slots.isEmpty) yield [name, slots];
  }
  spans(): [number, number | null, number | null][] {
    return [...this.#spans].map(([slot, { from, until }]) => [slot, Number.isFinite(from) ? from : null, Number.isFinite(until) ? until : null]);
  }

  /** Takes a class back from the snapshot. */
  restoreClass(name: string, slots: RoaringBitmap32): void {
    this.#classes.set(name, slots);
    this.#notPublic.orInPlace(slots);
    for (const slot of slots) this.#classOf.set(slot, name);
  }
  restoreSpans(spans: [number, number | null, number | null][]): void {
    for (const [slot, from, until] of spans) this.#spans.set(slot, { from: from ?? -Infinity, until: until ?? Infinity });
  }

  dispose(): void {
    for (const slots of [this.empty, this.#notPublic, ...this.#classes.values(), ...[...this.#composed.values()].map((it) => it.slots)]) slots.dispose();
    this.#composed.clear();
  }
}

const setOf = (names: 'all' | readonly string[]): { has(name: string): boolean } => (names === 'all' ? { has: () => true } : new Set(names));
