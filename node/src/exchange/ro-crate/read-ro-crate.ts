import { z } from 'zod';
import { documentLoader, type DocumentLoader } from '../bioschemas/read-contexts.ts';
import { DOCUMENT_LIMITS, parseDocument, readEntities } from '../bioschemas/read-entities.ts';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Entry, Input } from '../input/input.ts';
import type { ReadItem, ReadReport } from '../source.ts';
import { defineStandard } from '../standard.ts';
import { COLLECTION, crateRecords, METADATA_FILE } from './read-crate.ts';
import { isZip, zipEntry } from './read-zip.ts';

/** A ZIP archive's directory stands at its end, so that all of it is held. */
const LARGEST = 128 * 2 ** 20;
const ARCHIVE = /\.(zip|eln)$/i;

async function contentOf(entry: Entry): Promise<{ text: string; path: string }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of entry.bytes()) {
    size += chunk.byteLength;
    if (size > LARGEST) throw new DomainError('too-large', `is larger than ${LARGEST} bytes; of a larger crate, harvest the file ro-crate-metadata.json by itself`);
    chunks.push(chunk);
  }
  let content: Uint8Array = Buffer.concat(chunks);
  let path = entry.path;
  if (isZip(content)) {
    const found = zipEntry(content as Buffer, (name) => METADATA_FILE.test(name), DOCUMENT_LIMITS.characters);
    if (!found) throw invalid('is a ZIP archive without ro-crate-metadata.json');
    content = found.content;
    path = `${entry.path}/${found.name}`;
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content), path };
  } catch (cause) {
    throw new DomainError('invalid', 'is no UTF-8 text', { cause });
  }
}

async function* readCrate(entry: Entry, loader: DocumentLoader, report: ReadReport): AsyncGenerator<ReadItem> {
  try {
    const { text, path } = await contentOf(entry);
    const parsed = parseDocument(text);
    if ('reason' in parsed) throw invalid(parsed.reason);
    // A crate's relative addresses are files beside it: on the web where it lies there, else paths within the crate.
    const base = entry.url && !ARCHIVE.test(entry.path) ? entry.url : `file:///${encodeURI(path)}`;
    const read = await readEntities([parsed.document], base, loader);
    if ('reason' in read) throw invalid(read.reason);
    const name = entry.url ?? (path.replace(METADATA_FILE, '') || entry.path);
    for (const record of crateRecords({ entities: read.entities, base, name, note: report.note })) yield { record };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    yield { rejection: { record: entry.path, field: '', reason: reasonOf(error), collection: COLLECTION } };
  }
}

/** Resources that several crates name are read once: the first that describes one speaks for it. */
async function* once(items: AsyncIterable<ReadItem>, keys: Set<string>, note: (text: string) => void): AsyncGenerator<ReadItem> {
  for await (const item of items) {
    if ('record' in item) {
      if (keys.has(item.record.key)) {
        note('Resources that several crates describe were taken from the first of them');
        continue;
      }
      keys.add(item.record.key);
    }
    yield item;
  }
}

async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  const loader = documentLoader(input.web);
  const keys = new Set<string>();
  let crates = 0;
  for await (const entry of input.entries()) {
    if (input.shape === 'folder' && !METADATA_FILE.test(entry.path) && !ARCHIVE.test(entry.path)) continue;
    crates++;
    yield* once(readCrate(entry, loader, report), keys, report.note);
  }
  if (crates === 0) throw invalid(`${input.address} holds no RO-Crate: there is no file ro-crate-metadata.json in it`);
  report.whole(COLLECTION);
}

/** Research objects packed with their metadata (RO-Crate 1.1 and 1.2, Workflow RO-Crate). */
export const roCrate = defineStandard({
  id: 'ro-crate',
  title: { en: 'RO-Crate', zh: 'RO-Crate（研究对象打包）' },
  description: {
    en: 'Datasets and workflows packed with their metadata: a file ro-crate-metadata.json, a folder, tar or ZIP archive that holds one or many, or its address.',
    zh: '与元数据一同打包的数据集和工作流：ro-crate-metadata.json 文件、包含一个或多个此类文件的文件夹、tar 或 ZIP 压缩包，或其网址。',
  },
  homepage: 'https://www.researchobject.org/ro-crate/',
  version: 1,
  settings: z.strictObject({}),
  read,
});
