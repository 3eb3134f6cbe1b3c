import { z } from 'zod';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Input } from '../input/input.ts';
import type { ReadItem, ReadReport } from '../source.ts';
import { defineStandard } from '../standard.ts';
import { parseYaml } from '../yaml.ts';
import { crawlBiotools } from './crawl.ts';
import { entryItem, pageOf } from './read-document.ts';
import { COLLECTION } from './read-entry.ts';

/** Of a folder: entries of the content repository, and descriptors of the BioContainers' tools-metadata. */
const ENTRY = /\.biotools\.json$|(^|\/)descriptor\.ya?ml$/i;
const JSON_FILE = /\.json$/i;
/** Other files that stand beside the entries in the content repository. */
const OTHERS = /\.(bioschemas|bioconda|biocontainers|debian|galaxy|oeb|opeb|metrics|workflowhub)\b.*\.json$/i;
const YAML_FILE = /\.ya?ml$/i;

function contentOf(path: string, text: string): unknown {
  if (YAML_FILE.test(path)) {
    const parsed = parseYaml(text);
    if ('reason' in parsed) throw invalid(`is no valid YAML: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}`);
    return parsed.value;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid(`is no JSON: ${reasonOf(error)}`);
  }
}

async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  let files = 0;
  for await (const entry of input.entries()) {
    const { path } = entry;
    if (input.shape === 'folder' && !ENTRY.test(path) && (!JSON_FILE.test(path) || OTHERS.test(path))) continue;
    try {
      const { entries, next } = pageOf(contentOf(path, await entry.text()), path);
      files++;
      if (next) report.note(`${path} is one page of a list; the pages that follow it were not read`);
      for (const [place, raw] of entries.entries()) yield entryItem(raw, entries.length === 1 ? path : `${path} entry ${place + 1}`, report.note);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Of a folder with other things in it, only what claims to be an entry is at fault for not being one.
      if (input.shape === 'folder' && !ENTRY.test(path) && error.message.includes('holds no bio.tools entry')) continue;
      files++;
      const key = /([^/]+)\.biotools\.json$/i.exec(path)?.[1];
      yield { rejection: { record: path, field: '', reason: reasonOf(error), key, collection: COLLECTION } };
    }
  }
  if (files === 0) throw invalid(`${input.address} holds no entry of bio.tools (<id>.biotools.json, or a list of entries)`);
  report.whole(COLLECTION);
}

/** Software as the bio.tools registry describes it. */
export const biotoolsStandard = defineStandard({
  id: 'biotools',
  title: { en: 'bio.tools', zh: 'bio.tools（生物信息工具注册库）' },
  description: {
    en: 'Software and services of the life sciences as bio.tools describes them (biotoolsSchema): from its API, from JSON files, or from a copy of its content repository.',
    zh: 'bio.tools 注册库中的生命科学软件与服务（biotoolsSchema）：可由其 API、JSON 文件或内容仓库副本读取。',
  },
  homepage: 'https://bio.tools/',
  defaultAddress: 'https://bio.tools/api/tool/?format=json',
  version: 1,
  settings: z.strictObject({}),
  read,
  crawl: crawlBiotools,
});
