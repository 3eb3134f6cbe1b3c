import { DomainError } from '../../../kernel/errors.ts';
import type { Entry, Input } from '../../input/input.ts';
import type { ReadItem, ReadReport } from '../../source.ts';
import { answerParser, type AnswerHead, type OaiRecord } from './parse-answer.ts';
import { COLLECTION, readRecord } from './read-record.ts';
import type { OaiPmhSettings } from './settings.ts';

/**
 * Reads saved answers to ListRecords (and GetRecord): a file, or a folder of a list's pages. They are the whole list
 * where every page that one leads on to lies there, and the first was asked for without bounds of time.
 */
export async function* readFiles(input: Input, report: ReadReport, settings: OaiPmhSettings): AsyncGenerator<ReadItem> {
  const offered = new Set<string>();
  const asked = new Set<string>();
  let starts = 0;
  let sound = true;
  for await (const entry of input.entries()) {
    if (input.shape === 'folder' && !/\.xml$/i.test(entry.path)) continue;
    const { head, records } = readEntry(entry);
    try {
      for await (const record of records) yield readRecord(record, settings.kind, report);
    } catch (error) {
      if (!(error instanceof DomainError) || (error.code !== 'invalid' && error.code !== 'too-large')) throw error;
      sound = false;
      yield { rejection: { record: entry.path, field: '', reason: error.message, collection: COLLECTION } };
    }
    const { verb, resumptionToken, from, until } = head.request;
    if (resumptionToken) asked.add(resumptionToken);
    else if (verb === 'ListRecords' && !from && !until) starts++;
    if (head.resumptionToken) offered.add(head.resumptionToken);
  }
  if (sound && starts > 0 && [...offered].every((token) => asked.has(token))) report.whole(COLLECTION);
}

function readEntry(entry: Entry): { head: AnswerHead; records: AsyncGenerator<OaiRecord> } {
  const parser = answerParser();
  async function* records(): AsyncGenerator<OaiRecord> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const decoded = (bytes?: Uint8Array): string => {
      try {
        return decoder.decode(bytes, { stream: bytes !== undefined });
      } catch (cause) {
        throw new DomainError('invalid', 'is no UTF-8 text', { cause });
      }
    };
    try {
      for await (const bytes of entry.bytes()) {
        parser.write(decoded(bytes));
        yield* parser.take();
      }
      parser.write(decoded());
      parser.close();
    } finally {
      yield* parser.take();
    }
  }
  return { head: parser.head, records: records() };
}
