import { KIND_LABELS, type Kind, type Outgoing } from '../../../catalogue/index.ts';
import type { LanguageMap } from '../../../kernel/language-map.ts';
import { xmlText } from '../../xml.ts';

/** The kind as the DCMI Type Vocabulary has it (http://dublincore.org/documents/dcmi-type-vocabulary/), where it has one. */
const DCMI_TYPES: Partial<Record<Kind, string>> = {
  dataset: 'Dataset',
  database: 'Dataset',
  'knowledge-base': 'Dataset',
  'sample-collection': 'Collection',
  tool: 'Software',
  workflow: 'Software',
  model: 'Software',
  service: 'Service',
  compute: 'Service',
  'training-material': 'InteractiveResource',
  course: 'Event',
  instrument: 'PhysicalObject',
};

const element = (name: string, text: string, language?: string): string => `<dc:${name}${language ? ` xml:lang="${language}"` : ''}>${xmlText(text)}</dc:${name}>`;
const each = (name: string, texts: Iterable<string | undefined>): string => {
  let out = '';
  for (const text of new Set(texts)) if (text) out += element(name, text);
  return out;
};
const inLanguages = (name: string, text: LanguageMap | undefined): string => {
  let out = '';
  for (const language in text) out += element(name, text[language]!, language);
  return out;
};

const doiAddress = (doi: string) => (/^https?:/i.test(doi) ? doi : `https://doi.org/${doi.replace(/^doi:/i, '')}`);

/** A resource as unqualified Dublin Core (http://www.openarchives.org/OAI/2.0/oai_dc/); what it has no element for is left out. */
export function dublinCore(resource: Outgoing): string {
  const { licence, access } = resource;
  return (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">' +
    inLanguages('title', resource.title) +
    each('identifier', [resource.url, ...resource.identifiers, resource.homepage]) +
    inLanguages('description', resource.description) +
    inLanguages('publisher', resource.provider?.name) +
    each(
      'contributor',
      resource.contacts.map(({ name }) => name),
    ) +
    [...resource.topics, ...resource.operations].map(({ label }) => inLanguages('subject', label)).join('') +
    each('subject', resource.keywords) +
    each('date', [resource.issued, resource.modified]) +
    each('type', [DCMI_TYPES[resource.kind], KIND_LABELS[resource.kind]['en']]) +
    each('format', [...resource.formats.map(({ label }) => label['en']), ...resource.distributions.map(({ mediaType }) => mediaType)]) +
    each('relation', [
      ...resource.linked.map(({ object }) => `${resource.url.slice(0, -resource.id.length)}${object.id}`),
      ...resource.publications.map(({ doi, url }) => (doi ? doiAddress(doi) : url)),
    ]) +
    each('rights', [licence?.url, licence?.id ?? licence?.name]) +
    inLanguages('rights', access?.conditions) +
    '</oai_dc:dc>'
  );
}
