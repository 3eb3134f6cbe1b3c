import type { NamedNode } from 'n3';
import { CATEGORY_LABELS, KIND_LABELS, PREDICATES, type Outgoing, type PredicateName } from '../../catalogue/index.ts';
import { adms, dcat, dct, edam, foaf, rdf, rdfs, schema, skos, xsd } from '../rdf/namespaces.ts';
import { date, iri, named, text, texts, typed } from '../rdf/index.ts';
import { describeContact, describeOrganisation, organisationNode } from './agents.ts';
import { categoryTerm, classesOf, isDataService, kindTerm, standingOf } from './classes.ts';
import { describeDistribution } from './distributions.ts';
import { addAddress, addAll, addPage, describeConcept, type Drawing } from './drawing.ts';
import { describeDataService, describeEndpoint } from './endpoints.ts';
import { addAccess, addLicence } from './terms-of-use.ts';
import { addTerms } from './vocabulary-terms.ts';

const LINKS = new Map(Object.entries(PREDICATES).map(([name, { iri: address }]) => [name as PredicateName, named(address)]));
const STATUS_AUTHORITY = 'http://publications.europa.eu/resource/authority/dataset-status/';
const DEVELOPED = { node: named(`${STATUS_AUTHORITY}DEVELOP`), label: { en: 'under development', zh: '开发中' } };
const STATUSES: Partial<Record<Outgoing['status'], { node: NamedNode; label: Record<string, string> }>> = {
  draft: DEVELOPED,
  'in-review': DEVELOPED,
  deprecated: { node: named(`${STATUS_AUTHORITY}DEPRECATED`), label: { en: 'deprecated', zh: '已弃用' } },
};
const HAN = /\p{Script=Han}/u;

/**
 * A resource in the terms of DCAT-AP 3.0.1, as docs/reference/dcat-mapping.md tells field by field. What is said of the
 * resource itself stands together; its parts, and what it shares with others, follow.
 */
export function describeResource(drawing: Drawing, resource: Outgoing): void {
  const self = named(resource.url);
  const { add } = drawing;
  const later: (() => void)[] = [];
  const parts = <T>(name: string, items: readonly T[], predicate: NamedNode, describe: (node: NamedNode, item: T) => void) => {
    for (const [place, item] of items.entries()) {
      const node = named(`${resource.url}#${name}-${place + 1}`);
      add(self, predicate, node);
      later.push(() => describe(node, item));
    }
  };
  const standing = standingOf(resource);

  addAll(add, self, rdf.type, classesOf(resource));
  add(self, dct.identifier, text(resource.url));
  addAll(add, self, dct.type, [kindTerm(resource.kind), categoryTerm(resource.category)]);
  addAll(add, self, dct.title, texts(resource.title));
  const description = resource.description ?? (standing === 'dataset' ? resource.title : undefined);
  if (description) addAll(add, self, dct.description, texts(description));
  later.push(
    () => describeConcept(drawing, kindTerm(resource.kind), KIND_LABELS[resource.kind]),
    () => describeConcept(drawing, categoryTerm(resource.category), CATEGORY_LABELS[resource.category]),
    addPage(drawing, self, dcat.landingPage, resource.homepage),
    addTerms(drawing, self, dcat.theme, resource.topics),
    addTerms(drawing, self, edam.has_function, resource.operations),
    addTerms(drawing, self, edam.has_input, resource.reads),
    addTerms(drawing, self, edam.has_output, resource.writes),
    addTerms(drawing, self, dct.format, resource.formats, { formats: true }),
  );
  for (const keyword of resource.keywords) addAll(add, self, dcat.keyword, texts({ [HAN.test(keyword) ? 'zh' : 'en']: keyword }));

  const { provider, status } = resource;
  if (provider) {
    const node = organisationNode(drawing, provider);
    add(self, dct.publisher, node);
    later.push(() => describeOrganisation(drawing, node, provider));
  }
  if (resource.licence) later.push(addLicence(drawing, self, resource.licence));
  if (resource.access) later.push(addAccess(drawing, self, resource.access));
  if (resource.version) add(self, dcat.version, text(resource.version));
  const shown = STATUSES[status];
  if (shown) {
    add(self, adms.status, shown.node);
    later.push(() => describeConcept(drawing, shown.node, shown.label));
  }
  if (resource.statusReason) add(self, skos.changeNote, text(resource.statusReason));
  for (const [predicate, value] of [[dct.issued, resource.issued], [dct.modified, resource.modified]] as const) {
    const literal = value === undefined ? undefined : date(value);
    if (literal) add(self, predicate, literal);
  } // prettier-ignore
  for (const { predicate, object } of resource.linked) add(self, LINKS.get(predicate) as NamedNode, named(`${drawing.context.baseUrl}/r/${object.id}`));

  parts('identifier', resource.identifiers, adms.identifier, (node, identifier) => {
    add(node, rdf.type, adms.Identifier);
    add(node, skos.notation, text(identifier));
  });
  parts('contact', resource.contacts, dcat.contactPoint, (node, contact) => describeContact(drawing, node, contact));
  addEndpoints(drawing, resource, self, later);
  parts('distribution', resource.distributions, standing === 'dataset' ? dcat.distribution : schema.distribution, (node, it) => describeDistribution(drawing, resource, node, it));
  for (const { doi, url } of resource.publications) addAddress(drawing, self, dct.isReferencedBy, doi ? `https://doi.org/${doi}` : url);
  parts('publication', resource.publications, schema.citation, (node, { doi, url, title }) => {
    add(node, rdf.type, schema.ScholarlyArticle);
    if (doi) add(node, schema.identifier, text(doi));
    addAddress(drawing, node, schema.url, url);
    if (title) add(node, schema.name, text(title));
  });
  if (resource.popularity !== undefined) parts('uses', [resource.popularity], schema.interactionStatistic, (node, uses) => describeUses(drawing, node, uses));
  addRecord(drawing, resource, self, parts);
  for (const describe of later) describe();
}

function addEndpoints(drawing: Drawing, resource: Outgoing, self: NamedNode, later: (() => void)[]): void {
  const { add } = drawing;
  for (const [place, endpoint] of resource.endpoints.entries()) {
    const address = iri(endpoint.url);
    if (!address) continue;
    const node = named(`${resource.url}#endpoint-${place + 1}`);
    if (isDataService(resource, endpoint)) {
      later.push(() => describeDataService(drawing, resource, node, endpoint));
      continue;
    }
    add(self, dcat.qualifiedRelation, node);
    later.push(() => describeEndpoint(drawing, node, endpoint));
    if (standingOf(resource) === 'service') add(self, dcat.endpointURL, address);
    if (endpoint.type === 'documentation') later.push(addPage(drawing, self, foaf.page, endpoint.url));
  }
}

function describeUses({ add }: Drawing, node: NamedNode, uses: number): void {
  add(node, rdf.type, schema.InteractionCounter);
  add(node, schema.userInteractionCount, Number.isInteger(uses) ? typed(uses, xsd.integer) : typed(uses, xsd.decimal));
}

type Parts = <T>(name: string, items: readonly T[], predicate: NamedNode, describe: (node: NamedNode, item: T) => void) => void;

/** Where the description came from, and when this node last changed it. */
function addRecord(drawing: Drawing, resource: Outgoing, self: NamedNode, parts: Parts): void {
  const { add, context } = drawing;
  if (standingOf(resource) === 'resource') add(self, schema.sdDatePublished, typed(resource.updated, xsd.dateTime));
  parts('source', resource.sources, dct.provenance, (node, { source, title, record, firstSeen, lastChanged }) => {
    add(node, rdf.type, dct.ProvenanceStatement);
    addAll(add, node, rdfs.label, texts({ en: `Described by ${title['en'] ?? source}`, zh: `由“${title['zh'] ?? title['en'] ?? source}”描述` }));
    add(node, dct.source, named(`${context.baseUrl}/sources/${encodeURIComponent(source)}`));
    add(node, dct.identifier, text(record));
    add(node, dct.issued, typed(firstSeen, xsd.dateTime));
    add(node, dct.modified, typed(lastChanged, xsd.dateTime));
  });
}
