import type { SourceRecord } from '../../catalogue/index.ts';
import { listed, type Cells } from '../tsv.ts';
import { serverAlias, serverName } from './servers.ts';
import type { Suite } from './tool-suite.ts';

/** Where a page has no count of its own the source repeats that of the whole site; no tutorial has that many visitors. */
const MOST_VISITORS = 100_000;
const SERVER_COLUMNS = ['Servers with precise tool versions', 'Servers with tool but different versions'];
const MATERIALS = [
  { column: 'Tutorial', en: 'tutorial', zh: '教程' },
  { column: 'Slides', en: 'slides', zh: '幻灯片' },
  { column: 'Video', en: 'video', zh: '视频' },
  { column: 'Workflows', en: 'workflow', zh: '工作流' },
];

/** `imaging/hela-screen-analysis`, as tools.tsv names tutorials too. */
export const tutorialName = (link: string): string | undefined => {
  const parts = /\/topics\/([^/]+)\/tutorials\/([^/]+)\//.exec(link);
  return parts ? `${parts[1]}/${parts[2]}` : undefined;
};

export const tutorialServers = (cells: Cells): string[] => [...new Set(SERVER_COLUMNS.flatMap((column) => listed(cells(column))).map(serverName))];

/** A tutorial of the Galaxy Training Network. `related`: tool suites that name it in tools.tsv. */
export function tutorialRecord(cells: Cells, related: Suite[]): SourceRecord {
  const link = cells('Link').replace(/(?<!:)\/{2,}/g, '/');
  const name = tutorialName(link);
  const tools = listed(cells('Tools'));
  const taught = new Set(tools);
  const visitors = Number(cells('Visitors'));
  const topic = cells('Topic');
  const materials = MATERIALS.filter(({ column }) => cells(column) !== 'False');
  return {
    key: `tutorial/${name ?? link}`,
    collection: 'tutorials',
    description: {
      kind: 'training-material',
      title: { en: cells('Title') },
      description: {
        en: `Training material of the Galaxy Training Network on “${topic}”: ${materials.map(({ en }) => en).join(', ')}.`,
        zh: `Galaxy 培训网络“${topic}”主题的培训材料：${materials.map(({ zh }) => zh).join('、')}。`,
      },
      identifiers: [link],
      homepage: link,
      topics: listed(cells('EDAM topic')),
      operations: listed(cells('EDAM operation')),
      keywords: [topic, ...materials.map(({ en }) => en)].filter(Boolean),
      provider: { name: { en: 'Galaxy Training Network', zh: 'Galaxy 培训网络' }, url: 'https://training.galaxyproject.org/' },
      version: cells('Version') || undefined,
      issued: cells('Creation') || undefined,
      modified: cells('Last modification') || undefined,
      popularity: visitors > 0 && visitors < MOST_VISITORS ? visitors : undefined,
      links: [
        { predicate: 'is-part-of', target: 'starter:galaxy-training-network' },
        ...tools.map((tool) => ({ predicate: 'teaches' as const, target: `galaxy-codex:tool/${tool}` })),
        // A suite whose tools the tutorial lists itself is named already.
        ...related.filter(({ toolIds }) => !toolIds.some((tool) => taught.has(tool))).map(({ folder }) => ({ predicate: 'teaches' as const, target: folder })),
        ...tutorialServers(cells).map((server) => ({ predicate: 'runs-on' as const, target: serverAlias(server) })),
      ],
    },
  };
}
