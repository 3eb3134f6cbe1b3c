import { invalid } from '../../kernel/errors.ts';
import type { Entry, Input } from '../input/input.ts';
import type { ReadItem, ReadReport, Source } from '../source.ts';
import { parseYaml } from '../yaml.ts';
import { readPage } from './page.ts';
import { listedRecord, ListedResource } from './resource.ts';

const LIST = /(^|\/)tool_and_resource_list\.ya?ml$/i;
const PAGE = /(^|\/)pages\/.*\.md$/i;

async function* readList(entry: Entry, report: ReadReport): AsyncGenerator<ReadItem> {
  const parsed = parseYaml(await entry.text());
  if ('reason' in parsed) throw invalid(`${entry.path} is no valid YAML: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}`);
  if (!Array.isArray(parsed.value)) throw invalid(`${entry.path} is no list`);
  for (const [place, item] of parsed.value.entries()) {
    const checked = ListedResource.safeParse(item);
    if (checked.success) {
      yield { record: listedRecord(checked.data, report.note) };
      continue;
    }
    const [issue] = checked.error.issues;
    const id = (item as { id?: unknown } | null)?.id;
    const key = typeof id === 'string' && id !== '' ? id : undefined;
    yield { rejection: { record: key ?? `${entry.path} entry ${place + 1}`, field: issue!.path.join('.'), reason: issue!.message, key, collection: 'resources' } };
  }
}

async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  let lists = 0;
  let pages = 0;
  for await (const entry of input.entries()) {
    if (LIST.test(entry.path)) {
      lists++;
      yield* readList(entry, report);
    } else if (PAGE.test(entry.path)) {
      pages++;
      const page = readPage(entry.path, await entry.text());
      if ('record' in page) yield page;
      else yield { rejection: { record: entry.path, field: '', reason: page.reason, key: page.key, collection: page.key && 'pages' } };
    }
  }
  if (lists === 0 && pages === 0) throw invalid(`${input.address} holds neither tool_and_resource_list.yml nor pages of RDMkit`);
  if (lists > 0) report.whole('resources');
  if (pages > 0 && input.shape === 'folder') report.whole('pages');
}

/** ELIXIR's RDMkit: guidance on research data management, and the tools and resources it names. */
export const rdmkit: Source = {
  id: 'rdmkit',
  title: { en: 'ELIXIR RDMkit', zh: 'ELIXIR RDMkit（研究数据管理工具包）' },
  description: {
    en: 'Guidance on managing research data in the life sciences by life-cycle stage, role, domain and task, and the tools, databases and standards it recommends.',
    zh: '生命科学研究数据管理指南，按数据生命周期、角色、领域和任务组织，并收录所推荐的工具、数据库和标准。',
  },
  homepage: 'https://rdmkit.elixir-europe.org/',
  licence: { id: 'CC-BY-4.0', name: 'Creative Commons Attribution 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  defaultAddress: 'https://codeload.github.com/elixir-europe/rdmkit/tar.gz/refs/heads/master',
  schedule: '17 2 * * 4',
  target: 'catalogue',
  version: 1,
  read,
};
