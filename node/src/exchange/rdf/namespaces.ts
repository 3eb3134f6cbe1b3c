import { DataFactory, type NamedNode } from 'n3';

/** The prefixes of every RDF document of this node, in Turtle and in JSON-LD's context. */
export const NAMESPACES = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  owl: 'http://www.w3.org/2002/07/owl#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  dct: 'http://purl.org/dc/terms/',
  dcat: 'http://www.w3.org/ns/dcat#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  adms: 'http://www.w3.org/ns/adms#',
  spdx: 'http://spdx.org/rdf/terms#',
  prov: 'http://www.w3.org/ns/prov#',
  ldp: 'http://www.w3.org/ns/ldp#',
  sh: 'http://www.w3.org/ns/shacl#',
  cito: 'http://purl.org/spar/cito/',
  schema: 'https://schema.org/',
  bioschemas: 'https://bioschemas.org/',
  obo: 'http://purl.obolibrary.org/obo/',
  mls: 'http://www.w3.org/ns/mls#',
  edam: 'http://edamontology.org/',
  datacite: 'http://purl.org/spar/datacite/',
  fdp: 'https://w3id.org/fdp/fdp-o#',
  /** Kinds, categories and roles that no public vocabulary names. */
  biotope: 'https://w3id.org/biotope/ns#',
} as const;
type Prefix = keyof typeof NAMESPACES;

/** Terms of one namespace by local name: `termsOf('dct', 'title').title` is `dct:title`. */
export function termsOf<Name extends string>(prefix: Prefix, ...names: Name[]): Record<Name, NamedNode> {
  return Object.fromEntries(names.map((name) => [name, DataFactory.namedNode(NAMESPACES[prefix] + name)])) as Record<Name, NamedNode>;
}

export const rdf = termsOf('rdf', 'type', 'langString');
export const rdfs = termsOf('rdfs', 'label');
export const xsd = termsOf('xsd', 'gYear', 'gYearMonth', 'date', 'dateTime', 'nonNegativeInteger', 'integer', 'decimal', 'hexBinary', 'string');
export const owl = termsOf('owl', 'sameAs');
export const skos = termsOf('skos', 'Concept', 'ConceptScheme', 'prefLabel', 'notation', 'changeNote');
export const foaf = termsOf('foaf', 'Agent', 'Document', 'name', 'homepage', 'page', 'primaryTopic', 'isPrimaryTopicOf');
export const vcard = termsOf('vcard', 'Kind', 'fn', 'hasEmail', 'hasURL', 'hasUID');
export const adms = termsOf('adms', 'Identifier', 'identifier', 'status');
export const spdx = termsOf('spdx', 'Checksum', 'ChecksumAlgorithm', 'algorithm', 'checksum', 'checksumValue');
export const edam = termsOf('edam', 'has_function', 'has_input', 'has_output', 'topic_0003');
export const biotope = termsOf('biotope', 'accessLevel');
export const dct = termsOf(
  'dct',
  ...([
    'title',
    'description',
    'identifier',
    'type',
    'format',
    'publisher',
    'license',
    'rights',
    'accessRights',
    'language',
    'issued',
    'modified',
    'provenance',
    'source',
  ] as const),
  ...(['isReferencedBy', 'relation', 'isPartOf', 'conformsTo', 'LicenseDocument', 'RightsStatement', 'ProvenanceStatement', 'MediaType', 'MediaTypeOrExtent'] as const),
  ...(['LinguisticSystem', 'Standard'] as const),
);
export const dcat = termsOf(
  'dcat',
  ...(['Catalog', 'CatalogRecord', 'Dataset', 'DataService', 'Distribution', 'Relationship', 'Resource', 'Role', 'dataset', 'service', 'resource', 'record'] as const),
  ...(['themeTaxonomy', 'theme', 'keyword', 'landingPage', 'contactPoint', 'distribution', 'accessURL', 'downloadURL', 'mediaType', 'byteSize', 'version'] as const),
  ...(['qualifiedRelation', 'hadRole', 'endpointURL', 'endpointDescription', 'servesDataset'] as const),
);
export const schema = termsOf(
  'schema',
  ...(['SoftwareApplication', 'LearningResource', 'Course', 'Service', 'ScholarlyArticle', 'InteractionCounter', 'AboutPage', 'Dataset', 'DataCatalog'] as const),
  ...([
    'license',
    'conditionsOfAccess',
    'usageInfo',
    'citation',
    'identifier',
    'url',
    'name',
    'description',
    'distribution',
    'interactionStatistic',
    'userInteractionCount',
  ] as const),
  ...(['sdDatePublished', 'includedInDataCatalog'] as const),
);
export const bioschemas = termsOf('bioschemas', 'ComputationalWorkflow');
export const obo = termsOf('obo', 'OBI_0000968');
export const mls = termsOf('mls', 'Model');

export const datacite = termsOf('datacite', 'Identifier');
export const ldp = termsOf('ldp', 'DirectContainer', 'membershipResource', 'hasMemberRelation', 'contains', 'nextPage');
export const fdp = termsOf(
  'fdp',
  ...(['FAIRDataPoint', 'MetadataService', 'metadataIdentifier', 'metadataIssued', 'metadataModified', 'metadataCatalog', 'fdpSoftwareVersion', 'uiLanguage'] as const),
);

/** A term of this software's own namespace. */
export const biotopeTerm = (name: string): NamedNode => DataFactory.namedNode(NAMESPACES.biotope + name);
