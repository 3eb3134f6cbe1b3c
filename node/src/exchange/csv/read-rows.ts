import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';

/** A row, and the line it begins on; or why what stands there is no row. */
export type TableRow = { line: number; cells: string[] } | { line: number; reason: string };

/** A row may run over several lines, but not over the rest of the file for want of one quotation mark. */
const LONGEST_ROW = 4 * 2 ** 20;
const DELIMITERS = [',', '\t', ';', '|'];
const HEAD = 64 * 2 ** 10;

const otherEncoding = (path: string, what: string) =>
  invalid(`${path} is no UTF-8 text${what}. Tables are read as UTF-8 alone: save it as "CSV UTF-8" (in Excel and WPS), or convert it (iconv -f GB18030 -t UTF-8)`);

/** The text of a file, which must be UTF-8; the place of the first fault is told. */
async function* decoded(path: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  let first = true;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw otherEncoding(path, ` (from line ${lines} on)`);
    }
  };
  for await (const chunk of bytes) {
    if (first && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))) throw otherEncoding(path, ' but UTF-16');
    first = false;
    // Cut at line ends, a fault is told by its own line and not by that of a piece of 64 kB.
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(0x0a, from);
      const to = end < 0 ? chunk.length : end + 1;
      const text = decode(chunk.subarray(from, to));
      if (end >= 0) lines++;
      from = to;
      if (text !== '') yield text;
    }
  }
  const rest = decode();
  if (rest !== '') yield rest;
}

/** Larger pieces: a parser that is handed each line by itself spends its time on being handed it. */
async function* gathered(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < HEAD) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** What sets the columns of a header apart: what stands most often outside quotation marks. */
export function delimiterOf(head: string): string {
  const [header = ''] = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n/);
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

/** The rows of a table (RFC 4180, or with another delimiter), the header first. A row that cannot be read costs itself. */
export async function* readTable(path: string, bytes: AsyncIterable<Uint8Array>, given: string | undefined): AsyncGenerator<TableRow> {
  const pieces = gathered(decoded(path, bytes));
  const first = await pieces.next();
  if (first.done) return;
  const head = first.value.replace(/^\uFEFF/, '');
  async function* whole() {
    yield head;
    yield* pieces;
  }
  const skipped: { line: number; reason: string }[] = [];
  let end: number | undefined;
  let endless: DomainError | undefined;
  const parser = parse({
    delimiter: given === 'tab' ? '\t' : (given ?? delimiterOf(head)),
    relax_column_count: true,
    // A quotation mark that nothing closes at its cell's end stands for itself; refused, it would cost the rows after it.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW,
    info: true,
    on_skip: (error: CsvError | undefined) => {
      const line = Number((error as { lines?: number } | undefined)?.lines ?? 0);
      // After a row without end there is no telling where the next one begins.
      if (error?.code === 'CSV_MAX_RECORD_SIZE' || error?.code === 'CSV_QUOTE_NOT_CLOSED') end ??= line;
      if (end === line) endless = invalid(`${path} cannot be read to its end (line ${line}): ${faultOf(error)}`);
      else if (end === undefined) skipped.push({ line, reason: faultOf(error) });
      return undefined;
    },
  });
  const source = Readable.from(whole());
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const breaks = record.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
      const line = info.lines - breaks;
      if (end !== undefined && line >= end) break;
      // The parser is ahead of its reader: what it skipped further down comes when its place has come.
      yield* skipped.splice(0, skipped.findLastIndex((bad) => bad.line < line) + 1);
      yield { line, cells: record };
    }
    yield* skipped.splice(0);
    if (endless) throw endless;
  } catch (error) {
    yield* skipped.splice(0);
    if (error instanceof DomainError) throw error;
    const line = (error as { lines?: number }).lines;
    throw invalid(`${path} cannot be read${line === undefined ? '' : ` from line ${line} on`}: ${faultOf(error)}`);
  } finally {
    source.destroy();
  }
}

const FAULTS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quotation mark',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'has text after a closing quotation mark',
  INVALID_OPENING_QUOTE: 'has a quotation mark in the middle of a cell that does not begin with one',
  CSV_INVALID_OPENING_QUOTE: 'has a quotation mark in the middle of a cell that does not begin with one',
  CSV_MAX_RECORD_SIZE: `a row is longer than ${LONGEST_ROW} characters; a quotation mark may not be closed`,
};

const faultOf = (error: unknown): string => FAULTS[(error as { code?: string } | undefined)?.code ?? ''] ?? reasonOf(error);
