import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Description } from '../../catalogue/index.ts';
import { readAll } from '../testing/read-all.ts';
import { onRealData } from '../testing/shared-data.ts';
import { rdmkit } from './index.ts';
import { kindOf } from './kind.ts';

async function site(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'biotope-rdmkit-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const LIST = `
- { id: zenodo, name: Zenodo, description: Generalist research data repository., url: 'https://zenodo.org', registry: { fairsharing: wy4egf, biotools: NA } }
- { id: fiji, name: Fiji, description: Image processing package., url: 'https://fiji.sc', registry: { biotools: fiji, tess: Fiji } }
- { name: Nameless }
`;

describe('RDMkit', () => {
  test('a resource keeps what the registries call it, NA apart', async () => {
    const { record, rejections } = await readAll(rdmkit, await site({ '_data/tool_and_resource_list.yml': LIST }));
    expect(record('zenodo').description).toMatchObject({ kind: 'database', identifiers: ['fairsharing:wy4egf'], aliases: [], homepage: 'https://zenodo.org' });
    expect(record('fiji').description).toMatchObject({ kind: 'tool', identifiers: ['biotools:fiji'], aliases: ['tess:Fiji'] });
    expect(rejections).toEqual([{ record: '_data/tool_and_resource_list.yml entry 3', field: 'id', reason: 'is no text', key: undefined, collection: 'resources' }]);
  });

  test('a page mentions the tools its text names and is related to other pages', async () => {
    const page =
      '---\ntitle: Bioimaging\npage_id: imaging\nrelated_pages:\n  Your_tasks: [storage]\n---\n\n## What is it?\n\nImages of cells and tissues, taken with {% tool "fiji" %} or [others](https://example.org), need care.\n\n{%tool "zenodo" %} and {% tool "fiji" %}\n';
    const { record } = await readAll(rdmkit, await site({ 'pages/your_domain/bioimaging_data.md': page }));
    expect(record('page/bioimaging_data').description).toMatchObject({
      kind: 'training-material',
      title: { en: 'Bioimaging' },
      homepage: 'https://rdmkit.elixir-europe.org/bioimaging_data',
      aliases: ['rdmkit:page/imaging'],
      links: [
        { predicate: 'is-part-of', target: 'starter:rdmkit' },
        { predicate: 'mentions', target: 'rdmkit:fiji' },
        { predicate: 'mentions', target: 'rdmkit:zenodo' },
        { predicate: 'related-to', target: 'rdmkit:page/storage' },
      ],
    });
    expect(record('page/bioimaging_data').description.description!['en']).toBe('Images of cells and tissues, taken with or others, need care.');
  });

  test('templates, pages about the site and pages without title are accounted for', async () => {
    const files = {
      'pages/your_domain/TEMPLATE_x.md': '---\ntitle: X\n---\n',
      'pages/about/news.md': '---\ntitle: News\n---\n',
      'pages/your_tasks/a.md': '---\npage_id: a\n---\n',
      'pages/your_tasks/b.md': 'no front matter',
      'pages/your_tasks/c.md': '---\ntitle: "open\n---\n',
      'README.md': 'no page',
    };
    const { records, rejections } = await readAll(rdmkit, await site(files));
    expect(records).toEqual([]);
    expect(rejections.map(({ record, reason }) => [record, reason.slice(0, 30)])).toEqual([
      ['pages/about/news.md', 'is about the RDMkit site itsel'],
      ['pages/your_domain/TEMPLATE_x.md', 'is a template for authors, no '],
      ['pages/your_tasks/a.md', 'has no title'],
      ['pages/your_tasks/b.md', 'has no front matter'],
      ['pages/your_tasks/c.md', 'has front matter that is no va'],
    ]);
  });

  test.each([
    ['Ontobee', 'A web portal to search and visualise ontologies', 'service'],
    ['EDAM ontology', 'EDAM is a structured ontology of key concepts', 'ontology'],
    ['MIAPPE', 'MIAPPE is an open and community-driven data standard designed to harmonise data', 'standard'],
    ['VCF', 'A common file format that contains information about variants', 'standard'],
    ['DrugBank', 'Comprehensive database containing information on drugs', 'database'],
    ['Snakemake', 'Snakemake is a framework for data analysis workflow execution', 'tool'],
    ['Common Workflow Language (CWL)', 'An open standard for describing workflows that are build from command line tools', 'standard'],
    ['SeaFile', 'SeaFile File Synchronisation and Share Solution', 'service'],
  ])('%s is told by what its description calls it', (name, description, kind) => expect(kindOf(name, description, { biotools: false, fairsharing: false })).toBe(kind));

  onRealData('accounts for every resource, page and mention of the real site', 'rdmkit', async (folder) => {
    const { of, record, rejections, records, whole } = await readAll(rdmkit, folder);
    const list = await readFile(join(folder, 'tool_and_resource_list.yml'), 'utf8');
    expect(of('resources')).toHaveLength(list.match(/^- /gm)!.length);
    expect(of('resources')).toHaveLength(633);
    const pages: string[] = [];
    for await (const path of glob('pages/**/*.md', { cwd: folder })) pages.push(path);
    expect(pages).toHaveLength(133);
    expect(of('pages').length + rejections.length).toBe(pages.length);
    expect(rejections.every(({ reason }) => /template|about the RDMkit site/.test(reason))).toBe(true);
    for (const path of pages) {
      if (/TEMPLATE|\/about\/|\/contribute\//.test(path)) continue;
      const tags = new Set([...(await readFile(join(folder, path), 'utf8')).matchAll(/\{%\s*tool\s+"([^"]+)"/g)].map((match) => `rdmkit:${match[1]}`));
      const mentions = record(`page/${path.split('/').at(-1)!.replace('.md', '')}`)
        .description.links!.filter(({ predicate }) => predicate === 'mentions')
        .map(({ target }) => target);
      expect(new Set(mentions).isSupersetOf(tags), path).toBe(true);
    }
    for (const { key, description } of records) expect(Description.safeParse(description).error?.issues, key).toBeUndefined();
    expect(whole).toEqual(['resources', 'pages']);
  });
});
