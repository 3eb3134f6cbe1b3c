import type { DescriptionInput, Kind } from '../../catalogue/index.ts';
import { doiIn, statedIdentifier } from '../stated-identifiers.ts';
import { clip, isAddress } from '../text.ts';
import type { Entity, Value } from './read-entities.ts';
import { statedIn } from './read-parties.ts';
import { kindOf } from './read-kinds.ts';
import { addressOf, valuesOf, wordOf } from './read-values.ts';

type Link = NonNullable<DescriptionInput['links']>[number];
type Publication = NonNullable<DescriptionInput['publications']>[number];

/** The name by which another record is linked to: an identifier it states, else its address. */
export function targetOf(value: Value): string | undefined {
  if ('text' in value) return statedIdentifier(value.text) ?? (isAddress(value.text) ? value.text : undefined);
  const stated = statedIn(value.entity)
    .flatMap((text) => statedIdentifier(text) ?? [])
    .at(0);
  return stated ?? addressOf(value);
}

/** Properties that are links whatever the kind of resource. */
const ALWAYS: [string, Link['predicate']][] = [
  ['isPartOf', 'is-part-of'],
  ['includedInDataCatalog', 'is-part-of'],
  ['applicationSuite', 'is-part-of'],
  ['softwareRequirements', 'depends-on'],
  ['requirements', 'depends-on'],
  ['dependencies', 'depends-on'],
  ['supersededBy', 'replaced-by'],
  ['mentions', 'mentions'],
  ['isBasedOn', 'related-to'],
  ['isRelatedTo', 'related-to'],
  ['targetProduct', 'related-to'],
];

/** What a resource consists of is used by a workflow, and part of anything else: the part's own record says the latter. */
const OF_KIND: Partial<Record<Kind, [string, Link['predicate']][]>> = {
  workflow: [['hasPart', 'uses']],
  'training-material': [
    ['teaches', 'teaches'],
    ['about', 'teaches'],
  ],
  course: [
    ['teaches', 'teaches'],
    ['about', 'teaches'],
  ],
};
/** Of these values only resources are links; words and terms are topics and keywords. */
const ONLY_RESOURCES = new Set(['about', 'teaches', 'mentions', 'hasPart']);

const isResource = (value: Value): boolean => 'entity' in value && kindOf(value.entity) !== undefined;

export function linksOf(entity: Entity, kind: Kind): Link[] {
  const links = new Map<string, Link>();
  for (const [property, predicate] of [...ALWAYS, ...(OF_KIND[kind] ?? [])]) {
    for (const value of valuesOf(entity, property)) {
      if (ONLY_RESOURCES.has(property) && !isResource(value)) continue;
      if ('entity' in value && value.entity === entity) continue;
      const target = targetOf(value);
      if (target && target.length <= 4_000) links.set(`${predicate} ${target}`, { predicate, target });
    }
  }
  return [...links.values()];
}

const PUBMED = /^(?:pubmed|pmid):?\s*(\d+)$/i;
const PMC = /^(?:pmc|pmcid):?\s*(?:PMC)?(\d+)$/i;

function publicationOf(value: Value): Publication | undefined {
  const stated = 'text' in value ? [value.text] : statedIn(value.entity);
  const doi = stated.flatMap((text) => doiIn(text) ?? []).at(0);
  const pubmed = stated.flatMap((text) => PUBMED.exec(text)?.[1] ?? []).at(0);
  const pmc = stated.flatMap((text) => PMC.exec(text)?.[1] ?? []).at(0);
  const address = addressOf(value);
  const url = pubmed
    ? `https://pubmed.ncbi.nlm.nih.gov/${pubmed}/`
    : pmc
      ? `https://www.ncbi.nlm.nih.gov/pmc/articles/PMC${pmc}/`
      : address && doiIn(address) === undefined && !address.startsWith('ftp:')
        ? address
        : undefined;
  const said = 'text' in value ? (doi || url ? undefined : value.text) : (wordOf(value) ?? valuesOf(value.entity, 'headline').flatMap((it) => ('text' in it ? it.text : []))[0]);
  if (!doi && !url && !said) return undefined;
  return { doi, url, title: said && clip(said, 1_000) };
}

/** Each publication once, by DOI, address or title. A cited resource is a link, not a publication. */
export function publicationsOf(values: Value[]): Publication[] {
  const publications = new Map<string, Publication>();
  for (const publication of values.filter((value) => !isResource(value)).flatMap((value) => publicationOf(value) ?? [])) {
    publications.set((publication.doi ?? publication.url ?? publication.title ?? '').toLowerCase(), publication);
  }
  return [...publications.values()];
}
