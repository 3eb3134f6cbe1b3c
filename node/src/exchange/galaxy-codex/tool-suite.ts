import type { SourceRecord } from '../../catalogue/index.ts';
import { isAddress } from '../text.ts';
import { listed, type Cells } from '../tsv.ts';
import { serverAlias } from './servers.ts';

/** Words Galaxy puts where the output's format is only known when the tool runs. */
const NO_FORMAT = new Set(['auto', 'input', 'data', 'binary', '_sniff_']);
const TOOL_SHED = 'https://toolshed.g2.bx.psu.edu/view/';

/** A row of tools.tsv, as far as the links of other records need it. */
export interface Suite {
  /** Address of its source folder: what names it, for `Suite ID` repeats. */
  folder: string;
  title: string;
  toolIds: string[];
}

const same = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The suite's name; where the folder is a part of a suite (`suite_qiime2__dada2`), with that part. */
export function suiteTitle(id: string, folder: string): string {
  const name = (folder.split('/').filter(Boolean).at(-1) ?? id).replace(/^suite_/, '');
  if (name.toLowerCase().startsWith(`${id.toLowerCase()}_`)) return `${id} ${name.slice(id.length).replace(/_+/g, ' ').trim()}`;
  if (id === 'galaxy_image_analysis' && same(name) !== same(id)) return `${id} ${name}`;
  return id;
}

/**
 * The version without what stands for a number known only when the suite is built (`@TOOL_VERSION@`): what is left is
 * told only where it is whole.
 */
export function suiteVersion(written: string): string | undefined {
  const macro = written.search(/[@$]/);
  if (macro < 0) return written || undefined;
  const whole = /^(.*\d)\+(galaxy\+?)?$/.exec(written.slice(0, macro));
  return whole?.[1];
}

export function suiteOf(cells: Cells): Suite {
  const folder = cells('Suite parsed folder');
  return { folder, title: suiteTitle(cells('Suite ID'), folder), toolIds: listed(cells('Tool IDs')) };
}

function suiteDescription(cells: Cells): string | undefined {
  const about = cells('bio.tool description');
  const name = cells('bio.tool name');
  const parts = [cells('Description'), about && (name ? `${name}: ${about}` : about)];
  return parts.filter(Boolean).join('\n\n') || undefined;
}

/** A tool suite: what the source says of it, and the servers that have at least one of its tools. */
export function suiteRecord(cells: Cells, servers: { name: string; column: string }[], note: (text: string) => void): SourceRecord {
  const suite = suiteOf(cells);
  const id = cells('Suite ID');
  const homepage = cells('Homepage');
  if (homepage && !isAddress(homepage)) note(`tool/${suite.folder}: the homepage "${homepage}" is no web address and was left out`);
  const source = cells('Suite source');
  const description = suiteDescription(cells);
  const owner = cells('Suite owner');
  const runs = cells('Suite runs on main servers');
  const aliases = [
    `galaxy-codex:suite/${id}`,
    ...suite.toolIds.map((tool) => `galaxy-codex:tool/${tool}`),
    ...listed(cells('Suite conda package')).map((name) => `bioconda:${name}`),
  ];
  return {
    key: `tool/${suite.folder}`,
    collection: 'tools',
    description: {
      kind: 'tool',
      title: { en: suite.title },
      description: description ? { en: description } : undefined,
      identifiers: [suite.folder, ...listed(cells('bio.tool ID')).map((name) => `biotools:${name}`), ...listed(cells('biii ID')).map((name) => `biii:${name}`)],
      aliases,
      homepage: isAddress(homepage) ? homepage : undefined,
      topics: listed(cells('EDAM topics')),
      operations: listed(cells('EDAM operations')),
      writes: listed(cells('Tool output formats')).filter((format) => !NO_FORMAT.has(format)),
      keywords: listed(cells('ToolShed categories')),
      provider: owner ? { name: { en: owner }, url: `${TOOL_SHED}${encodeURIComponent(owner)}` } : undefined,
      endpoints: isAddress(source) ? [{ url: source, type: 'source-code' }] : [],
      version: suiteVersion(cells('Suite version')),
      issued: cells('Suite first commit date') || undefined,
      popularity: /^\d+$/.test(runs) ? Number(runs) : undefined,
      links: servers.filter(({ column }) => Number(cells(column)) > 0).map(({ name }) => ({ predicate: 'runs-on', target: serverAlias(name) })),
    },
  };
}
