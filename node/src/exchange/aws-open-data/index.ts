import { invalid, reasonOf } from '../../kernel/errors.ts';
import type { Entry, Input } from '../input/input.ts';
import type { ReadItem, ReadRejection, ReadReport, Source, SourceSettings } from '../source.ts';
import { parseYaml } from '../yaml.ts';
import { datasetRecord, tagsOf } from './dataset.ts';
import { Dataset } from './shape.ts';
import { gatherWorks, noWorks, workRecords } from './works.ts';

/** Other YAML files of the registry, which describe no dataset. */
const NOT_DATASETS = /^(services|tags|resources|collabs|adx_categories|regions)\.ya?ml$/i;
const DERIVED = ['tutorials', 'applications'];

/** The slug of a dataset's file: one in a folder `datasets`, or at the top of what was given. */
function slugOf(path: string): string | undefined {
  const [name = '', folder] = path.split('/').reverse();
  if (!/\.ya?ml$/i.test(name) || (folder !== undefined && folder !== 'datasets')) return undefined;
  if (folder === undefined && NOT_DATASETS.test(name)) return undefined;
  return name.replace(/\.ya?ml$/i, '');
}

async function readDataset(entry: Entry, slug: string): Promise<Dataset | ReadRejection> {
  const rejection = (field: string, reason: string): ReadRejection => ({ record: slug, field, reason, key: slug, collection: 'datasets', derived: DERIVED });
  let text: string;
  try {
    text = await entry.text();
  } catch (error) {
    if ((error as { code?: string }).code !== 'invalid') throw error;
    return rejection('', reasonOf(error));
  }
  const parsed = parseYaml(text);
  if ('reason' in parsed) return rejection('', `is no valid YAML: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}`);
  const checked = Dataset.safeParse(parsed.value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  return rejection(issue!.path.join('.'), issue!.message);
}

async function* read(input: Input, report: ReadReport, settings: SourceSettings): AsyncGenerator<ReadItem> {
  const works = noWorks();
  const only = settings.onlyTags?.map((tag) => tag.toLowerCase());
  let records = 0;
  let datasets = 0;
  for await (const entry of input.entries()) {
    const slug = slugOf(entry.path);
    if (slug === undefined) continue;
    datasets++;
    records++;
    const dataset = await readDataset(entry, slug);
    if ('reason' in dataset) {
      yield { rejection: dataset };
      continue;
    }
    if (only && !tagsOf(dataset).some((tag) => only.includes(tag.toLowerCase()))) {
      yield { rejection: { record: slug, field: 'Tags', reason: `outside this node's scope: has none of the tags ${settings.onlyTags!.join(', ')}` } };
      continue;
    }
    yield { record: datasetRecord(slug, dataset, report.note) };
    for (const item of gatherWorks(slug, dataset, works)) {
      records++;
      yield item;
    }
  }
  if (datasets === 0) throw invalid(`${input.address} holds no dataset of the registry (a YAML file in a folder "datasets")`);
  report.expect(records + works.tutorials.size + works.applications.size);
  yield* workRecords(works);
  if (input.shape === 'folder') for (const collection of ['datasets', ...DERIVED]) report.whole(collection);
}

/** The Registry of Open Data on AWS: datasets, and the tutorials and applications made of them. */
export const awsOpenData: Source = {
  id: 'aws-open-data',
  title: { en: 'Registry of Open Data on AWS', zh: 'AWS 开放数据注册库' },
  description: {
    en: 'Open datasets hosted on Amazon Web Services, with where they lie, who keeps them and on what terms, and the tutorials and applications made of them. A good quarter concern the life sciences.',
    zh: '存放于亚马逊云科技（AWS）的开放数据集，含存储位置、维护方和使用条款，以及基于这些数据的教程和应用；其中四分之一多与生命科学有关。',
  },
  homepage: 'https://registry.opendata.aws/',
  licence: { id: 'Apache-2.0', name: 'Apache License 2.0; each dataset has its own terms', url: 'https://github.com/awslabs/open-data-registry/blob/main/LICENSE' },
  defaultAddress: 'https://codeload.github.com/awslabs/open-data-registry/tar.gz/refs/heads/main',
  schedule: '17 2 * * 2',
  target: 'catalogue',
  version: 1,
  read,
};
