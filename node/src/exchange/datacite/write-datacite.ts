import { KIND_LABELS, type Kind, type Outgoing, type PredicateName } from '../../catalogue/index.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import type { Format, WritingContext } from '../format.ts';
import { creatorsOf, namedContacts, providerOf, type Agent } from '../writing/agents.ts';
import { doiIn } from '../stated-identifiers.ts';
import { doiOf, orcidAddress, webAddress } from '../writing/identifiers.ts';
import { jsonList, oneOrMany } from '../writing/json-document.ts';
import { licenceAddress, licenceName } from '../writing/licence.ts';
import { composedDescription, dayIn, english } from '../writing/text.ts';

/** DataCite's word for a value that is not available (DataCite 4.6, appendix 3). */
const UNAVAILABLE = ':unav';

const GENERAL_TYPE: Record<Kind, string> = {
  dataset: 'Dataset',
  database: 'Dataset',
  'knowledge-base': 'Collection',
  'sample-collection': 'Collection',
  tool: 'Software',
  workflow: 'Workflow',
  model: 'Model',
  'training-material': 'InteractiveResource',
  course: 'InteractiveResource',
  standard: 'Standard',
  ontology: 'Standard',
  instrument: 'Instrument',
  compute: 'Service',
  service: 'Service',
};

const RELATION: Partial<Record<PredicateName, string>> = {
  uses: 'References',
  teaches: 'Documents',
  mentions: 'References',
  'runs-on': 'Requires',
  'is-part-of': 'IsPartOf',
  'depends-on': 'Requires',
  cites: 'Cites',
  'same-as': 'IsIdenticalTo',
  'replaced-by': 'IsObsoletedBy',
  'related-to': 'References',
};

/** The same facts in another order are no second entry: DataCite takes each once. */
const distinct = <T>(items: T[]): T[] => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
const unlessEmpty = <T>(items: T[]): T[] | undefined => (items.length > 0 ? distinct(items) : undefined);

/** A description as DataCite's JSON has it (metadata schema 4.6). What the kernel demands and nobody stated is `:unav`. */
export function dataciteRecord(resource: Outgoing, { vocabulary, baseUrl }: WritingContext): object {
  const provider = providerOf(resource);
  const creators = creatorsOf(resource).map(creator);
  const doi = doiOf(resource);
  return {
    doi,
    url: resource.url,
    types: { resourceTypeGeneral: GENERAL_TYPE[resource.kind], resourceType: english(KIND_LABELS[resource.kind]) },
    creators: creators.length > 0 ? distinct(creators) : [{ name: UNAVAILABLE }],
    titles: distinct(inLanguages(resource.title).map(({ text, lang }, place) => ({ title: text, lang, titleType: place === 0 ? undefined : 'TranslatedTitle' }))),
    publisher: provider
      ? { name: provider.name, ...(provider.ror ? { publisherIdentifier: provider.ror, publisherIdentifierScheme: 'ROR', schemeUri: 'https://ror.org/' } : {}) }
      : { name: UNAVAILABLE },
    publicationYear: (resource.issued ?? resource.modified ?? resource.created).slice(0, 4),
    subjects: unlessEmpty([
      ...resource.topics.map(({ id, label }) => {
        const valueUri = webAddress(vocabulary.get(id)?.iri);
        return {
          subject: english(label),
          lang: 'en',
          ...(id.startsWith('edam:') ? { subjectScheme: 'EDAM', schemeUri: 'http://edamontology.org' } : {}),
          ...(valueUri ? { valueUri } : {}),
        };
      }),
      ...resource.keywords.map((subject) => ({ subject })),
    ]),
    contributors: unlessEmpty(namedContacts(resource).map((it) => ({ ...creator(it), contributorType: 'ContactPerson' }))),
    dates: unlessEmpty([
      ...(resource.issued ? [{ date: dayOrLess(resource.issued), dateType: 'Issued' }] : []),
      ...(resource.modified ? [{ date: dayOrLess(resource.modified), dateType: 'Updated' }] : []),
    ]),
    alternateIdentifiers: unlessEmpty([
      { alternateIdentifier: resource.url, alternateIdentifierType: 'URL' },
      ...resource.identifiers.filter((it) => doiIn(it) !== doi || !doi).map(alternate),
    ]),
    relatedIdentifiers: unlessEmpty([
      ...resource.publications.flatMap(({ doi: stated, url }) => related('IsDescribedBy', doiIn(stated) ?? doiIn(url), url)),
      ...resource.linked.flatMap(({ predicate, object }) => related(RELATION[predicate], undefined, `${baseUrl}/r/${object.id}`)),
    ]),
    formats: unlessEmpty([...resource.formats.map(({ label }) => english(label)), ...resource.distributions.flatMap(({ mediaType }) => mediaType ?? [])]),
    sizes: unlessEmpty(resource.distributions.flatMap(({ size }) => (size === undefined ? [] : [`${size} bytes`]))),
    version: resource.version,
    rightsList: unlessEmpty(rights(resource)),
    descriptions: distinct(inLanguages(resource.description ?? composedDescription(resource)).map(({ text, lang }) => ({ description: text, descriptionType: 'Abstract', lang }))),
    schemaVersion: 'http://datacite.org/schema/kernel-4',
  };
}

function creator({ type, name, orcid, ror }: Agent) {
  const nameIdentifiers = [
    ...(orcid ? [{ nameIdentifier: orcidAddress(orcid), nameIdentifierScheme: 'ORCID', schemeUri: 'https://orcid.org/' }] : []),
    ...(ror ? [{ nameIdentifier: ror, nameIdentifierScheme: 'ROR', schemeUri: 'https://ror.org/' }] : []),
  ];
  return { name, nameType: type === 'organisation' ? 'Organizational' : 'Personal', ...(nameIdentifiers.length > 0 ? { nameIdentifiers } : {}) };
}

/** Each language's text, English first. */
function inLanguages(text: Record<string, string>): { text: string; lang: string }[] {
  const first = inLanguage(text, 'en');
  return Object.entries(text)
    .map(([lang, it]) => ({ text: it, lang }))
    .sort((a, b) => Number(b.text === first) - Number(a.text === first));
}

const dayOrLess = (date: string) => dayIn(date) ?? date;

function alternate(identifier: string) {
  const prefix = /^([A-Za-z][\w.-]*):(?!\/\/)/.exec(identifier)?.[1];
  return { alternateIdentifier: identifier, alternateIdentifierType: /^https?:\/\//i.test(identifier) ? 'URL' : (prefix ?? 'Local identifier') };
}

function related(relationType: string | undefined, doi: string | undefined, url: string | undefined) {
  if (!relationType) return [];
  if (doi) return [{ relatedIdentifier: doi, relatedIdentifierType: 'DOI', relationType }];
  return url ? [{ relatedIdentifier: url, relatedIdentifierType: 'URL', relationType }] : [];
}

const ACCESS_RIGHTS = { open: 'openAccess', registration: 'restrictedAccess', controlled: 'restrictedAccess', closed: 'closedAccess' } as const;

/** The licence, and the degree of access in the words that DataCite's guidelines take from COAR's predecessor. */
function rights(resource: Outgoing) {
  const { licence, access } = resource;
  const name = licenceName(resource);
  const uri = licenceAddress(resource);
  return [
    ...(name
      ? [
          {
            rights: name,
            ...(uri ? { rightsUri: uri } : {}),
            ...(licence?.id ? { rightsIdentifier: licence.id, rightsIdentifierScheme: 'SPDX', schemeUri: 'https://spdx.org/licenses/' } : {}),
          },
        ]
      : []),
    ...(access?.level ? [{ rights: access.conditions ? english(access.conditions) : access.level, rightsUri: `info:eu-repo/semantics/${ACCESS_RIGHTS[access.level]}` }] : []),
  ];
}

/** DataCite metadata as JSON: an object for one resource, a list for many. */
export const datacite: Format = {
  id: 'datacite',
  title: { en: 'DataCite (JSON)', zh: 'DataCite（JSON）' },
  mediaType: 'application/vnd.datacite.datacite+json',
  profile: 'https://schema.datacite.org/meta/kernel-4.6/',
  extension: 'json',
  scope: 'many',
  covers: () => true,
  write: (pages, context, about) =>
    oneOrMany(
      pages,
      about,
      (resource) => dataciteRecord(resource, context),
      (all) => jsonList(all, (resource) => dataciteRecord(resource, context)),
    ),
};
