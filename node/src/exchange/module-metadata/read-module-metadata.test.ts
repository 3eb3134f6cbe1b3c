import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Description } from '../../catalogue/index.ts';
import { readAll } from '../testing/read-all.ts';
import { extensionsOf } from './read-formats.ts';
import { moduleMetadata } from './read-module-metadata.ts';

async function folder(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'biotope-modules-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

const TOOL = `
tools:
  - seqkitty:
      description: Works on sequence files.
      homepage: https://seqkitty.example.org
      documentation: https://seqkitty.example.org/manual
      tool_dev_url: https://github.com/example/seqkitty
      doi: 10.1093/bioinformatics/abc12
      licence: ["MIT"]
      identifier: biotools:seqkitty
`;

/** The newer form: tuples of elements in lists, outputs by channel. */
const SORT = `name: seqkitty_sort
description: Sorts sequences
keywords: [sort, fasta]
${TOOL}
input:
  - - meta: { type: map, description: Sample }
    - reads:
        type: file
        description: Sequences
        pattern: "*.{fa,fasta,fastq.gz}"
        ontologies: []
    - bam:
        type: file
        ontologies:
          - edam: http://edamontology.org/format_2572 # BAM
  - mode: { type: string, description: How, pattern: "fast|slow" }
output:
  sorted:
    - - meta: { type: map }
      - "\${prefix}.fa": { type: file, description: Sorted, pattern: "*.fa" }
  versions:
    - versions.yml: { type: file, pattern: versions.yml }
authors: ["@ada", "@bob"]
maintainers: ["@ada"]
`;

/** The older form: flat lists. */
const STATS = `name: seqkitty_stats
description: Counts sequences
keywords: [stats]
${TOOL.replace('description: Works on sequence files.', 'description: ""')}
input:
  - meta: { type: map }
  - reads: { type: file, pattern: "*.fastq.gz" }
output:
  - tsv: { type: file, pattern: "*.tsv" }
`;

describe('module metadata', () => {
  test('modules of either form say what they read and write, and lead to the tool they run', async () => {
    const { record, records, rejections, whole } = await readAll(
      moduleMetadata,
      await folder({
        'modules/nf-core/seqkitty/sort/meta.yml': SORT,
        'modules/nf-core/seqkitty/sort/environment.yml': 'channels: [bioconda]\ndependencies: ["bioconda::seqkitty=2.1", "conda-forge::pigz=2.8"]\n',
        'modules/nf-core/seqkitty/sort/main.nf': 'process {}',
        'modules/nf-core/seqkitty/stats/meta.yml': STATS,
        'subworkflows/nf-core/seq_all/meta.yml': 'name: seq_all\ndescription: Both\ncomponents: [seqkitty/sort, seqkitty/stats]\ninput: []\noutput: []\n',
      }),
    );
    expect(rejections).toEqual([]);
    expect(records).toHaveLength(4);
    expect(record('module/nf-core/seqkitty/sort').description).toMatchObject({
      kind: 'tool',
      title: { en: 'seqkitty_sort' },
      aliases: ['nf-core:module/seqkitty/sort'],
      homepage: 'https://nf-co.re/modules/seqkitty_sort/',
      reads: ['fa', 'fasta', 'fastq', 'edam:format_2572'],
      writes: ['fa'],
      keywords: ['sort', 'fasta', 'Nextflow'],
      contacts: [
        { name: '@ada', url: 'https://github.com/ada' },
        { name: '@bob', url: 'https://github.com/bob' },
      ],
      links: [{ predicate: 'uses', target: 'biotools:seqkitty' }],
    });
    expect(record('module/nf-core/seqkitty/stats').description).toMatchObject({ reads: ['fastq'], writes: ['tsv'] });
    expect(record('subworkflow/nf-core/seq_all').description).toMatchObject({
      kind: 'workflow',
      links: [
        { predicate: 'uses', target: 'nf-core:module/seqkitty/sort' },
        { predicate: 'uses', target: 'nf-core:module/seqkitty/stats' },
      ],
    });
    expect(record('tool/biotools:seqkitty').description).toMatchObject({
      kind: 'tool',
      description: { en: 'Works on sequence files.' },
      identifiers: ['biotools:seqkitty', 'bioconda:seqkitty'],
      homepage: 'https://seqkitty.example.org',
      licence: { id: 'MIT' },
      publications: [{ doi: '10.1093/bioinformatics/abc12' }],
      endpoints: [
        { url: 'https://seqkitty.example.org/manual', type: 'documentation' },
        { url: 'https://github.com/example/seqkitty', type: 'source-code' },
      ],
    });
    expect(whole.sort()).toEqual(['modules', 'tools']);
    for (const it of records) expect(Description.safeParse(it.description).error?.issues, it.key).toBeUndefined();
  });

  test.each([
    ['*.{bam,cram,sam}', ['bam', 'cram', 'sam']],
    ['*.{fa,fasta,fna}[.gz]', ['fa', 'fasta', 'fna']],
    ['*.{vcf,vcf.gz}', ['vcf']],
    ['*_R1.fastq.gz', ['fastq']],
    ['*', []],
    ['{a,b', []],
    ['*.{}', []],
  ])('the pattern %s names files that end in %j', (pattern, extensions) => expect(extensionsOf(pattern)).toEqual(extensions));

  test('containers of BioContainers and packages of Bioconda say which tool they hold', async () => {
    const { record, rejections, whole } = await readAll(
      moduleMetadata,
      await folder({
        'annotations.yaml': `
seqkitty:
  name: seqkitty
  description: Works on sequences
  home_url: https://seqkitty.example.org
  identifiers: ["biotools:seqkitty", "doi:10.1093/bioinformatics/abc12"]
  keywords: [Sequence]
  license: GPL-3.0-or-later
  total_pulls: 42
"bad name": { name: "a b", identifiers: [] }
`,
        'recipes/seqkitty/meta.yaml':
          'package: { name: seqkitty, version: "2.10" }\nabout: { home: "https://seqkitty.example.org", license: MIT License, summary: Sequences }\nextra: { identifiers: ["biotools:seqkitty", "doi:10.1/none"] }\n',
        'recipes/other/meta.yaml': '{% set version = "1" %}\npackage:\n  name: other\n  version: {{ version }}\n',
        'data/bioconda_third.yaml': 'name: third\nversion: 1.0\nbiotools_id: third\nlicense: GPL3\n',
      }),
    );
    expect(record('container/seqkitty').description).toMatchObject({
      identifiers: ['biotools:seqkitty'],
      popularity: 42,
      licence: { id: 'GPL-3.0-or-later' },
      publications: [{ doi: '10.1093/bioinformatics/abc12' }],
    });
    expect(record('package/seqkitty').description).toMatchObject({ identifiers: ['bioconda:seqkitty', 'biotools:seqkitty'], version: '2.10', licence: { id: 'MIT' } });
    expect(record('package/third').description).toMatchObject({ identifiers: ['bioconda:third', 'biotools:third'], licence: { name: 'GPL3' } });
    expect(rejections.map(({ record: at, reason }) => [at, reason])).toEqual([
      ['annotations.yaml bad name', expect.stringMatching(/no name of a container/)],
      ['recipes/other/meta.yaml', expect.stringMatching(/template/)],
    ]);
    expect(whole.sort()).toEqual(['containers', 'modules', 'packages', 'tools']);
  });

  test('wrong types in any field cost that field; what is no module is refused', async () => {
    const { records, rejections } = await readAll(
      moduleMetadata,
      await folder({
        'modules/nf-core/a/meta.yml':
          'name: a\ndescription: [x]\nkeywords: { a: 1 }\ntools: [7, { b: text }, { c: { licence: {}, doi: [] } }]\ninput: text\noutput: [[[[[[[[[[[]]]]]]]]]]]\nauthors: 7\n',
        'modules/nf-core/b/meta.yml': 'name: { x: 1 }\ninput: []\n',
        'modules/nf-core/c/meta.yml': '- a\n- b\n',
        'modules/nf-core/d/meta.yml': 'name: [\n',
        'modules/nf-core/e/meta.yml': `a: &a [x, x]\n${Array.from(
          { length: 40 },
          (_, at) =>
            `b${at}: &b${at} [${Array(10)
              .fill(at === 0 ? '*a' : `*b${at - 1}`)
              .join(', ')}]`,
        ).join('\n')}\n`,
      }),
    );
    expect(records.map(({ key }) => key)).toEqual(['module/nf-core/a', 'tool/c']);
    for (const it of records) expect(Description.safeParse(it.description).error?.issues, it.key).toBeUndefined();
    expect(rejections.map(({ record, field }) => [record, field])).toEqual([
      ['modules/nf-core/b/meta.yml', 'name'],
      ['modules/nf-core/c/meta.yml', ''],
      ['modules/nf-core/d/meta.yml', ''],
      ['modules/nf-core/e/meta.yml', ''],
    ]);
    await expect(readAll(moduleMetadata, await folder({ 'readme.md': 'x' }))).rejects.toThrow(/holds no module metadata/);
  });
});
