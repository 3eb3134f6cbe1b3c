/** Fewer persons than this alike may be told apart. */
export const SMALLEST_CELL = 5;
/** So many different combinations are counted exactly. */
const MOST_CELLS = 200_000;

export interface CellCount {
  rows: number;
  /** Different combinations met, at least. */
  cells: number;
  /** Of them, those that fewer than `SMALLEST_CELL` rows share. */
  small: number;
  smallest: number;
  /** Whether every combination was counted. */
  complete: boolean;
}

/** Counts how many rows share each combination of some columns. Keeps fingerprints of the combinations, not the values. */
export function cellCounter(columns: readonly number[]): { take: (row: readonly string[]) => void; result: () => CellCount } {
  const counts = new Map<number, number>();
  const seed = (Math.random() * 2 ** 32) >>> 0;
  let rows = 0;
  let uncounted = 0;
  return {
    take(row) {
      rows++;
      const key = fingerprint(columns.map((column) => (row[column] ?? '').trim()).join('\u001F'), seed);
      const known = counts.get(key);
      if (known !== undefined) counts.set(key, known + 1);
      else if (counts.size < MOST_CELLS) counts.set(key, 1);
      else uncounted++;
    },
    result() {
      let small = 0;
      let smallest = Infinity;
      for (const count of counts.values()) {
        if (count < SMALLEST_CELL) small++;
        smallest = Math.min(smallest, count);
      }
      return { rows, cells: counts.size, small, smallest: counts.size === 0 ? 0 : smallest, complete: uncounted === 0 };
    },
  };
}

/** 53 bits of a text, different in every run; two texts of a table share one about once in a million tables. */
function fingerprint(text: string, seed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}
