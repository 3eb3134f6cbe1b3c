import { createHash } from 'node:crypto';
import { invalid } from '../../../kernel/errors.ts';
import type { LanguageMap } from '../../../kernel/language-map.ts';
import { asWords, DIRECT, isQuasi } from './column-names.ts';
import { MASKED, PATTERNS } from './patterns.ts';
import { readTable } from './read-table.ts';
import { cellCounter, type CellCount } from './small-cells.ts';

/** A column in which something points at single persons; how many cells, and the line of the first. No values. */
export interface Suspect {
  column: string;
  what: LanguageMap;
  cells: number;
  firstLine: number;
}

/** What a sample was found to hold. */
export interface Looked {
  rows: number;
  columns: number;
  bytes: number;
  /** SHA-256 of what was handed in. */
  digest: string;
  suspects: Suspect[];
  /** The columns taken as telling persons apart together, and the size of their cells; absent where there are none. */
  cells?: { columns: string[]; count: CellCount } | undefined;
}

interface Tally {
  filled: number;
  named: { what: LanguageMap; cells: RegExp | undefined; count: number; first: number }[];
  patterns: { count: number; first: number }[];
}

/**
 * Looks through a table row by row for what points at persons. Nothing of it is kept but counts, the names of its
 * columns and its digest.
 * @param quasi names of the columns that together tell persons apart; by their names where left out.
 */
export async function lookThrough(chunks: AsyncIterable<Uint8Array>, quasi?: readonly string[]): Promise<Looked> {
  const hash = createHash('sha256');
  let bytes = 0;
  const passing = async function* () {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  let header: string[] | undefined;
  let tallies: Tally[] = [];
  let cells: ReturnType<typeof cellCounter> | undefined;
  let quasiNames: string[] = [];
  let line = 0;
  for await (const row of readTable(passing())) {
    line++;
    if (!header) {
      header = row.map((name) => name.replace(/^\uFEFF/, '').trim());
      tallies = header.map(tallyOf);
      quasiNames = quasiColumns(header, quasi);
      if (quasiNames.length > 0) cells = cellCounter(quasiNames.map((name) => (header as string[]).indexOf(name)));
      // A table without a line of names would hide its first row.
      header.forEach((name, column) => look(tallies[column] as Tally, name, line));
      continue;
    }
    while (tallies.length < row.length) tallies.push(tallyOf(''));
    for (let column = 0; column < row.length; column++) look(tallies[column] as Tally, (row[column] as string).trim(), line);
    cells?.take(row);
  }
  if (!header) throw invalid('The sample is empty: hand in a table with a line of column names.');
  return {
    rows: line - 1,
    columns: header.length,
    bytes,
    digest: hash.digest('hex'),
    suspects: tallies.flatMap((tally, column) => suspectsOf(tally, header[column] || `#${column + 1}`)),
    cells: cells && { columns: quasiNames, count: cells.result() },
  };
}

const tallyOf = (name: string): Tally => ({
  filled: 0,
  named: DIRECT.filter(({ names }) => names.test(asWords(name))).map(({ label, cells }) => ({ what: label, cells, count: 0, first: 0 })),
  patterns: PATTERNS.map(() => ({ count: 0, first: 0 })),
});

function look(tally: Tally, cell: string, line: number): void {
  if (cell === '' || MASKED.test(cell)) return;
  tally.filled++;
  if (line > 1) for (const named of tally.named) if (!named.cells || named.cells.test(cell)) named.first = named.count++ === 0 ? line : named.first;
  PATTERNS.forEach(({ found }, place) => {
    const tallied = tally.patterns[place];
    if (tallied && found(cell)) tallied.first = tallied.count++ === 0 ? line : tallied.first;
  });
}

function suspectsOf({ filled, named, patterns }: Tally, column: string): Suspect[] {
  const byName = named.filter(({ count }) => count > 0).map(({ what, count, first }) => ({ column, what, cells: count, firstLine: first }));
  const byPattern = PATTERNS.flatMap(({ label, share }, place) => {
    const { count, first } = patterns[place] as { count: number; first: number };
    return count > 0 && count >= share * filled ? [{ column, what: label, cells: count, firstLine: first }] : [];
  });
  return [...byName, ...byPattern];
}

function quasiColumns(header: readonly string[], given: readonly string[] | undefined): string[] {
  if (!given) return [...new Set(header.filter(isQuasi))];
  const unknown = given.find((name) => !header.includes(name));
  if (unknown !== undefined) throw invalid(`The table has no column "${unknown}". Its columns: ${header.slice(0, 50).join(', ')}.`);
  return [...new Set(given)];
}
