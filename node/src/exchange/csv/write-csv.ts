import { stringify } from 'csv-stringify/sync';
import type { Outgoing } from '../../catalogue/index.ts';
import type { Format } from '../format.ts';
import { COLUMNS } from './columns.ts';

/**
 * A table (RFC 4180): a header row and a row a resource, with the mark by which spreadsheets tell UTF-8. What a
 * spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a carriage return) is made a text by an apostrophe.
 */
export async function* table(pages: AsyncIterable<Outgoing[]>): AsyncGenerator<string> {
  yield `\uFEFF${rows([Object.keys(COLUMNS)])}`;
  const values = Object.values(COLUMNS);
  for await (const page of pages) if (page.length > 0) yield rows(page.map((resource) => values.map((valueOf) => valueOf(resource))));
}

const rows = (cells: (string | number | undefined)[][]): string => stringify(cells, { escape_formulas: true, record_delimiter: '\r\n' });

export const csv: Format = {
  id: 'csv',
  title: { en: 'Table (CSV)', zh: '表格（CSV）' },
  mediaType: 'text/csv',
  profile: 'https://www.rfc-editor.org/rfc/rfc4180',
  extension: 'csv',
  scope: 'many',
  covers: () => true,
  write: (pages) => table(pages),
};
