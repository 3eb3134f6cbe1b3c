import type { RoaringBitmap32 } from 'roaring-wasm';
import type { Group, IndexQuery, PhraseNode, Position } from '../plan.ts';
import type { BitmapIndex } from './bitmap-index.ts';
import type { Evaluation } from './evaluate.ts';
import type { Scope } from './scope.ts';

/** What a word in the title is worth before the title's own length is seen: it orders the levels below. */
const TITLE = 3;

/**
 * How telling each part of the query is: the rarer among what the asker may see, the more. Rounded, so that a cursor can
 * carry them: with the first page's weights the rest of the walk keeps its order while other resources come and go.
 */
export function weigh(parts: (Group | PhraseNode)[], evaluation: Evaluation, visible: number): number[] {
  return parts.map((part) => Math.round(1_000 * Math.log(1 + visible / Math.max(1, evaluation.count(part)))) / 1_000);
}

/** What one part of the query is worth to a slot, while it is found out, and the slots of one way to meet it. */
let worth = new Float32Array(1024);
let bearers = new Uint32Array(1024);

/** Writes the score of every hit into `scores`, by slot: its standing, and for each part the best way in which it meets it. */
export function score(
  { index, evaluation, scope }: { index: BitmapIndex; evaluation: Evaluation; scope: Scope },
  hits: RoaringBitmap32,
  slots: Uint32Array,
  parts: (Group | PhraseNode)[],
  weights: number[],
  scores: Float32Array,
): void {
  if (worth.length < index.slots) {
    worth = new Float32Array(scores.length);
    bearers = new Uint32Array(scores.length);
  }
  const standing = index.standing.values;
  for (let i = 0; i < slots.length; i++) scores[slots[i] as number] = standing[slots[i] as number] as number;
  for (const [place, part] of parts.entries()) {
    for (let i = 0; i < slots.length; i++) worth[slots[i] as number] = 0;
    // The better way comes later and writes over the worse. Slots that are no hits may be written to: nobody reads them.
    for (const level of levelsOf(part, evaluation)) {
      const met = level.bearers.size > 2 * slots.length ? scope.and(hits, level.bearers) : level.bearers;
      write(met, (weights[place] ?? 0) * level.weight, level.inTitle ? index.titleWorth.values : undefined);
    }
    for (let i = 0; i < slots.length; i++) scores[slots[i] as number]! += worth[slots[i] as number] as number;
  }
}

function write(met: RoaringBitmap32, value: number, times: Float32Array | undefined): void {
  const count = met.size;
  const slots = met.toUint32Array(bearers);
  if (times) for (let i = 0; i < count; i++) worth[slots[i] as number] = value * (times[slots[i] as number] as number);
  else for (let i = 0; i < count; i++) worth[slots[i] as number] = value;
}

/** The ways to meet a part, the most valuable last. */
function levelsOf(part: Group | PhraseNode, evaluation: Evaluation): { bearers: RoaringBitmap32; weight: number; inTitle: boolean }[] {
  const ways = part.type === 'phrase' ? [{ weight: 1.5, ...evaluation.bearers(part) }] : part.alternatives.map((alternative) => ({ weight: alternative.weight, ...evaluation.bearers(alternative) }));
  return ways
    .flatMap(({ any, title, weight }) => [...(part.inTitle ? [] : [{ bearers: any, weight, inTitle: false }]), ...(title ? [{ bearers: title, weight, inTitle: true }] : [])])
    .filter((level) => !level.bearers.isEmpty)
    .sort((a, b) => a.weight * (a.inTitle ? TITLE : 1) - b.weight * (b.inTitle ? TITLE : 1));
}

/** The `limit` hits after a position with the greatest keys; among equals the smaller ordinal comes first. */
export function best(
  slots: Uint32Array,
  length: number,
  keys: Float32Array | Float64Array | Int32Array,
  ordinals: Int32Array,
  { limit, after }: { limit: number; after?: Pick<Position, 'key' | 'ordinal'> | undefined },
): number[] {
  const before = (a: number, b: number) => {
    const difference = (keys[b] as number) - (keys[a] as number);
    return difference < 0 || (difference === 0 && (ordinals[a] as number) < (ordinals[b] as number));
  };
  // A heap with the last of the best on top.
  const heap: number[] = [];
  const sink = (at: number) => {
    for (;;) {
      let last = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && before(heap[last] as number, heap[child] as number)) last = child;
      if (last === at) return;
      [heap[at], heap[last]] = [heap[last] as number, heap[at] as number];
      at = last;
    }
  };
  for (let i = 0; i < length; i++) {
    const slot = slots[i] as number;
    const key = keys[slot] as number;
    if (heap.length === limit && key < (keys[heap[0] as number] as number)) continue;
    if (after && (key > after.key || (key === after.key && (ordinals[slot] as number) <= after.ordinal))) continue;
    if (heap.length < limit) {
      heap.push(slot);
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!before(heap[parent] as number, heap[at] as number)) break;
        [heap[at], heap[parent]] = [heap[parent] as number, heap[at] as number];
        at = parent;
      }
    } else if (before(slot, heap[0] as number)) {
      heap[0] = slot;
      sink(0);
    }
  }
  return heap.sort((a, b) => (before(a, b) ? -1 : 1));
}

export const keysOf = (index: BitmapIndex, sort: IndexQuery['sort'], scores: Float32Array) =>
  sort === 'relevance' ? scores : sort === 'recency' ? index.updated.values : index.links.values;
