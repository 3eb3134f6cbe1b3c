import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Entry, Input } from '../input/input.ts';
import type { ReadItem, ReadReport } from '../source.ts';
import { defineStandard } from '../standard.ts';
import { assignmentsOf, TableSettings, type Assignment } from './read-columns.ts';
import { readRow } from './read-row.ts';
import { readTable } from './read-rows.ts';

const COLLECTION = 'rows';
const FILE = /\.(csv|tsv|tab|txt)$/i;

/** Which columns mean what; a table whose header does not fit the map fails with what is missing. */
function prepare(path: string, header: string[], settings: TableSettings, note: (text: string) => void): Assignment[] {
  const twice = header.find((name, place) => name.trim() !== '' && header.indexOf(name) !== place);
  if (twice !== undefined) throw invalid(`${path} has two columns named "${twice}"`);
  const { assignments, unread, missing } = assignmentsOf(header, settings);
  const names = header.map((name) => `"${name.trim()}"`).join(', ');
  if (missing.length > 0) throw invalid(`${path} has no column ${missing.map((name) => `"${name}"`).join(', ')}; its columns are ${names}`);
  const fields = new Set([...assignments.map(({ field }) => field), ...Object.keys(settings.constants)]);
  if (![...fields].some((field) => field.startsWith('title'))) {
    throw invalid(`${path} has no column that is the title; its columns are ${names}. Name a column "title.en" or "title.zh", or say in the settings which column is which field`);
  }
  if (unread.length > 0) note(`Columns that are no field were left out: ${unread.join(', ')}`);
  if (!fields.has('key')) note('No column is the key: rows are told apart by their first identifier or their title, so that a renamed row is taken for a new one');
  return assignments;
}

async function* readFile(entry: Entry, settings: TableSettings, report: ReadReport, many: boolean): AsyncGenerator<ReadItem> {
  const constants = Object.entries(settings.constants);
  let assignments: Assignment[] | undefined;
  let columns = 0;
  const place = (line: number) => (many ? `${entry.path} line ${line}` : `line ${line}`);
  const delimiter = settings.delimiter ?? (/\.(tsv|tab)$/i.test(entry.path) ? '\t' : undefined);
  for await (const row of readTable(entry.path, entry.bytes(), delimiter)) {
    if ('reason' in row) {
      if (!assignments) throw invalid(`${entry.path}: the header cannot be read: ${row.reason}`);
      yield { rejection: { record: place(row.line), field: '', reason: row.reason, collection: COLLECTION } };
      continue;
    }
    if (!assignments) {
      assignments = prepare(entry.path, row.cells, settings, report.note);
      columns = row.cells.length;
      continue;
    }
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    if (row.cells.length > columns) {
      yield { rejection: { record: place(row.line), field: '', reason: `has ${row.cells.length} cells where the header has ${columns}`, collection: COLLECTION } };
      continue;
    }
    const read = readRow(row.cells, assignments, constants);
    if ('flaw' in read) {
      yield {
        rejection: {
          record: read.key ? `${place(row.line)} (${read.key})` : place(row.line),
          field: read.flaw.column,
          reason: read.flaw.reason,
          key: read.key && (many ? `${entry.path}#${read.key}` : read.key),
          collection: COLLECTION,
        },
      };
      continue;
    }
    const { description } = read;
    const key = read.key ?? description.identifiers?.[0] ?? Object.values(description.title)[0]!;
    yield { record: { key: many ? `${entry.path}#${key}` : key, collection: COLLECTION, description } };
  }
  if (!assignments) throw invalid(`${entry.path} is empty: a table begins with a row of column names`);
}

async function* read(input: Input, report: ReadReport, settings: TableSettings): AsyncGenerator<ReadItem> {
  const many = input.shape === 'folder';
  let files = 0;
  for await (const entry of input.entries()) {
    if (many && !FILE.test(entry.path)) continue;
    files++;
    if (!many) yield* readFile(entry, settings, report, many);
    else {
      try {
        yield* readFile(entry, settings, report, many);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        yield { rejection: { record: entry.path, field: '', reason: reasonOf(error), collection: COLLECTION } };
      }
    }
  }
  if (files === 0) throw invalid(`${input.address} holds no table (.csv, .tsv)`);
  report.whole(COLLECTION);
}

/** Tables that people keep, a resource a row. */
export const csvStandard = defineStandard<TableSettings>({
  id: 'csv',
  title: { en: 'Table (CSV, TSV)', zh: '表格（CSV、TSV）' },
  description: {
    en: 'A table with a resource in each row. Columns that bear the names of fields are read as they are; for any other table its columns are mapped to fields in the settings.',
    zh: '每行一个资源的表格。与字段同名的列直接读取；其他表格可在设置中将列对应到字段。',
  },
  homepage: 'https://www.rfc-editor.org/rfc/rfc4180',
  version: 1,
  localKeys: true,
  settings: TableSettings,
  read,
});
