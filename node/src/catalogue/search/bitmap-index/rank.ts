import type { RoaringBitmap32 } from 'roaring-wasm';
import type { Group, PhraseNode, Position } from '../plan.ts';
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

/** What one part of the query is worth to each hit, while it is found out, and the slots of one way to meet it. */
let worth = new Float32Array(1024);
let bearers = new Uint32Array(1024);

/**
 * Adds to each hit's score, for each part of the query, the best way in which the hit meets it. Scores and title worths
 * are in the order of `slots`, which is that of their numbers.
 */
export function score(
  { index, evaluation, scope }: { index: BitmapIndex; evaluation: Evaluation; scope: Scope },
  hits: RoaringBitmap32,
  slots: Uint32Array,
  { parts, weights }: { parts: (Group | PhraseNode)[]; weights: number[] },
  { scores, titleWorth }: { scores: Float32Array; titleWorth: Float32Array },
): void {
  if (bearers.length < index.slots) {
    worth = new Float32Array(Math.ceil(index.slots * 1.25));
    bearers = new Uint32Array(worth.length);
  }
  for (const [place, part] of parts.entries()) {
    const earned = worth.subarray(0, slots.length);
    earned.fill(0);
    // The better way comes later and writes over the worse.
    for (const level of levelsOf(part, evaluation)) {
      const met = level.bearers.size > 2 * slots.length ? scope.and(hits, level.bearers) : level.bearers;
      const bearing = met.toUint32Array(bearers).subarray(0, met.size);
      const value = (weights[place] ?? 0) * level.weight;
      if (bearing.length < slots.length / 16) writeFew(slots, bearing, earned, value, level.inTitle ? titleWorth : undefined);
      else if (level.inTitle) writeTitle(slots, bearing, earned, value, titleWorth);
      else writeText(slots, bearing, earned, value);
    }
    for (let i = 0; i < earned.length; i++) scores[i]! += earned[i] as number;
  }
}

// Both lists are in order, so one walk along the two finds the hits among the bearers. Twice the same walk, because the
// machine's code for it is only fast where it always meets the same kinds of arrays.

function writeText(slots: Uint32Array, bearing: Uint32Array, earned: Float32Array, value: number): void {
  for (let i = 0, k = 0; k < bearing.length && i < slots.length;) {
    const slot = slots[i] as number;
    const bearer = bearing[k] as number;
    if (slot === bearer) earned[i] = value;
    if (slot <= bearer) i++;
    if (bearer <= slot) k++;
  }
}

function writeTitle(slots: Uint32Array, bearing: Uint32Array, earned: Float32Array, value: number, titleWorth: Float32Array): void {
  for (let i = 0, k = 0; k < bearing.length && i < slots.length;) {
    const slot = slots[i] as number;
    const bearer = bearing[k] as number;
    if (slot === bearer) earned[i] = value * (titleWorth[i] as number);
    if (slot <= bearer) i++;
    if (bearer <= slot) k++;
  }
}

/** Few bearers are each looked for among the hits. */
function writeFew(slots: Uint32Array, bearing: Uint32Array, earned: Float32Array, value: number, titleWorth: Float32Array | undefined): void {
  let from = 0;
  for (let k = 0; k < bearing.length && from < slots.length; k++) {
    const bearer = bearing[k] as number;
    let to = slots.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((slots[middle] as number) < bearer) from = middle + 1;
      else to = middle;
    }
    if (slots[from] === bearer) earned[from] = titleWorth ? value * (titleWorth[from] as number) : value;
  }
}

/** The ways to meet a part, the most valuable last. */
function levelsOf(part: Group | PhraseNode, evaluation: Evaluation): { bearers: RoaringBitmap32; weight: number; inTitle: boolean }[] {
  const ways =
    part.type === 'phrase'
      ? [{ weight: 1.5, ...evaluation.bearers(part) }]
      : part.alternatives.map((alternative) => ({ weight: alternative.weight, ...evaluation.bearers(alternative) }));
  return ways
    .flatMap(({ any, title, weight }) => [...(part.inTitle ? [] : [{ bearers: any, weight, inTitle: false }]), ...(title ? [{ bearers: title, weight, inTitle: true }] : [])])
    .filter((level) => !level.bearers.isEmpty)
    .sort((a, b) => a.weight * (a.inTitle ? TITLE : 1) - b.weight * (b.inTitle ? TITLE : 1));
}

/** The places of the `limit` hits after a position with the greatest keys; among equals the smaller ordinal comes first. */
export function best(
  slots: Uint32Array,
  keys: Float32Array | Float64Array,
  ordinals: Int32Array,
  { limit, after }: { limit: number; after?: Pick<Position, 'key' | 'ordinal'> | undefined },
): number[] {
  const ordinalOf = (place: number) => ordinals[slots[place] as number] as number;
  const before = (a: number, b: number) => {
    const difference = (keys[b] as number) - (keys[a] as number);
    return difference < 0 || (difference === 0 && ordinalOf(a) < ordinalOf(b));
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
  let least = -Infinity;
  for (let place = 0; place < slots.length; place++) {
    const key = keys[place] as number;
    if (key < least) continue;
    if (after && (key > after.key || (key === after.key && ordinalOf(place) <= after.ordinal))) continue;
    if (heap.length < limit) {
      heap.push(place);
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!before(heap[parent] as number, heap[at] as number)) break;
        [heap[at], heap[parent]] = [heap[parent] as number, heap[at] as number];
        at = parent;
      }
    } else if (before(place, heap[0] as number)) {
      heap[0] = place;
      sink(0);
    }
    if (heap.length === limit) least = keys[heap[0] as number] as number;
  }
  return heap.sort((a, b) => (before(a, b) ? -1 : 1));
}
