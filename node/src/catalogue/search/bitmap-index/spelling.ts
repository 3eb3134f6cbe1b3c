/** How many typing errors a word of this length is forgiven: none up to three letters, one up to seven, then two. */
export const errorsForgiven = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

const rows = [new Uint8Array(80), new Uint8Array(80), new Uint8Array(80)];

/**
 * The number of typing errors between two words (a letter put in, left out, changed, or two neighbours swapped), where it
 * is at most `limit`; else undefined. Words are at most 64 letters long.
 */
export function errorsBetween(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined;
  let [before2, before, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= b.length; j++) before[j] = j;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((before[j] as number) + 1, (row[j - 1] as number) + 1, (before[j - 1] as number) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (before2[j - 2] as number) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return undefined;
    [before2, before, row] = [before, row, before2];
  }
  const errors = before[b.length] as number;
  return errors <= limit ? errors : undefined;
}
