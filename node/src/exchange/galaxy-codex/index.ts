import { invalid } from '../../kernel/errors.ts';
import type { Entry, Input } from '../input/input.ts';
import type { ReadItem, ReadReport, Source } from '../source.ts';
import { byColumn, listed, readRows, type Cells } from '../tsv.ts';
import { serverAlias, serverRecord } from './servers.ts';
import { suiteOf, suiteRecord, type Suite } from './tool-suite.ts';
import { tutorialName, tutorialRecord, tutorialServers } from './tutorials.ts';
import { workflowRecord } from './workflows.ts';

const SERVER_COLUMN = 'Number of tools on ';
const RAW = 'https://raw.githubusercontent.com/galaxyproject/galaxy_codex/main/communities/all/resources';

/** What the rows read so far say about records that come later. */
interface Gathered {
  servers: Set<string>;
  /** Tool suites by workflow address and by tutorial name. */
  workflows: Map<string, Suite[]>;
  tutorials: Map<string, Suite[]>;
  tutorialRows: { line: number; cells: Cells }[];
  tutorialsWhole: boolean;
  toolsWhole: boolean;
}

const add = (map: Map<string, Suite[]>, key: string, suite: Suite) => void (map.get(key)?.push(suite) ?? map.set(key, [suite]));

function* server(name: string, gathered: Gathered): Generator<ReadItem> {
  const alias = serverAlias(name);
  if (gathered.servers.has(alias)) return;
  gathered.servers.add(alias);
  yield { record: serverRecord(name) };
}

async function* readTable(entry: Entry, gathered: Gathered, report: ReadReport): AsyncGenerator<ReadItem> {
  const rows = readRows(entry.bytes());
  const first = await rows.next();
  if (first.done || !('fields' in first.value)) return;
  const header = first.value.fields.map((name) => name.trim());
  const cellsOf = byColumn(header);
  const has = (...names: string[]) => names.every((name) => header.includes(name));
  const reject = (line: number, reason: string, collection: string, derived: string[]): ReadItem => ({
    rejection: { record: `${entry.path} line ${line}`, field: '', reason, collection, derived },
  });

  if (has('Suite ID', 'Suite parsed folder')) {
    const servers = header.filter((name) => name.startsWith(SERVER_COLUMN)).map((column) => ({ column, name: column.slice(SERVER_COLUMN.length) }));
    for (const { name } of servers) yield* server(name, gathered);
    for await (const row of rows) {
      if (!('fields' in row)) {
        yield reject(row.line, row.reason, 'tools', ['workflows', 'servers']);
        continue;
      }
      const cells = cellsOf(row.fields);
      const suite = suiteOf(cells);
      if (!/^https?:\/\/\S+$/.test(suite.folder)) {
        yield reject(row.line, `the column "Suite parsed folder", which names the suite, ${suite.folder ? `holds "${suite.folder}", no web address` : 'is empty'}`, 'tools', [
          'workflows',
        ]);
        continue;
      }
      for (const address of listed(cells('Related Workflows'))) add(gathered.workflows, address, suite);
      for (const name of listed(cells('Related Tutorials'))) add(gathered.tutorials, name, suite);
      yield { record: suiteRecord(cells, servers, report.note) };
    }
    gathered.toolsWhole = true;
  } else if (has('Topic', 'Title', 'Link', 'Tools')) {
    for await (const row of rows) {
      if (!('fields' in row)) yield reject(row.line, row.reason, 'tutorials', []);
      else gathered.tutorialRows.push({ line: row.line, cells: cellsOf(row.fields) });
    }
    gathered.tutorialsWhole = true;
  }
}

/**
 * Reads tools.tsv, tutorials.tsv or both, told apart by their headers. Suites go out as they are read; workflows, which
 * are only named by the suites they use, and tutorials, which suites name too, follow when all rows have been seen.
 */
async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  const gathered: Gathered = { servers: new Set(), workflows: new Map(), tutorials: new Map(), tutorialRows: [], tutorialsWhole: false, toolsWhole: false };
  let records = 0;
  for await (const entry of input.entries()) {
    if (!/\.tsv$/i.test(entry.path) && input.shape === 'folder') continue;
    for await (const item of readTable(entry, gathered, report)) {
      records++;
      yield item;
    }
  }
  if (!gathered.toolsWhole && !gathered.tutorialsWhole)
    throw invalid(`${input.address} holds neither tools.tsv nor tutorials.tsv of the Galaxy Codex (told by the names of their columns)`);

  report.expect(records + gathered.workflows.size + gathered.tutorialRows.length);
  for (const [address, suites] of gathered.workflows) {
    if (URL.canParse(address)) yield { record: workflowRecord(address, suites) };
    else
      yield { rejection: { record: `workflow/${address}`, field: 'homepage', reason: `"${address}" in the column "Related Workflows" of ${suites[0]!.folder} is no web address` } };
  }
  for (const { cells } of gathered.tutorialRows) for (const name of tutorialServers(cells)) yield* server(name, gathered);
  for (const { line, cells } of gathered.tutorialRows) {
    const link = cells('Link');
    const name = tutorialName(link);
    if (link === '') yield { rejection: { record: `tutorials line ${line}`, field: 'Link', reason: 'is empty', collection: 'tutorials' } };
    else yield { record: tutorialRecord(cells, (name && gathered.tutorials.get(name)) || []) };
  }
  if (gathered.toolsWhole) for (const collection of ['tools', 'workflows']) report.whole(collection);
  if (gathered.tutorialsWhole) report.whole('tutorials');
  if (gathered.toolsWhole && gathered.tutorialsWhole) report.whole('servers');
}

/** The Galaxy Codex: tool suites, workflows, servers and tutorials of the Galaxy community. */
export const galaxyCodex: Source = {
  id: 'galaxy-codex',
  title: { en: 'Galaxy Codex', zh: 'Galaxy Codex（Galaxy 资源总录）' },
  description: {
    en: 'Tool suites of the Galaxy community with their operations, topics, formats and servers, the public workflows that use them, and the tutorials of the Galaxy Training Network that teach them.',
    zh: 'Galaxy 社区的工具套件（含操作、主题、格式和所在服务器）、使用这些工具的公开工作流，以及讲授它们的 Galaxy 培训网络教程。',
  },
  homepage: 'https://github.com/galaxyproject/galaxy_codex',
  licence: { id: 'MIT', name: 'MIT License', url: 'https://github.com/galaxyproject/galaxy_codex/blob/main/LICENSE' },
  defaultAddress: `${RAW}/tools.tsv ${RAW}/tutorials.tsv`,
  schedule: '17 2 * * 1',
  target: 'catalogue',
  version: 2,
  read,
};
