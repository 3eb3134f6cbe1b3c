import { LIMITS, type DescriptionInput, type SourceRecord } from '../../catalogue/index.ts';
import { licenceOf } from '../licences.ts';
import { addressesIn, clip, isAddress } from '../text.ts';
import { accessOf, distributionOf, explorersOf } from './locations.ts';
import { contactsOf, providerOf } from './people.ts';
import type { Dataset, Work } from './shape.ts';
import { isFormat, isTopic } from './tags.ts';

const REGISTRY = 'https://registry.opendata.aws/';
const SHORT_FREQUENCY = 60;
/** Some entries string together the descriptions of hundreds of products; beyond this it is no description any more. */
const LONGEST_CLIPPED = 1_000_000;
const DOI = /^https?:\/\/(?:dx\.)?doi\.org\/(10\.\d{4,9}\/\S+)$/i;

function publicationOf(work: Work): NonNullable<DescriptionInput['publications']>[number] | undefined {
  const url = work.URL && isAddress(work.URL) ? work.URL : undefined;
  if (!url && !work.Title) return undefined;
  return { doi: url && DOI.exec(url)?.[1], url, title: work.Title && clip(work.Title, 1_000) };
}

export const tagsOf = (dataset: Dataset): string[] => [...new Set([...(dataset.Tags ?? []), ...Object.values(dataset.Collabs ?? {}).flatMap((collab) => collab?.Tags ?? [])])];

function descriptionOf(slug: string, text: string | undefined, note: (text: string) => void): { en: string } | undefined {
  if (!text) return undefined;
  if (text.length <= LIMITS.description || text.length > LONGEST_CLIPPED) return { en: text };
  note(`${slug}: of its description, ${text.length} characters, the first ${LIMITS.description} were taken`);
  return { en: clip(text, LIMITS.description) };
}

/** A dataset of the registry; `slug` is its file's name and its place in the registry. */
export function datasetRecord(slug: string, dataset: Dataset, note: (text: string) => void): SourceRecord {
  const tags = tagsOf(dataset);
  const resources = dataset.Resources ?? [];
  const documentation = addressesIn(dataset.Documentation ?? '');
  const frequency = dataset.UpdateFrequency;
  const deprecated = dataset.DeprecatedNotice !== undefined || String(dataset.Deprecated ?? 'false').toLowerCase() === 'true';
  return {
    key: slug,
    collection: 'datasets',
    description: {
      kind: 'dataset',
      title: { en: dataset.Name },
      description: descriptionOf(slug, dataset.Description, note),
      identifiers: [`${REGISTRY}${slug}/`],
      homepage: documentation[0] ?? `${REGISTRY}${slug}/`,
      topics: tags.filter(isTopic),
      formats: tags.filter(isFormat),
      keywords: [...tags.filter((tag) => !isTopic(tag) && !isFormat(tag)), ...(frequency && frequency.length <= SHORT_FREQUENCY ? [`update frequency: ${frequency}`] : [])],
      provider: providerOf(dataset.ManagedBy),
      contacts: contactsOf(dataset.Contact),
      licence: licenceOf(dataset.License),
      access: resources.length > 0 ? accessOf(resources) : undefined,
      endpoints: [
        { url: `${REGISTRY}${slug}/`, type: 'web', description: 'Registry of Open Data on AWS' },
        ...documentation.slice(1).map((url) => ({ url, type: 'documentation' })),
        ...explorersOf(resources),
      ],
      distributions: resources.flatMap((resource) => distributionOf(resource) ?? []),
      publications: (dataset.DataAtWork?.Publications ?? []).flatMap((work) => publicationOf(work) ?? []),
      status: deprecated ? 'deprecated' : 'published',
      statusReason: deprecated ? clip(dataset.DeprecatedNotice ?? 'The registry marks this dataset as deprecated.', 4_000) : undefined,
      links: [{ predicate: 'is-part-of', target: 'starter:aws-open-data-registry' }],
    },
  };
}
