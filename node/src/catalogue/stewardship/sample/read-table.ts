import { invalid, DomainError } from '../../../kernel/errors.ts';

/** Limits of a sample, so that one can exhaust neither memory nor patience. */
export const SAMPLE_LIMITS = { bytes: 256 * 2 ** 20, rows: 5_000_000, columns: 2_000, cell: 100_000 } as const;

const DELIMITERS = [',', '\t', ';', '|'] as const;

/**
 * The rows of a table of text (CSV by RFC 4180, or with tabs, semicolons or bars; told by its first line) as they
 * stream in; no more than one row is held. UTF-8, or GB 18030 where the beginning is no UTF-8. Throws `invalid` naming
 * the line where it is no such table, `too-large` beyond `SAMPLE_LIMITS`.
 */
export async function* readTable(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let delimiter: string | undefined;
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  let justClosed = false;
  let line = 1;
  let rows = 0;
  let pending = '';
  const endCell = () => {
    row.push(cell);
    cell = '';
    justClosed = false;
    if (row.length > SAMPLE_LIMITS.columns) throw tooLarge(`Line ${line} holds more than ${SAMPLE_LIMITS.columns} columns.`);
  };
  const take = (): string[] | undefined => {
    endCell();
    const whole = row;
    row = [];
    if (whole.length === 1 && whole[0] === '') return undefined;
    if (++rows > SAMPLE_LIMITS.rows + 1) throw tooLarge(`The table holds more than ${SAMPLE_LIMITS.rows} rows.`);
    return whole;
  };
  for await (const text of textOf(chunks)) {
    pending += text;
    if (delimiter === undefined) {
      const end = pending.search(/[\r\n]/);
      if (end < 0 && pending.length < SAMPLE_LIMITS.cell) continue;
      delimiter = delimiterOf(end < 0 ? pending : pending.slice(0, end));
    }
    const given = pending;
    pending = '';
    for (let at = 0; at < given.length; at++) {
      const character = given[at] as string;
      if (character === '\0') throw invalid(`Line ${line} holds a character that no text holds. Hand in a table as text (CSV), neither packed nor a workbook.`);
      if (quoted) {
        if (character === '"') {
          quoted = false;
          justClosed = true;
        } else cell += character;
      } else if (character === '"' && (cell === '' || justClosed)) {
        if (justClosed) cell += '"';
        quoted = true;
        justClosed = false;
      } else if (character === delimiter) endCell();
      else if (character === '\n' || character === '\r') {
        if (character === '\r' && given[at + 1] === '\n') at++;
        const whole = take();
        if (whole) yield whole;
      } else {
        cell += character;
        justClosed = false;
      }
      if (character === '\n' || character === '\r') line++;
      if (cell.length > SAMPLE_LIMITS.cell)
        throw tooLarge(`A cell in line ${line} is longer than ${SAMPLE_LIMITS.cell} characters${quoted ? '; a quotation mark may not be closed' : ''}.`);
    }
  }
  if (quoted) throw invalid(`The quotation mark opened before line ${line} is not closed.`);
}

const tooLarge = (message: string) => new DomainError('too-large', message);

function delimiterOf(line: string): string {
  const counts = DELIMITERS.map((it): [string, number] => [it, line.split(it).length]);
  return (counts.toSorted((a, b) => b[1] - a[1])[0] ?? [','])[0];
}

async function* textOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > SAMPLE_LIMITS.bytes) throw tooLarge(`The table is larger than ${SAMPLE_LIMITS.bytes / 2 ** 20} MiB.`);
    decoder ??= new TextDecoder(isUtf8(chunk) ? 'utf-8' : 'gb18030', { fatal: true });
    yield decode(decoder, chunk);
  }
  // The last line ends, whether it says so or not.
  if (decoder) yield `${decode(decoder)}\n`;
}

type Decoder = InstanceType<typeof TextDecoder>;

function decode(decoder: Decoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw invalid(`The table is no text in ${decoder.encoding === 'utf-8' ? 'UTF-8' : 'UTF-8 or GB 18030'}. Hand in a table as text (CSV), neither packed nor a workbook.`);
  }
}

function isUtf8(chunk: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}
