import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CORE_SCHEMA, load } from 'js-yaml';
import { Description } from '../../catalogue/index.ts';
import { readAll } from '../testing/read-all.ts';
import { onRealData } from '../testing/shared-data.ts';
import { awsOpenData } from './index.ts';

async function registry(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'biotope-aws-'));
  await mkdir(join(folder, 'datasets'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, 'datasets', name), content);
  return folder;
}

const GENOMES = `
Name: Genomes
Description: Many genomes
Documentation: "[Guide](https://example.org/guide)"
Contact: See https://example.org/help or write to help@example.org.
ManagedBy: "[NIH](https://www.nih.gov/)"
UpdateFrequency: Daily
Tags: [life sciences, bioinformatics, vcf]
License: "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"
Resources:
  - { Description: Calls, ARN: 'arn:aws:s3:::genomes/calls', Region: us-east-1, Type: S3 Bucket, RequesterPays: true }
  - { Description: News, ARN: 'arn:aws:sns:us-east-1:1:news', Region: us-east-1, Type: SNS Topic }
  - { Description: Gated, ARN: 'arn:aws:s3:::gated', Region: us-east-1, Type: S3 Bucket, ControlledAccess: 'https://example.org/apply' }
DataAtWork:
  Tutorials:
    - { Title: First steps, URL: 'https://example.org/steps', AuthorName: A. Author }
    - { Title: Nowhere, URL: 'example.org/nowhere' }
  Tools & Applications:
    - { Title: Viewer, URL: 'https://example.org/viewer' }
  Publications:
    - { Title: The paper, URL: 'https://doi.org/10.1000/xyz' }
`;
const OTHER = `
Name: Other
Tags: [climate]
License: Ask us
Deprecated: true
DeprecatedNotice: Gone elsewhere
Resources: []
DataAtWork: { Tutorials: [{ Title: First steps again, URL: 'https://example.org/steps' }] }
`;

describe('the Registry of Open Data on AWS', () => {
  test('a dataset says where it lies, who keeps it, on what terms, and what was made of it', async () => {
    const { record, rejections, whole } = await readAll(awsOpenData, await registry({ 'genomes.yaml': GENOMES, 'other.yaml': OTHER }));
    const { description } = record('genomes');
    expect(Description.safeParse(description).error?.issues).toBeUndefined();
    expect(description).toMatchObject({
      kind: 'dataset',
      homepage: 'https://example.org/guide',
      topics: ['bioinformatics'],
      formats: ['vcf'],
      keywords: ['life sciences', 'update frequency: Daily'],
      provider: { name: { en: 'NIH' }, url: 'https://www.nih.gov/' },
      contacts: [{ email: 'help@example.org' }, { url: 'https://example.org/help' }],
      licence: { id: 'CC-BY-4.0' },
      access: { level: 'controlled', url: 'https://example.org/apply' },
      publications: [{ doi: '10.1000/xyz', url: 'https://doi.org/10.1000/xyz', title: 'The paper' }],
      status: 'published',
    });
    expect(description.distributions!.map(({ url }) => url)).toEqual(['s3://genomes/calls', 'arn:aws:sns:us-east-1:1:news', 's3://gated/']);
    expect(description.access!.conditions!['en']).toBe('Access must be granted (1 of 3 places). The requester pays for requests and transfer (1 of 3 places).');
    expect(record('tutorial/https://example.org/steps').description.links).toEqual([
      { predicate: 'teaches', target: 'aws-open-data:genomes' },
      { predicate: 'teaches', target: 'aws-open-data:other' },
    ]);
    expect(record('application/https://example.org/viewer').description).toMatchObject({ kind: 'tool', links: [{ predicate: 'uses', target: 'aws-open-data:genomes' }] });
    expect(record('other').description).toMatchObject({ status: 'deprecated', statusReason: 'Gone elsewhere', licence: { name: 'Ask us' } });
    expect(rejections).toEqual([{ record: 'genomes: Nowhere', field: 'DataAtWork.Tutorials.1.URL', reason: '"example.org/nowhere" is no web address' }]);
    expect(whole).toEqual(['datasets', 'tutorials', 'applications']);
  });

  test('a file that is no YAML, no text or no dataset is rejected by itself, with the place', async () => {
    const folder = await registry({
      'broken.yaml': 'Name: "open\nTags: []\n',
      'list.yaml': '- a\n',
      'tags.yaml': 'Name: X\nTags: 7\n',
      'good.yaml': OTHER,
      'bomb.yaml': `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((name, place) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefg'[place]}`).join(',')}]`)
        .join('\n')}\n`,
    });
    await writeFile(join(folder, 'datasets', 'binary.yaml'), Buffer.from([0x4e, 0xff, 0x00]));
    const { rejections, records } = await readAll(awsOpenData, folder);
    expect(records.map(({ key }) => key)).toContain('good');
    const reasons = Object.fromEntries(rejections.map(({ record, field, reason }) => [record, `${field}: ${reason}`]));
    expect(reasons['broken']).toMatch(/is no valid YAML: line 2, column 1: deficient indentation/);
    expect(reasons['list']).toMatch(/expected object/i);
    expect(reasons['tags']).toMatch(/^Tags: is no list/);
    expect(reasons['binary']).toMatch(/is no UTF-8 text/);
    expect(reasons['bomb']).toMatch(/alias/i);
  });

  test('a node may keep to some tags: the rest is rejected as outside its scope, in silence never', async () => {
    const { records, rejections } = await readAll(awsOpenData, await registry({ 'genomes.yaml': GENOMES, 'other.yaml': OTHER }), { onlyTags: ['Life Sciences'] });
    expect(records.map(({ key }) => key)).not.toContain('other');
    expect(rejections).toContainEqual({ record: 'other', field: 'Tags', reason: "outside this node's scope: has none of the tags Life Sciences" });
  });

  test('a single file says nothing of the other datasets', async () => {
    const folder = await registry({ 'genomes.yaml': GENOMES });
    expect((await readAll(awsOpenData, join(folder, 'datasets', 'genomes.yaml'))).whole).toEqual([]);
  });

  onRealData('accounts for every dataset of the real registry', 'aws-open-data', async (folder) => {
    const files = await readdir(join(folder, 'datasets'));
    const invalid: string[] = [];
    const tutorials = new Set<string>();
    for (const file of files) {
      const text = await readFile(join(folder, 'datasets', file), 'utf8');
      try {
        const document = load(text, { schema: CORE_SCHEMA }) as { DataAtWork?: { Tutorials?: { URL: string }[] } };
        for (const { URL: url } of document.DataAtWork?.Tutorials ?? []) if (!/\s/.test(url.trim())) tutorials.add(url.trim());
      } catch {
        invalid.push(file.replace('.yaml', ''));
      }
    }
    const { of, rejections, records } = await readAll(awsOpenData, folder);
    expect(files).toHaveLength(1_190);
    expect(rejections.filter(({ collection }) => collection === 'datasets').map(({ record }) => record)).toEqual(invalid);
    expect(of('datasets')).toHaveLength(files.length - invalid.length);
    expect(
      of('tutorials')
        .map(({ key }) => key.slice('tutorial/'.length))
        .toSorted(),
    ).toEqual([...tutorials].toSorted());
    expect(of('applications').length).toBeGreaterThan(600);
    for (const { key, description } of records) expect(Description.safeParse(description).error?.issues, key).toBeUndefined();
    const lifeScience = await readAll(awsOpenData, folder, { onlyTags: ['life sciences'] });
    expect(lifeScience.of('datasets').length).toBeGreaterThan(250);
    expect(lifeScience.of('datasets').length + lifeScience.rejections.filter(({ field }) => field === 'Tags').length + invalid.length).toBe(1_190);
  });
});
