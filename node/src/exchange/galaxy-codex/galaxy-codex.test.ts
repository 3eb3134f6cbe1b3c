import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { onRealData } from '../testing/shared-data.ts';
import { galaxyCodex } from './index.ts';
import { suiteTitle, suiteVersion } from './tool-suite.ts';

const TOOLS = [
  'Suite ID',
  'Tool IDs',
  'Description',
  'Suite first commit date',
  'Homepage',
  'Suite version',
  'EDAM topics',
  'Suite owner',
  'Suite parsed folder',
  'bio.tool ID',
  'Related Workflows',
  'Related Tutorials',
  'Number of tools on UseGalaxy.eu',
  'Number of tools on UseGalaxy.org (Main)',
  'Suite runs on main servers',
];
const TUTORIALS = ['Topic', 'Title', 'Link', 'EDAM topic', 'Creation', 'Tutorial', 'Slides', 'Tools', 'Servers with precise tool versions', 'Visitors'];
const table = (...rows: string[][]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'biotope-galaxy-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const FOLDER = 'https://github.com/example/tools/tree/master/tools';
const EU = 'https://usegalaxy.eu/published/workflow?id=0a72d640d415e866';
const HUB = 'https://workflowhub.eu/workflows/1259?version=2';
const bwa = [
  'bwa',
  'bwa, bwa_mem',
  'Maps reads',
  '2014-01-27',
  'https://example.org/bwa',
  '@TOOL_VERSION@+galaxy1',
  'Mapping, Genomics',
  'devteam',
  `${FOLDER}/bwa`,
  'bwa',
  `${EU}, ${HUB}`,
  'assembly/intro',
  '2',
  '0',
  '120',
];
const other = ['bwa', 'bwa_other', '', '2020-01-01', 'no address', '1.0+galaxy@VERSION_SUFFIX@', '', 'iuc', `${FOLDER}/other/bwa`, '', EU, '', '0', '1', ''];
const intro = [
  'Assembly',
  'Intro to assembly',
  'https://training.galaxyproject.org//topics/assembly/tutorials/intro/tutorial.html',
  'Genomics',
  '2020-02-02',
  'True',
  'False',
  'bwa_other, Cut1',
  'UseGalaxy.eu, UseGalaxy.ca',
  '4032961',
];

describe('the Galaxy Codex', () => {
  test('suites of one name and two owners are two resources, with what names them and where they run', async () => {
    const { of, record, notes, whole } = await readAll(galaxyCodex, await folderWith({ 'tools.tsv': table(TOOLS, bwa, other) }));
    expect(of('tools').map(({ key }) => key)).toEqual([`tool/${FOLDER}/bwa`, `tool/${FOLDER}/other/bwa`]);
    expect(record(`tool/${FOLDER}/bwa`).description).toMatchObject({
      kind: 'tool',
      title: { en: 'bwa' },
      identifiers: [`${FOLDER}/bwa`, 'biotools:bwa'],
      aliases: ['galaxy-codex:suite/bwa', 'galaxy-codex:tool/bwa', 'galaxy-codex:tool/bwa_mem'],
      topics: ['Mapping', 'Genomics'],
      version: undefined,
      popularity: 120,
      links: [{ predicate: 'runs-on', target: 'galaxy-codex:server/usegalaxy.eu' }],
    });
    expect(record(`tool/${FOLDER}/other/bwa`).description).toMatchObject({
      version: '1.0',
      homepage: undefined,
      links: [{ predicate: 'runs-on', target: 'galaxy-codex:server/usegalaxy.org' }],
    });
    expect(notes.join()).toContain('"no address" is no web address');
    expect(whole).toEqual(['tools', 'workflows']);
  });

  test('a workflow is known by its address and says which tools it uses, and where it stands', async () => {
    const { of, record } = await readAll(galaxyCodex, await folderWith({ 'tools.tsv': table(TOOLS, bwa, other) }));
    expect(of('workflows')).toHaveLength(2);
    const { description } = record(`workflow/${EU}`);
    expect(description.title).toEqual({ en: 'Workflow 0a72d640d415e866 on UseGalaxy.eu: bwa', zh: 'UseGalaxy.eu 上的工作流 0a72d640d415e866：bwa' });
    expect(description.links).toEqual([
      { predicate: 'uses', target: `${FOLDER}/bwa` },
      { predicate: 'uses', target: `${FOLDER}/other/bwa` },
      { predicate: 'runs-on', target: 'galaxy-codex:server/usegalaxy.eu' },
    ]);
    expect(record(`workflow/${HUB}`).description).toMatchObject({ title: { en: 'Workflow 1259.2 in WorkflowHub: bwa' }, provider: { name: { en: 'WorkflowHub' } } });
  });

  test('a tutorial teaches the tools it lists and the suites that name it', async () => {
    const files = { 'tools.tsv': table(TOOLS, bwa, other), 'tutorials.tsv': table(TUTORIALS, intro) };
    const { record, of, whole } = await readAll(galaxyCodex, await folderWith(files));
    const { description } = record('tutorial/assembly/intro');
    expect(description).toMatchObject({
      kind: 'training-material',
      homepage: 'https://training.galaxyproject.org/topics/assembly/tutorials/intro/tutorial.html',
      issued: '2020-02-02',
      popularity: undefined,
    });
    expect(description.links).toEqual([
      { predicate: 'is-part-of', target: 'starter:galaxy-training-network' },
      { predicate: 'teaches', target: 'galaxy-codex:tool/bwa_other' },
      { predicate: 'teaches', target: 'galaxy-codex:tool/Cut1' },
      { predicate: 'teaches', target: `${FOLDER}/bwa` },
      { predicate: 'runs-on', target: 'galaxy-codex:server/usegalaxy.eu' },
      { predicate: 'runs-on', target: 'galaxy-codex:server/usegalaxy.ca' },
    ]);
    expect(of('servers').map(({ key }) => key)).toEqual(['server/usegalaxy.eu', 'server/usegalaxy.org', 'server/usegalaxy.ca']);
    expect(whole).toEqual(['tools', 'workflows', 'tutorials', 'servers']);
  });

  test('a row that cannot be read is named with its line, and spares what may have hung on it', async () => {
    const { rejections, of } = await readAll(galaxyCodex, await folderWith({ 'tools.tsv': `${table(TOOLS, bwa)}cut off\there\n${table(other)}` }));
    expect(of('tools')).toHaveLength(2);
    expect(rejections).toEqual([
      { record: 'tools.tsv line 3', field: '', reason: `has 2 fields where the header has ${TOOLS.length}`, collection: 'tools', derived: ['workflows', 'servers'] },
    ]);
  });

  test('another table is refused', async () => {
    const folder = await folderWith({ 'other.tsv': 'a\tb\n1\t2\n' });
    await expect(readAll(galaxyCodex, folder)).rejects.toThrow('holds neither tools.tsv nor tutorials.tsv');
  });

  test.each([
    ['1.2.3', '1.2.3'],
    ['@TOOL_VERSION@+galaxy@VERSION_SUFFIX@', undefined],
    ['3.0.2+galaxy@VERSION_SUFFIX@', '3.0.2'],
    ['0.@TOOL_VERSION@+galaxy@VERSION_SUFFIX@', undefined],
    ['@TOOL_VERSION@.3', undefined],
    ['', undefined],
  ])('of the version %s remains %s', (written, version) => expect(suiteVersion(written)).toBe(version));

  test('the parts of a suite are told apart', () => {
    expect(suiteTitle('qiime2', `${FOLDER}/suite_qiime2__dada2`)).toBe('qiime2 dada2');
    expect(suiteTitle('qiime2', `${FOLDER}/suite_qiime2_core__tools`)).toBe('qiime2 core tools');
    expect(suiteTitle('fastqc', `${FOLDER}/rgFastQC`)).toBe('fastqc');
  });

  onRealData('reads every row, workflow and link of the real tables', 'galaxy-codex', async (folder) => {
    const { of, rejections, whole, records } = await readAll(galaxyCodex, folder);
    // Counted from the text itself: no quotation mark of the real file hides a tab, only line ends.
    const text = await readFile(join(folder, 'tools.tsv'), 'utf8');
    const header = text.slice(0, text.indexOf('\n')).split('\t');
    const [workflow, name, source, tutorial] = ['Related Workflows', 'Suite ID', 'Suite parsed folder', 'Related Tutorials'].map((column) => header.indexOf(column));
    const rows = text
      .slice(text.indexOf('\n') + 1)
      .replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replaceAll('\n', ' '))
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t'));
    const pairs = rows.flatMap((row) =>
      row[workflow!]!.split(', ')
        .filter(Boolean)
        .map((address) => ({ address, name: row[name!]!, source: row[source!]! })),
    );
    expect(of('tools')).toHaveLength(rows.length);
    expect(rows).toHaveLength(1_832);
    expect(of('workflows')).toHaveLength(new Set(pairs.map(({ address }) => address)).size);
    expect(of('workflows')).toHaveLength(6_558);

    const uses = of('workflows').flatMap(({ key, description }) =>
      (description.links ?? []).filter(({ predicate }) => predicate === 'uses').map(({ target }) => ({ address: key.slice('workflow/'.length), target })),
    );
    expect(uses).toHaveLength(new Set(pairs.map(({ address, source }) => `${source} ${address}`)).size);
    expect(uses).toHaveLength(38_428);
    const nameOf = new Map(rows.map((row) => [row[source!]!, row[name!]!]));
    expect(new Set(uses.map(({ address, target }) => `${nameOf.get(target)} ${address}`)).size).toBe(37_936);
    expect(new Set(pairs.map((pair) => `${pair.name} ${pair.address}`)).size).toBe(37_936);

    const servers = header.filter((column) => column.startsWith('Number of tools on '));
    expect(servers).toHaveLength(26);
    // Two more are named by tutorials only.
    expect(of('servers')).toHaveLength(28);
    const runs = rows.reduce((sum, row) => sum + servers.filter((column) => Number(row[header.indexOf(column)]) > 0).length, 0);
    expect(of('tools').flatMap(({ description }) => description.links ?? [])).toHaveLength(runs);

    expect(of('tutorials')).toHaveLength(627);
    const suites = new Map(of('tools').map(({ key, description }) => [key.slice('tool/'.length), new Set([...(description.identifiers ?? []), ...(description.aliases ?? [])])]));
    const taught = new Map(
      of('tutorials').map(({ key, description }) => [
        key.slice('tutorial/'.length),
        (description.links ?? []).filter(({ predicate }) => predicate === 'teaches').map(({ target }) => target),
      ]),
    );
    for (const row of rows) {
      for (const tutorialName of row[tutorial!]!.split(', ').filter(Boolean)) expect(taught.get(tutorialName)!.some((target) => suites.get(row[source!]!)!.has(target))).toBe(true);
    }
    expect(rejections).toEqual([]);
    expect(new Set(records.map(({ key }) => key)).size).toBe(records.length);
    expect(whole).toEqual(['tools', 'workflows', 'tutorials', 'servers']);
  });
});
