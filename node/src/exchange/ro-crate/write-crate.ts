import type { Outgoing } from '../../catalogue/index.ts';
import { CONFORMS_TO } from '../bioschemas/profiles.ts';
import { describeResource } from '../bioschemas/write-resource.ts';
import type { Properties } from '../bioschemas/write-values.ts';
import type { WritingContext } from '../format.ts';
import { licenceAddress, licenceName } from '../writing/licence.ts';
import { clip } from '../text.ts';
import { descriptionOf, english, NO_ASSERTION } from '../writing/text.ts';
import { flatten, type Entity } from './flatten.ts';

/** As many neighbours are described in full; further ones are named. */
const MOST_NEIGHBOURS = 50;

/**
 * A detached crate of one resource and those its links lead to. The root is the crate, a dataset of descriptions; the
 * resource is its main entity and keeps its own type and address, as does every neighbour, organisation, person, term
 * and file: flattened, each an entity of its own, linked by `@id` (RO-Crate 1.1 and 1.2, root data entity).
 */
export async function crateOf(resource: Outgoing, context: WritingContext, version: '1.1' | '1.2'): Promise<object> {
  const ids = [...new Set(resource.linked.map(({ object }) => object.id))].filter((id) => id !== resource.id).slice(0, MOST_NEIGHBOURS);
  const neighbours = ids.length > 0 ? await context.resources(ids) : [];
  const described = [resource, ...neighbours];
  const entities = flatten(described.map((it) => ofRoCrate(it, describeResource(it, context))));
  const licence = licenceEntity(resource);
  const title = english(resource.title);
  return {
    '@context': [`https://w3id.org/ro/crate/${version}/context`, { Sample: 'https://bioschemas.org/Sample' }],
    '@graph': [
      { '@id': 'ro-crate-metadata.json', '@type': 'CreativeWork', about: { '@id': './' }, conformsTo: { '@id': `https://w3id.org/ro/crate/${version}` } },
      {
        '@id': './',
        '@type': 'Dataset',
        name: `${title}: description and neighbourhood`,
        description: clip(
          `${title} and the ${neighbours.length} resources it is linked to, as ${english(context.node.name)} describes them. ${descriptionOf(resource, 2_000)}`,
          2_500,
        ),
        datePublished: resource.updated.slice(0, 10),
        license: { '@id': licence['@id'] },
        url: `${resource.url}`,
        mainEntity: { '@id': resource.url },
        // Every dataset among them is a data entity, which must be a part of the root.
        hasPart: references(entities.filter(isDataset).map((entity) => entity['@id'])),
        mentions: references(described.map(({ url }) => url)),
      },
      licence,
      ...entities.filter((entity) => entity['@id'] !== licence['@id']),
    ],
  };
}

const references = (ids: string[]) => [...new Set(ids)].map((id) => ({ '@id': id }));

const isDataset = ({ '@type': types }: Entity) => [types].flat().includes('Dataset');

/** The crate's own context has a short name for `conformsTo`, and asks for licences as entities. */
function ofRoCrate(resource: Outgoing, { [CONFORMS_TO]: profile, license, ...rest }: Properties): Properties {
  return {
    ...rest,
    ...(profile ? { conformsTo: profile } : {}),
    license: typeof license === 'string' ? { '@id': license, '@type': 'CreativeWork', name: clip(licenceName(resource) ?? license, 500) } : license,
  };
}

/**
 * The crate demands a licence. It is that of the resource: what the crate holds beside is a catalogue's facts. Where none
 * is stated, an entity says that nobody asserts one.
 */
function licenceEntity(resource: Outgoing): Entity {
  const address = licenceAddress(resource);
  const name = licenceName(resource);
  if (!name)
    return {
      '@id': '#no-licence',
      '@type': 'CreativeWork',
      name: 'No licence stated',
      identifier: NO_ASSERTION,
      description: 'The sources of this description state no licence. Ask the provider before use.',
    };
  return { '@id': address ?? '#licence', '@type': 'CreativeWork', name: clip(name, 500), description: `The licence that is stated for ${english(resource.title)}` };
}
