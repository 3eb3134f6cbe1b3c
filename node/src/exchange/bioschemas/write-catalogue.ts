import { CATEGORY_LABELS, CATEGORIES } from '../../catalogue/index.ts';
import type { WritingContext } from '../format.ts';
import { dayIn, english } from '../writing/text.ts';
import { CONFORMS_TO, CONTEXT } from './profiles.ts';
import { listed, type Properties } from './write-values.ts';

const DATA_CATALOG = 'https://bioschemas.org/profiles/DataCatalog/0.3-RELEASE-2019_07_01';

type About = Pick<WritingContext, 'baseUrl' | 'node'>;

/** The node's catalogue as something that resources name. */
export const catalogueReference = ({ baseUrl, node }: About): Properties => ({ '@type': 'DataCatalog', '@id': `${baseUrl}/catalog`, name: english(node.name), url: `${baseUrl}/` });

/** Who publishes what stands here: the organisation that runs the node, else the node by its own name. */
export function nodeAgent({ baseUrl, node }: About): Properties {
  return { '@type': 'Organization', name: english(node.organisation?.name ?? node.name), url: node.organisation?.url ?? `${baseUrl}/` };
}

/** The node's catalogue by the profile of DataCatalog. */
export function describeCatalogue(context: About & { updated?: Date }): Properties {
  const { node, updated } = context;
  const name = english(node.name);
  return {
    ...catalogueReference(context),
    [CONFORMS_TO]: { '@type': 'CreativeWork', '@id': DATA_CATALOG },
    alternateName: listed(Object.values(node.name).filter((other) => other !== name)),
    description: english(node.description) || name,
    keywords: CATEGORIES.map((category) => english(CATEGORY_LABELS[category])),
    provider: nodeAgent(context),
    dateModified: dayIn(updated?.toISOString()),
  };
}

/** What the home page says to machines: the catalogue, and how to search this site. */
export function describeSite(context: About): Properties {
  const { baseUrl, node } = context;
  return {
    '@context': CONTEXT,
    '@graph': [
      describeCatalogue(context),
      {
        '@type': 'WebSite',
        '@id': `${baseUrl}/`,
        name: english(node.name),
        url: `${baseUrl}/`,
        inLanguage: ['en', 'zh'],
        publisher: nodeAgent(context),
        potentialAction: {
          '@type': 'SearchAction',
          target: { '@type': 'EntryPoint', urlTemplate: `${baseUrl}/search?q={search_term_string}` },
          'query-input': 'required name=search_term_string',
        },
      },
    ],
  };
}
