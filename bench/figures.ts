/** One thing measured. */
export interface Figure {
  what: string;
  value: number | string;
  unit?: string;
  /** What it must reach. */
  goal?: string;
  /** What a user would do instead, measured in the same run, and the ratio. */
  beside?: string;
}

/** A table for a terminal and for the README. */
export function tableOf(figures: Figure[]): string {
  const rows = figures.map(({ what, value, unit, goal, beside }) => [
    what,
    `${typeof value === 'number' ? round(value) : value}${unit ? ` ${unit}` : ''}`,
    goal ?? '',
    beside ?? '',
  ]);
  return ['| measured | here | must reach | beside it |', '|---|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

const round = (value: number) => (value >= 100 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString('en');
