import type { NamedNode } from 'n3';
import { CATEGORY_LABELS, type Category, type Outgoing } from '../../catalogue/index.ts';
import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import { describeDistribution, describeOrganisation, describeResource, drawing, organisationNode, publisherOf, standingOf } from '../dcat/index.ts';
import type { WritingContext } from '../format.ts';
import { datacite, dcat, dct, edam, fdp, foaf, ldp, rdf, rdfs, schema, xsd } from '../rdf/namespaces.ts';
import { named, text, texts, typed, type Add } from '../rdf/index.ts';
import { catalogueAddress, distributionAddress, entryAddress, pointAddress } from './addresses.ts';
import { fairDataPointDialect, inOrder, prepared } from './dialect.ts';

const ENGLISH = named('http://id.loc.gov/vocabulary/iso639-1/en');

/** What every level says of itself as metadata. */
interface Level {
  here: string;
  title: LanguageMap;
  description: LanguageMap;
  version: string;
  issued: string;
  modified: string;
  /** The shapes it keeps to: `fdp`, `catalog`, `dataset`, … */
  shapes: string;
}

function describeLevel(add: Add, context: WritingContext, { here, title, description, version, issued, modified, shapes }: Level, classes: NamedNode[]): void {
  const self = named(here);
  for (const type of [...classes, dcat.Resource]) add(self, rdf.type, type);
  const [main] = texts(inOrder(title));
  const [about] = texts(inOrder(description));
  if (main) add(self, dct.title, main);
  for (const label of texts(title)) add(self, rdfs.label, label);
  if (about) add(self, dct.description, about);
  for (const other of texts(inOrder(description)).slice(1)) add(self, schema.description, other);
  const publisher = organisationNode({ context }, { ...publisherOf(context), name: inOrder(publisherOf(context).name) });
  add(self, dct.publisher, publisher);
  add(self, dcat.version, text(version));
  add(self, dct.language, ENGLISH);
  add(self, dct.issued, typed(issued, xsd.dateTime));
  add(self, dct.modified, typed(modified, xsd.dateTime));
  describeMetadata(add, context, { here, issued, modified, shapes });
  const dialect = fairDataPointDialect(add, { resource: here, here });
  describeOrganisation(drawing(dialect, context), publisher, { ...publisherOf(context), name: inOrder(publisherOf(context).name) });
}

function describeMetadata(
  add: Add,
  { baseUrl }: Pick<WritingContext, 'baseUrl'>,
  { here, issued, modified, shapes }: Pick<Level, 'here' | 'issued' | 'modified' | 'shapes'>,
): void {
  const self = named(here);
  const identifier = named(`${here}#identifier`);
  add(self, fdp.metadataIdentifier, identifier);
  add(self, fdp.metadataIssued, typed(issued, xsd.dateTime));
  add(self, fdp.metadataModified, typed(modified, xsd.dateTime));
  add(self, dct.conformsTo, named(`${baseUrl}/fdp/shapes/${shapes}`));
  add(identifier, rdf.type, datacite.Identifier);
  add(identifier, dct.identifier, text(here));
}

/** A container of the Linked Data Platform: these are the members of `of`, by that relation. */
function describeContainer(add: Add, address: string, title: string, of: string, relation: NamedNode, members: readonly string[]): void {
  const container = named(address);
  add(container, rdf.type, ldp.DirectContainer);
  add(container, dct.title, text(title));
  add(container, ldp.membershipResource, named(of));
  add(container, ldp.hasMemberRelation, relation);
  for (const member of members) add(container, ldp.contains, named(member));
}

/** The point itself and its catalogues. */
export function describePoint(add: Add, context: WritingContext, about: { version: string; begun: Date; categories: readonly Category[] }): void {
  const here = pointAddress(context.baseUrl);
  const self = named(here);
  const { name, description } = context.node;
  const dates = { issued: about.begun.toISOString(), modified: context.updated.toISOString() };
  describeLevel(add, context, { here, title: name, description, version: about.version, ...dates, shapes: 'fdp' }, [fdp.FAIRDataPoint, fdp.MetadataService, dcat.DataService]);
  add(self, fdp.fdpSoftwareVersion, text(`Biotope ${about.version}`));
  add(self, fdp.uiLanguage, ENGLISH);
  add(self, dcat.endpointURL, self);
  add(self, dcat.endpointDescription, text('A FAIR Data Point: each level links to the next, as Turtle, JSON-LD or N-Triples.'));
  const catalogues = about.categories.map((category) => catalogueAddress(context.baseUrl, category));
  for (const catalogue of catalogues) add(self, fdp.metadataCatalog, named(catalogue));
  describeContainer(add, `${here}#catalogues`, 'Catalogues', here, fdp.metadataCatalog, catalogues);
}

/** A catalogue and a page of what stands in it; `next` leads to the page after. */
export function describeCatalogue(
  add: Add,
  context: WritingContext,
  category: Category,
  about: { version: string; begun: Date; page: string; entries: readonly Outgoing[]; next?: string | undefined },
): void {
  const here = catalogueAddress(context.baseUrl, category);
  const self = named(here);
  const { node, baseUrl } = context;
  const title = Object.fromEntries(Object.entries(node.name).map(([language, name]) => [language, `${name}: ${inLanguage(CATEGORY_LABELS[category], language)}`]));
  const dates = { issued: about.begun.toISOString(), modified: context.updated.toISOString() };
  describeLevel(add, context, { here, title, description: node.description, version: about.version, ...dates, shapes: 'catalog' }, [dcat.Catalog]);
  add(self, dct.isPartOf, named(pointAddress(baseUrl)));
  add(self, dcat.themeTaxonomy, named('http://edamontology.org'));
  const isDataset = (resource: Outgoing) => standingOf(resource) === 'dataset';
  const [datasets, others] = [about.entries.filter(isDataset), about.entries.filter((it) => !isDataset(it))].map((list) => list.map((it) => entryAddress(baseUrl, it))) as [
    string[],
    string[],
  ];
  for (const address of datasets) add(self, dcat.dataset, named(address));
  for (const address of others) add(self, dcat.resource, named(address));
  if (datasets.length > 0) describeContainer(add, `${here}#datasets`, 'Datasets', here, dcat.dataset, datasets);
  if (others.length > 0) describeContainer(add, `${here}#resources`, 'Other resources', here, dcat.resource, others);
  if (about.next) add(named(about.page), ldp.nextPage, named(about.next));
}

/** A dataset, or another resource, with its forms by address. */
export function describeEntry(add: Add, context: WritingContext, resource: Outgoing): void {
  const { baseUrl } = context;
  const here = entryAddress(baseUrl, resource);
  const self = named(here);
  const standing = standingOf(resource);
  const dialect = fairDataPointDialect(add, { resource: resource.url, here });
  const graph = drawing(dialect, context);
  const publisher = publisherOf(context);
  describeResource(graph, prepared({ ...resource, distributions: [], provider: resource.provider ?? { id: '', name: publisher.name, url: publisher.url } }));
  if (!resource.version) add(self, dcat.version, text(String(resource.revision)));
  if (resource.topics.length === 0 && standing === 'dataset') add(self, dcat.theme, edam.topic_0003);
  add(self, dct.isPartOf, named(catalogueAddress(baseUrl, resource.category)));
  add(self, foaf.isPrimaryTopicOf, named(resource.url));
  describeMetadata(add, context, { here, issued: resource.created, modified: resource.updated, shapes: standing === 'dataset' ? 'dataset' : 'resource' });
  const forms = resource.distributions.map((_, place) => distributionAddress(baseUrl, resource.id, place + 1));
  if (forms.length === 0) return;
  const relation = standing === 'dataset' ? dcat.distribution : schema.distribution;
  for (const form of forms) add(self, relation, named(form));
  describeContainer(add, `${here}#distributions`, 'Distributions', here, relation, forms);
}

/** One form in which a dataset can be had. */
export function describeForm(add: Add, context: WritingContext, resource: Outgoing, number: number): boolean {
  const form = resource.distributions[number - 1];
  if (!form) return false;
  const here = distributionAddress(context.baseUrl, resource.id, number);
  const self = named(here);
  const dialect = fairDataPointDialect(add, { resource: `${resource.url}#distribution-${number}`, here });
  const { title, provider } = prepared(resource);
  const publisher = provider ?? { ...publisherOf(context), name: inOrder(publisherOf(context).name) };
  const titled = form.title ?? `${inLanguage(title, 'en')} (${number})`;
  const graph = drawing(dialect, context);
  dialect(self, rdf.type, dcat.Resource);
  describeDistribution(graph, resource, named(`${resource.url}#distribution-${number}`), { ...form, title: titled, mediaType: form.mediaType ?? 'application/octet-stream' });
  const agent = organisationNode(graph, publisher);
  add(self, dct.publisher, agent);
  describeOrganisation(graph, agent, publisher);
  add(self, dcat.version, text(resource.version ?? String(resource.revision)));
  add(self, dct.isPartOf, named(entryAddress(context.baseUrl, resource)));
  describeMetadata(add, context, { here, issued: resource.created, modified: resource.updated, shapes: 'distribution' });
  return true;
}
