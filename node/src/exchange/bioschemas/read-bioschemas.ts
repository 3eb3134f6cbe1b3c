import { z } from 'zod';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Input } from '../input/input.ts';
import type { ReadItem, ReadReport } from '../source.ts';
import { defineStandard } from '../standard.ts';
import { crawlBioschemas } from './crawl.ts';
import { contentOf, textOf } from './read-content.ts';
import { documentLoader } from './read-contexts.ts';
import { DOCUMENT_LIMITS } from './read-entities.ts';
import { PAGE_LIMITS, scriptsOf } from './read-page.ts';
import { COLLECTION, readRecords } from './read-records.ts';

const FILE = /\.(jsonld|json|html?|xhtml)$/i;

/** Reads pages and JSON-LD documents that lie in files. */
async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  const loader = documentLoader(input.web);
  let files = 0;
  let described = 0;
  for await (const entry of input.entries()) {
    if (input.shape === 'folder' && !FILE.test(entry.path)) continue;
    files++;
    try {
      const { shape, bytes } = await contentOf(entry.bytes(), PAGE_LIMITS.characters);
      const texts = shape === 'json' ? [await textOf(bytes, DOCUMENT_LIMITS.characters)] : await scriptsOf(bytes);
      const name = entry.url ?? entry.path;
      // Relative addresses of a file nobody can reach lead nowhere; the base only has to be absolute.
      const base = entry.url ?? `file:///${encodeURI(entry.path)}`;
      for await (const item of readRecords(texts, { base, name, loader, report })) {
        described++;
        yield item;
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      described++;
      yield { rejection: { record: entry.path, field: '', reason: reasonOf(error), collection: COLLECTION } };
    }
  }
  if (files === 0) throw invalid(`${input.address} holds neither JSON-LD (.jsonld, .json) nor pages (.html)`);
  if (described === 0) throw invalid(`${input.address} describes no resource in JSON-LD`);
  report.whole(COLLECTION);
}

/** Descriptions in the vocabulary of schema.org as Bioschemas profiles it, in web pages and files. */
export const bioschemas = defineStandard({
  id: 'bioschemas',
  title: { en: 'Bioschemas', zh: 'Bioschemas（网页结构化描述）' },
  description: {
    en: 'Descriptions in JSON-LD that web pages carry for machines, in the words of schema.org and Bioschemas: from a sitemap, a page, or files.',
    zh: '网页中供机器读取的 JSON-LD 描述，采用 schema.org 和 Bioschemas 词汇；可由站点地图、单个网页或文件读取。',
  },
  homepage: 'https://bioschemas.org/',
  version: 1,
  settings: z.strictObject({}),
  read,
  crawl: crawlBioschemas,
});
