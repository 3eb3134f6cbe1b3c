import type { SourceRecord } from '../../catalogue/index.ts';
import { isWebAddress } from '../../kernel/web/web-address.ts';
import { openCrawl, openInput, type OpenOptions } from '../open-input.ts';
import type { ReadRejection, ReadReport, Source, SourceSettings } from '../source.ts';
import type { Standard } from '../standard.ts';
import type { Term } from '../../vocabulary/index.ts';
import { webSettings } from '../web-settings.ts';

export interface ReadResult {
  records: SourceRecord[];
  terms: Term[];
  rejections: ReadRejection[];
  gone: { key: string; collection: string }[];
  whole: string[];
  notes: string[];
  /** What it would be told the next time. */
  remembered: unknown;
  of(collection: string): SourceRecord[];
  record(key: string): SourceRecord;
}

export interface ReadOptions extends OpenOptions {
  /** What was remembered before. */
  since?: unknown;
  /** Hosts allowed beside this machine, on which servers of tests listen. */
  allowHosts?: string[];
}

/** Everything a source or standard reads at an address, without a database. Servers on 127.0.0.1 may be reached. */
export async function readAll(reader: Source | Standard, address: string, settings: SourceSettings | object = {}, options: ReadOptions = {}): Promise<ReadResult> {
  const result: Omit<ReadResult, 'of' | 'record'> = { records: [], terms: [], rejections: [], gone: [], whole: [], notes: [], remembered: undefined };
  const report: ReadReport = {
    whole: (it) => void result.whole.push(it),
    expect: () => undefined,
    note: (it) => void result.notes.push(it),
    remember: (it) => void (result.remembered = it),
  };
  const { since, allowHosts = [], ...more } = options;
  const web = webSettings({ gap: 0 }, 'test', ['127.0.0.1', ...allowHosts]);
  const given = 'settings' in reader ? reader.settings.parse(settings) : settings;
  const read = async () => {
    if (reader.crawl && isWebAddress(address)) return reader.crawl({ ...openCrawl(address, { web, ...more }), since }, report, given);
    const opened = await openInput(address, { web, accept: reader.accept, ...more, note: report.note });
    if (opened.unchanged) throw new Error('nothing to read');
    return reader.read(opened.input, report, given);
  };
  for await (const item of await read()) {
    if ('record' in item) result.records.push(item.record);
    else if ('term' in item) result.terms.push(item.term);
    else if ('gone' in item) result.gone.push(item.gone);
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
