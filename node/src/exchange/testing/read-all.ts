import type { SourceRecord } from '../../catalogue/index.ts';
import { openInput } from '../open-input.ts';
import type { ReadRejection, Source, SourceSettings } from '../source.ts';
import type { Term } from '../../vocabulary/index.ts';

export interface ReadResult {
  records: SourceRecord[];
  terms: Term[];
  rejections: ReadRejection[];
  whole: string[];
  notes: string[];
  of(collection: string): SourceRecord[];
  record(key: string): SourceRecord;
}

/** Everything a source reads at an address, without a database. */
export async function readAll(source: Source, address: string, settings: SourceSettings = {}): Promise<ReadResult> {
  const result: Pick<ReadResult, 'records' | 'terms' | 'rejections' | 'whole' | 'notes'> = { records: [], terms: [], rejections: [], whole: [], notes: [] };
  const opened = await openInput(address);
  if (opened.unchanged) throw new Error('nothing to read');
  const report = { whole: (it: string) => void result.whole.push(it), expect: () => undefined, note: (it: string) => void result.notes.push(it) };
  for await (const item of source.read(opened.input, report, settings)) {
    if ('record' in item) result.records.push(item.record);
    else if ('term' in item) result.terms.push(item.term);
    else result.rejections.push(item.rejection);
  }
  return {
    ...result,
    of: (collection) => result.records.filter((record) => record.collection === collection),
    record(key) {
      const found = result.records.find((record) => record.key === key);
      if (!found) throw new Error(`no record ${key}`);
      return found;
    },
  };
}
