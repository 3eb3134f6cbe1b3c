import { KIND_LABELS, type Kind, type Outgoing } from '../../catalogue/index.ts';
import type { WritingContext } from '../format.ts';
import { creatorsOf, providerOf } from '../writing/agents.ts';
import { otherAddresses, webAddress } from '../writing/identifiers.ts';
import { dayIn, descriptionOf, english, NOT_STATED, otherTitles } from '../writing/text.ts';
import { catalogueReference, nodeAgent } from './write-catalogue.ts';
import { CONFORMS_TO, PROFILE_OF } from './profiles.ts';
import {
  agent,
  citations,
  definedTerm,
  definedTerms,
  downloads,
  endpointsOf,
  licence,
  linkedBy,
  listed,
  maintainers,
  NO_LICENCE,
  parameters,
  type Properties,
} from './write-values.ts';

/** What consumers of schema.org read of a description; a longer one is cut at a word. */
const LONGEST_DESCRIPTION = 5_000;

type Writer = (resource: Outgoing, context: WritingContext) => Properties;

/** A resource as a node of schema.org by the Bioschemas profile of its kind, without `@context`. */
export function describeResource(resource: Outgoing, context: WritingContext): Properties {
  const { types, profile } = PROFILE_OF[resource.kind];
  return {
    '@type': types.length === 1 ? types[0] : types,
    '@id': resource.url,
    [CONFORMS_TO]: profile && { '@type': 'CreativeWork', '@id': profile },
    ...anything(resource, context),
    ...(ITSELF.has(resource.kind) ? {} : creativeWork(resource, context)),
    ...OF_KIND[resource.kind](resource, context),
  };
}

/** Things that are no works: what is said of works (licence, version, publication) has no word for them. */
const ITSELF: ReadonlySet<Kind> = new Set(['instrument', 'compute', 'service']);

/** What schema.org says of any thing. */
function anything(resource: Outgoing, context: WritingContext): Properties {
  const { vocabulary } = context;
  const addresses = otherAddresses(resource, vocabulary);
  return {
    name: english(resource.title),
    alternateName: listed(otherTitles(resource)),
    description: descriptionOf(resource, LONGEST_DESCRIPTION),
    url: webAddress(resource.homepage) ?? resource.url,
    mainEntityOfPage: resource.url,
    identifier: [resource.url, ...resource.identifiers],
    sameAs: listed([...addresses, ...linkedBy(resource, ['same-as'], context.baseUrl).map((it) => it['@id'] as string)]),
  };
}

/** What schema.org says of any work. */
function creativeWork(resource: Outgoing, context: WritingContext): Properties {
  const { baseUrl, vocabulary } = context;
  const provider = providerOf(resource);
  return {
    keywords: listed(words(resource)),
    about: definedTerms(resource.topics, vocabulary),
    license: licence(resource),
    version: resource.version,
    creativeWorkStatus: resource.status === 'deprecated' ? 'Deprecated' : undefined,
    datePublished: dayIn(resource.issued),
    dateModified: dayIn(resource.modified),
    provider: provider && agent(provider),
    maintainer: maintainers(resource),
    citation: citations(resource),
    isAccessibleForFree: resource.access?.level === 'open' ? true : undefined,
    conditionsOfAccess: resource.access?.conditions && english(resource.access.conditions),
    isPartOf: listed(linkedBy(resource, ['is-part-of'], baseUrl)),
    mentions: listed(linkedBy(resource, ['mentions', 'uses', 'teaches', 'cites'], baseUrl)),
    sdPublisher: nodeAgent(context),
    sdDatePublished: dayIn(resource.updated),
  };
}

/** Topics and keywords as plain words; the kind where there are none, so that a demanded list is never empty. */
function words({ kind, topics, keywords }: Outgoing): string[] {
  const found = [...new Set([...topics.map(({ label }) => english(label)), ...keywords])];
  return found.length > 0 ? found : [english(KIND_LABELS[kind])];
}

/** The same as terms, where a profile would rather have them. */
function terms({ kind, topics, keywords }: Outgoing, { vocabulary }: WritingContext): Properties[] | undefined {
  const found = [...topics.map((topic) => definedTerm(topic, vocabulary)), ...keywords.map((name) => ({ '@type': 'DefinedTerm', name }))];
  return listed(found.length > 0 ? found : [{ '@type': 'DefinedTerm', name: english(KIND_LABELS[kind]) }]);
}

const creators = (resource: Outgoing) => listed(creatorsOf(resource).map(agent));
const nobody = { '@type': 'Organization', name: NOT_STATED };
const unknownParameter = [{ '@type': 'FormalParameter', name: NOT_STATED }];
const names = (items: Properties[]) => listed(items.map(({ name }) => name));

/**
 * The profile of Dataset 1.0. Its schema takes a single `isPartOf` and `sameAs`, and no `publisher` with a name (a
 * person and an organisation both fit, where one alone may), so that the provider stands as `creator` and `provider`.
 */
const dataset: Writer = (resource, context) => {
  const wholes = linkedBy(resource, ['is-part-of'], context.baseUrl);
  const catalogues = wholes.filter((it) => it['@type'] === 'DataCatalog');
  return {
    keywords: terms(resource, context),
    license: licence(resource) ?? NO_LICENCE,
    creator: creators(resource),
    sameAs: otherAddresses(resource, context.vocabulary)[0],
    isPartOf: wholes.find((it) => it['@type'] !== 'DataCatalog'),
    includedInDataCatalog: [catalogueReference(context), ...catalogues],
    distribution: downloads(resource, context.vocabulary),
  };
};

const database: Writer = (resource, context) => ({
  about: undefined,
  provider: agent(providerOf(resource) ?? { type: 'organisation', name: NOT_STATED }),
  encodingFormat: names((definedTerms(resource.formats, context.vocabulary) ?? []) as Properties[]),
});

const tool: Writer = (resource, { baseUrl, vocabulary }) => ({
  author: creators(resource),
  applicationCategory: english(KIND_LABELS[resource.kind]),
  applicationSubCategory: definedTerms(resource.topics, vocabulary),
  featureList: definedTerms(resource.operations, vocabulary),
  input: parameters(resource.reads, vocabulary),
  output: parameters(resource.writes, vocabulary),
  version: undefined,
  softwareVersion: resource.version,
  softwareHelp: listed(endpointsOf(resource, 'documentation').map((url) => ({ '@type': 'CreativeWork', url }))),
  codeRepository: listed(endpointsOf(resource, 'source-code')),
  downloadUrl: listed([...endpointsOf(resource, 'download'), ...resource.distributions.flatMap(({ url }) => webAddress(url) ?? [])]),
  discussionUrl: listed(endpointsOf(resource, 'mailing-list', 'forum', 'issue-tracker')),
  softwareRequirements: names(linkedBy(resource, ['depends-on'], baseUrl)),
  availableOnDevice: names(linkedBy(resource, ['runs-on'], baseUrl)),
});

const LANGUAGES = ['Galaxy', 'Nextflow', 'Snakemake', 'CWL', 'WDL', 'KNIME'];

/** Descriptions have no field for the language of a workflow; sources name it among the keywords. */
const workflowLanguage = ({ keywords }: Outgoing) => LANGUAGES.find((language) => keywords.some((keyword) => new RegExp(`\\b${language}\\b`, 'i').test(keyword)));

/**
 * The profile of ComputationalWorkflow 1.0 demands more than registries tell. `dateCreated` is by its definition also
 * the day on which something was added to a feed; whatever else nobody stated says so.
 */
const workflow: Writer = (resource, { baseUrl, vocabulary }) => ({
  creator: creators(resource) ?? nobody,
  dateCreated: dayIn(resource.issued) ?? dayIn(resource.created),
  license: licence(resource) ?? NO_LICENCE,
  version: resource.version ?? NOT_STATED,
  programmingLanguage: { '@type': 'ComputerLanguage', name: workflowLanguage(resource) ?? NOT_STATED },
  input: parameters(resource.reads, vocabulary) ?? unknownParameter,
  output: parameters(resource.writes, vocabulary) ?? unknownParameter,
  documentation: listed(endpointsOf(resource, 'documentation')),
  codeRepository: listed(endpointsOf(resource, 'source-code')),
  runtimePlatform: names(linkedBy(resource, ['runs-on'], baseUrl)),
  hasPart: listed(linkedBy(resource, ['uses'], baseUrl)),
});

const training: Writer = (resource, context) => ({
  keywords: terms(resource, context),
  author: creators(resource),
  learningResourceType: english(KIND_LABELS[resource.kind]),
});

/** The schema takes one text of keywords, and it must not look like an address: the kind, set apart by a comma, sees to that. */
const course: Writer = (resource) => ({
  keywords: `${words(resource).join(', ')}, ${english(KIND_LABELS[resource.kind]).toLowerCase()}`,
});

const service: Writer = (resource) => {
  const provider = providerOf(resource);
  return {
    serviceType: english(KIND_LABELS[resource.kind]),
    category: listed(words(resource)),
    provider: provider && agent(provider),
    termsOfService: webAddress(resource.access?.url),
  };
};

const nothingMore: Writer = () => ({});

const OF_KIND: Record<Kind, Writer> = {
  dataset,
  database,
  'knowledge-base': database,
  tool,
  workflow,
  'training-material': training,
  course,
  'sample-collection': nothingMore,
  ontology: ({ distributions }) => ({ encoding: listed(distributions.map(({ url, title }) => ({ '@type': 'MediaObject', name: title, contentUrl: webAddress(url) ?? url }))) }),
  standard: (resource) => ({ additionalType: english(KIND_LABELS[resource.kind]) }),
  model: (resource) => ({ additionalType: english(KIND_LABELS[resource.kind]) }),
  instrument: (resource) => ({ category: listed(words(resource)), additionalType: english(KIND_LABELS[resource.kind]) }),
  compute: service,
  service,
};
