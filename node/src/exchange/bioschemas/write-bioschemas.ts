import type { Format } from '../format.ts';
import { members, oneOrMany } from '../writing/json-document.ts';
import { CONTEXT } from './profiles.ts';
import { describeCatalogue } from './write-catalogue.ts';
import { describeResource } from './write-resource.ts';

/** Bioschemas: schema.org as life science uses it. Many resources stand in one graph; that of the whole begins with the catalogue. */
export const bioschemas: Format = {
  id: 'bioschemas',
  title: { en: 'Bioschemas (JSON-LD)', zh: 'Bioschemas（JSON-LD）' },
  mediaType: 'application/ld+json',
  profile: 'https://bioschemas.org/profiles/',
  extension: 'jsonld',
  scope: 'many',
  covers: () => true,
  write: (pages, context, about) =>
    oneOrMany(
      pages,
      about,
      (resource) => ({ '@context': CONTEXT, ...describeResource(resource, context) }),
      async function* (all) {
        yield `{"@context":${JSON.stringify(CONTEXT)},"@graph":[\n`;
        if (about.whole) yield `${JSON.stringify(describeCatalogue(context))},\n`;
        yield* members(all, (resource) => describeResource(resource, context));
        yield '\n]}\n';
      },
    ),
};
