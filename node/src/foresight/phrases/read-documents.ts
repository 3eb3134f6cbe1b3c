import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { invalid } from '../../kernel/errors.ts';

/** Fields of a JSON record that hold its text, in the order in which they are read. */
const FIELDS = ['title', 'abstract', 'text', 'description'];
/** No document is longer, in characters. */
const LONGEST = 2_000_000;

/**
 * The documents of a file: one a line, as plain text or (`.jsonl`, `.ndjson`) as a JSON record with `title`, `abstract`,
 * `text` or `description`. Empty lines are none.
 * @throws `invalid` with the line that cannot be read.
 */
export async function* readDocuments(path: string): AsyncGenerator<string> {
  const asJson = /\.(jsonl|ndjson)$/i.test(path);
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line++;
    if (text.trim() === '') continue;
    if (text.length > LONGEST) throw invalid(`${path}, line ${line}: is longer than ${LONGEST} characters.`);
    yield asJson ? textOf(text, path, line) : text;
  }
}

function textOf(line: string, path: string, number: number): string {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (cause) {
    throw invalid(`${path}, line ${number}: is no JSON (${(cause as Error).message}).`);
  }
  const texts = FIELDS.flatMap((field) => {
    const value = (record as Record<string, unknown> | null)?.[field];
    return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
  });
  if (texts.length === 0) throw invalid(`${path}, line ${number}: has no text in ${FIELDS.join(', ')}.`);
  return texts.join('\n');
}
