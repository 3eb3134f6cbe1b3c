import type { SourceRecord } from '../../catalogue/index.ts';
import { clip, isAddress, named } from '../text.ts';
import type { ReadItem } from '../source.ts';
import type { Dataset, Work } from './shape.ts';

/** Where a tutorial or an application stands: several datasets may name the same one. */
interface Gathered {
  work: Work;
  datasets: { slug: string; name: string }[];
}

/** Tutorials and applications named so far, by address. */
export interface Works {
  tutorials: Map<string, Gathered>;
  applications: Map<string, Gathered>;
}

export const noWorks = (): Works => ({ tutorials: new Map(), applications: new Map() });

const SECTIONS = { Tutorials: 'tutorials', 'Tools & Applications': 'applications' } as const;

/** Notes what is made of a dataset; an entry whose address is none is rejected, for nobody could go there. */
export function* gatherWorks(slug: string, dataset: Dataset, works: Works): Generator<ReadItem> {
  for (const [section, collection] of Object.entries(SECTIONS) as [keyof typeof SECTIONS, 'tutorials' | 'applications'][]) {
    for (const [place, work] of (dataset.DataAtWork?.[section] ?? []).entries()) {
      const address = work.URL ?? '';
      if (!isAddress(address) || /\s/.test(address)) {
        yield {
          rejection: {
            record: `${slug}: ${work.Title ?? 'without title'}`,
            field: `DataAtWork.${section}.${place}.URL`,
            reason: address ? `"${address}" is no web address` : 'is empty',
          },
        };
        continue;
      }
      const known = works[collection].get(address);
      if (known) known.datasets.push({ slug, name: dataset.Name });
      else works[collection].set(address, { work, datasets: [{ slug, name: dataset.Name }] });
    }
  }
}

const NAMES = 5;
/** Articles and films that show a use; an application can be used itself. */
const ARTICLE = /^https?:\/\/(aws\.amazon\.com\/([a-z_]+\/)?blogs\/|(www\.)?youtube\.com\/|youtu\.be\/|(dx\.)?doi\.org\/|medium\.com\/|[\w-]+\.medium\.com\/)/i;

function recordOf(collection: keyof Works, address: string, { work, datasets }: Gathered): SourceRecord {
  const names = named([...new Set(datasets.map(({ name }) => name))], NAMES);
  const isTutorial = collection === 'tutorials' || ARTICLE.test(address);
  const slugs = [...new Set(datasets.map(({ slug }) => slug))];
  return {
    key: `${collection === 'tutorials' ? 'tutorial' : 'application'}/${address}`,
    collection,
    description: {
      kind: isTutorial ? 'training-material' : 'tool',
      title: { en: clip(work.Title ?? address, 1_000) },
      description: isTutorial
        ? { en: `Shows how to use open data on AWS: ${names.en}.`, zh: `介绍如何使用 AWS 上的开放数据：${names.zh}。` }
        : { en: `A tool or application that uses open data on AWS: ${names.en}.`, zh: `使用 AWS 上开放数据的工具或应用：${names.zh}。` },
      aliases: [address],
      homepage: address,
      keywords: work.Services?.map((service) => clip(service, 300)) ?? [],
      contacts: work.AuthorName ? [{ name: clip(work.AuthorName, 500), url: work.AuthorURL && isAddress(work.AuthorURL) ? work.AuthorURL : undefined }] : [],
      endpoints: work.NotebookURL && isAddress(work.NotebookURL) ? [{ url: work.NotebookURL, type: 'source-code', description: 'Notebook' }] : [],
      links: slugs.map((slug) => ({ predicate: collection === 'tutorials' ? 'teaches' : 'uses', target: `aws-open-data:${slug}` })),
    },
  };
}

export function* workRecords(works: Works): Generator<ReadItem> {
  for (const collection of ['tutorials', 'applications'] as const) {
    for (const [address, gathered] of works[collection]) yield { record: recordOf(collection, address, gathered) };
  }
}
