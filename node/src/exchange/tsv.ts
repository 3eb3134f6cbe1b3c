/** A line of a table that could not be read. */
export interface BadLine {
  line: number;
  reason: string;
}

/** A row and the line it begins on (the header is line 1). */
export interface Row {
  line: number;
  fields: string[];
}

/** A quoted field may run over several lines, but not over the rest of the file for want of one quotation mark. */
const LONGEST_ROW_LINES = 200;
const LONGEST_LINE = 8 * 2 ** 20;

/** The lines of a text that comes in pieces; a line end is `\n` or `\r\n`. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    if (rest.length > LONGEST_LINE) {
      yield rest;
      rest = '';
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/**
 * Splits a row at its tabs. A field that begins with a quotation mark ends with one, holds tabs and line ends, and
 * doubles its own quotation marks; a quotation mark elsewhere stands for itself.
 */
function split(text: string): string[] | 'open' | 'garbage' {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let field = '';
      let from = at + 1;
      for (;;) {
        const end = text.indexOf('"', from);
        if (end < 0) return 'open';
        field += text.slice(from, end);
        from = end + 1;
        if (text[from] !== '"') break;
        field += '"';
        from++;
      }
      if (from < text.length && text[from] !== '\t') return 'garbage';
      fields.push(field);
      at = from;
    } else {
      const end = text.indexOf('\t', at);
      fields.push(end < 0 ? text.slice(at) : text.slice(at, end));
      at = end < 0 ? text.length : end;
    }
    if (at >= text.length) return fields;
    at++;
    if (at === text.length) return [...fields, ''];
  }
}

/**
 * Reads tab-separated text row by row. A row that cannot be read costs itself and no other: reading goes on at the
 * line after the one it begins on.
 */
export async function* readRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row | BadLine> {
  const lines = linesOf(bytes);
  const ahead: string[] = [];
  let done = false;
  const more = async () => {
    const next = await lines.next();
    if (next.done) done = true;
    else ahead.push(next.value);
    return !next.done;
  };
  let line = 0;
  let columns: number | undefined;
  while (ahead.length > 0 || (!done && (await more()))) {
    line++;
    let text = ahead[0]!;
    if (line === 1) text = text.replace(/^\uFEFF/, '');
    let used = 1;
    let fields = split(text);
    while (fields === 'open' && used < LONGEST_ROW_LINES && (ahead.length > used || (!done && (await more())))) {
      text += `\n${ahead[used++]!}`;
      fields = split(text);
    }
    const one = ahead[0]!;
    if (one === '') {
      ahead.shift();
      continue;
    }
    if (Array.isArray(fields) && (columns === undefined || fields.length === columns)) {
      columns ??= fields.length;
      ahead.splice(0, used);
      yield { line, fields };
      line += used - 1;
      continue;
    }
    ahead.shift();
    if (one.length >= LONGEST_LINE) yield { line, reason: `is longer than ${LONGEST_LINE} characters` };
    else if (fields === 'open') yield { line, reason: 'opens a quotation mark that is never closed' };
    else if (fields === 'garbage') yield { line, reason: 'has text after a closing quotation mark' };
    else yield { line, reason: `has ${fields.length} fields where the header has ${columns}` };
  }
}

/** A field by its column's name. */
export type Cells = (column: string) => string;

/** Reads a row's fields by the names in the header; a column that is not there is empty. */
export function byColumn(header: string[]): (fields: string[]) => Cells {
  const places = new Map(header.map((name, place) => [name, place]));
  return (fields) => (column) => {
    const place = places.get(column);
    return place === undefined ? '' : (fields[place] ?? '').trim();
  };
}

/** The entries of a field that lists several, separated by commas. */
export const listed = (field: string): string[] => [
  ...new Set(
    field
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  ),
];
