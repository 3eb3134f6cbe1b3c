/** Numbers from a seed, the same on every run with it. */
export interface Chance {
  seed: number;
  /** From 0 up to but not 1. */
  next(): number;
  /** A whole number below `limit`. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
}

/** A schedule of this seed, of BIOTOPE_SEED, or of one that is drawn now; a test prints it. */
export function chance(seed: number = Number(process.env['BIOTOPE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { seed, next, below, pick: (from) => from[below(from.length)]! };
}
