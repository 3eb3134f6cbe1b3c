import type { CSL, CSLType } from '@citation-js/core';
import type { Kind, ResourceView } from '../../catalogue/index.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import { creatorsOf, providerOf } from '../writing/agents.ts';
import { doiOf, webAddress } from '../writing/identifiers.ts';
import { english, oneLine } from '../writing/text.ts';

/** A citation as the Citation Style Language has it (CSL 1.0.2, `csl-data.json`), of the parts a resource has. */
export type CslItem = CSL & { id: string; title: string; URL: string };

const TYPE: Partial<Record<Kind, CSLType>> = {
  dataset: 'dataset',
  database: 'dataset',
  'sample-collection': 'dataset',
  tool: 'software',
  workflow: 'software',
  model: 'software',
  standard: 'standard',
};

/** As an ISO 8601 date tells it: year, month and day, as far as it goes. */
const parts = (date: string) => date.slice(0, 10).split('-').map(Number) as [number] | [number, number] | [number, number, number];

/** Where the thing itself is: by its DOI, else its home page, else its description here. */
export function citedAddress(resource: ResourceView): string {
  const doi = doiOf(resource);
  return (doi && webAddress(`https://doi.org/${doi}`)) ?? webAddress(resource.homepage) ?? resource.url;
}

/**
 * The resource as something to cite. Sources state no authors of resources: the provider stands for them, else the
 * named contacts. Names are not taken apart; which part is the family's nobody said.
 */
export function cslItem(resource: ResourceView, genre?: string): CslItem {
  const authors = creatorsOf(resource);
  const provider = providerOf(resource);
  const doi = doiOf(resource);
  return {
    id: resource.id,
    type: TYPE[resource.kind] ?? 'webpage',
    title: oneLine(english(resource.title)),
    ...(authors.length > 0 ? { author: authors.map(({ name }) => ({ literal: oneLine(name) })) } : {}),
    ...(resource.issued ? { issued: { 'date-parts': [parts(resource.issued)] } } : {}),
    ...(provider ? { publisher: oneLine(provider.name) } : {}),
    ...(resource.version ? { version: oneLine(resource.version) } : {}),
    ...(genre ? { genre } : {}),
    ...(doi ? { DOI: doi } : {}),
    URL: citedAddress(resource),
    ...(citedAddress(resource) === resource.url ? {} : { note: `Described at ${resource.url}` }),
  };
}

/** Names of those to credit, in a language. */
export const creditedIn = (resource: ResourceView, language: string): string[] =>
  creatorsOf(resource).map(({ name, names }) => oneLine(names ? inLanguage(names, language) : name));
