import type { Input } from './input/input.ts';
import type { Pace } from './harvest-store.ts';

const WINDOW = 10_000;

/** How fast a harvest reads, over its last ten seconds, and when it may end. */
export function paceMeter(now: () => number = () => performance.now()) {
  const marks: { at: number; read: number }[] = [];
  let expected: number | undefined;
  return {
    /** How many records there will be in all. */
    expect: (records: number) => void (expected = records),
    pace(read: number, input: Pick<Input, 'progress'> | undefined): Pace {
      const at = now();
      marks.push({ at, read });
      while (marks.length > 2 && at - marks[0]!.at > WINDOW) marks.shift();
      const [first] = marks;
      const seconds = (at - first!.at) / 1000;
      const recordsPerSecond = seconds > 0.05 ? (read - first!.read) / seconds : null;
      const bytes = input?.progress();
      const fraction = expected ? Math.min(1, read / expected) : bytes?.total ? Math.min(0.99, bytes.read / bytes.total) : null;
      const total = expected ?? (fraction ? read / fraction : undefined);
      const secondsLeft = total !== undefined && recordsPerSecond ? Math.max(0, total - read) / recordsPerSecond : null;
      return { fraction, recordsPerSecond, secondsLeft };
    },
  };
}
