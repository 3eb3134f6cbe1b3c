import type { NamedNode } from 'n3';
import { CATEGORY_LABELS, type Category, type Outgoing } from '../../catalogue/index.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { WritingContext } from '../format.ts';
import { dcat, dct, foaf, rdf, skos, xsd } from '../rdf/namespaces.ts';
import { iri, named, text, texts, typed } from '../rdf/index.ts';
import { isDataService, standingOf } from './classes.ts';
import { describeOrganisation, organisationNode } from './agents.ts';
import { addAll, addPage, describeClass, type Drawing } from './drawing.ts';

const LANGUAGES = ['ENG', 'ZHO'].map((code) => named(`http://publications.europa.eu/resource/authority/language/${code}`));
const EDAM = named('http://edamontology.org');

export const catalogueNode = (baseUrl: string, category?: Category): NamedNode => named(`${baseUrl}/catalog${category ? `?category=${category}` : ''}`);

/** Who answers for the catalogue: the organisation that runs the node, else the node itself. */
export const publisherOf = ({ node, baseUrl }: WritingContext): { name: LanguageMap; url?: string | undefined } => node.organisation ?? { name: node.name, url: baseUrl };

/** The catalogue's own description, or that of its part with one category. */
export function describeCatalogue(drawing: Drawing, context: WritingContext, category?: Category): NamedNode {
  const { add } = drawing;
  const self = catalogueNode(context.baseUrl, category);
  const label = category && CATEGORY_LABELS[category];
  const title = label
    ? Object.fromEntries(Object.entries(context.node.name).map(([language, name]) => [language, `${name}: ${label[language] ?? label['en']}`]))
    : context.node.name;
  const publisher = organisationNode(drawing, publisherOf(context));
  add(self, rdf.type, dcat.Catalog);
  add(self, dct.identifier, text(self.value));
  addAll(add, self, dct.title, texts(title));
  addAll(add, self, dct.description, texts(context.node.description));
  add(self, dct.publisher, publisher);
  addAll(add, self, dct.language, LANGUAGES);
  add(self, dcat.themeTaxonomy, EDAM);
  add(self, dct.modified, typed(context.updated.toISOString(), xsd.dateTime));
  const page = addPage(drawing, self, foaf.homepage, context.baseUrl);
  describeOrganisation(drawing, publisher, publisherOf(context));
  page();
  for (const language of LANGUAGES) describeClass(drawing, language, dct.LinguisticSystem);
  add(EDAM, rdf.type, skos.ConceptScheme);
  addAll(add, EDAM, dct.title, texts({ en: 'EDAM, the ontology of bioscientific data analysis and data management' }));
  return self;
}

const MEMBERSHIP = { dataset: dcat.dataset, service: dcat.service, resource: dcat.resource };

/** That these resources stand in the catalogue, with the record of when each came in and last changed. */
export function addMembers({ add }: Drawing, catalogue: NamedNode, resources: readonly Outgoing[]): void {
  for (const resource of resources) add(catalogue, MEMBERSHIP[standingOf(resource)], named(resource.url));
  for (const resource of resources) {
    for (const [place, endpoint] of resource.endpoints.entries())
      if (isDataService(resource, endpoint) && iri(endpoint.url)) add(catalogue, dcat.service, named(`${resource.url}#endpoint-${place + 1}`));
  }
  const recorded = resources.filter((resource) => standingOf(resource) !== 'resource');
  for (const { url } of recorded) add(catalogue, dcat.record, named(`${url}#record`));
  for (const resource of recorded) addRecord(add, resource);
}

function addRecord(add: Drawing['add'], { url, created, updated }: Outgoing): void {
  const record = named(`${url}#record`);
  add(record, rdf.type, dcat.CatalogRecord);
  add(record, foaf.primaryTopic, named(url));
  add(record, dct.issued, typed(created, xsd.dateTime));
  add(record, dct.modified, typed(updated, xsd.dateTime));
}
