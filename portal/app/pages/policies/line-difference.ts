/** A line of one of two texts: in both, added by the second, or gone from the first. */
export interface DifferingLine {
  is: 'same' | 'added' | 'gone';
  line: string;
}

/** Lines of either text, beyond which they are shown one after the other. */
const MOST_LINES = 2_000;
/** Equal lines shown beside those that differ. */
const AROUND = 2;

/** How two texts differ, line by line: the longest common sequence of lines stays. */
export function lineDifference(before: string, after: string): DifferingLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  if (a.length > MOST_LINES || b.length > MOST_LINES) return [...a.map((line) => ({ is: 'gone' as const, line })), ...b.map((line) => ({ is: 'added' as const, line }))];
  const width = b.length + 1;
  // common[i, j]: lines in common from i and j on.
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DifferingLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ is: 'same', line: a[i] as string });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) lines.push({ is: 'gone', line: a[i++] as string });
    else lines.push({ is: 'added', line: b[j++] as string });
  }
  return lines.filter((_, place) => lines.slice(Math.max(0, place - AROUND), place + AROUND + 1).some(({ is }) => is !== 'same'));
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
