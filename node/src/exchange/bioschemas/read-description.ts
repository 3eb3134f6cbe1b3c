import type { DescriptionInput, Kind } from '../../catalogue/index.ts';
import { statedIdentifier } from '../stated-identifiers.ts';
import { clip, isAddress } from '../text.ts';
import type { Entity } from './read-entities.ts';
import { downloadsOf } from './read-files.ts';
import { linksOf, publicationsOf } from './read-links.ts';
import { contactsOf, isOrganisation, licenceOf, providerOf, statedIn } from './read-parties.ts';
import { subjectsOf } from './read-subjects.ts';
import { addressesOf, dateOf, entitiesOf, firstWord, languageMapOf, languageOf, valuesOf, wordsOf } from './read-values.ts';

/** Everything of an entity that is read here, into whichever field. */
const READ = new Set(
  `name alternateName headline description abstract identifier sameAs url mainEntityOfPage additionalType conformsTo about applicationCategory applicationSubCategory
  keywords genre featureList measurementTechnique variableMeasured programmingLanguage operatingSystem learningResourceType educationalLevel teaches competencyRequired courseMode
  input output supportingData encodingFormat fileFormat provider publisher sourceOrganization producer sdPublisher author creator contributor maintainer editor contactPoint instructor organizer
  license isAccessibleForFree conditionsOfAccess codeRepository softwareHelp documentation discussionUrl issueTracker distribution encoding associatedMedia downloadUrl contentUrl installUrl
  citation version softwareVersion creativeWorkStatus dateCreated datePublished dateModified isPartOf includedInDataCatalog applicationSuite softwareRequirements requirements dependencies
  supersededBy mentions isBasedOn isRelatedTo targetProduct hasPart dataset hasCourseInstance mainEntity inLanguage category serviceType termsOfService sdDatePublished availableOnDevice email telephone image thumbnailUrl logo`.split(
    /\s+/,
  ),
);

const CONTACTS = ['author', 'creator', 'contributor', 'maintainer', 'editor', 'contactPoint', 'instructor', 'organizer'];
const PROVIDERS = ['provider', 'publisher', 'sourceOrganization', 'producer', 'sdPublisher'];
const ENDPOINTS: [string, string][] = [
  ['codeRepository', 'source-code'],
  ['softwareHelp', 'documentation'],
  ['documentation', 'documentation'],
  ['discussionUrl', 'forum'],
  ['issueTracker', 'issue-tracker'],
];
const NO_LONGER_KEPT = /\b(deprecated|obsolete|retired|archived|retracted|discontinued|withdrawn)\b/i;

function titleOf(entity: Entity): DescriptionInput['title'] | undefined {
  const title = languageMapOf(entity, 'name', 'headline');
  if (!title) return undefined;
  for (const value of valuesOf(entity, 'alternateName')) {
    if ('text' in value && value.language === undefined && languageOf(value.text) !== 'en') title[languageOf(value.text)] ??= value.text;
  }
  return { ...languageMapOf(entity, 'alternateName'), ...title };
}

/** Identifiers in compact form, and the addresses and accessions that are names for it but may not be only its own. */
function namesOf(entity: Entity, note: (text: string) => void): { identifiers: string[]; aliases: string[]; words: string[] } {
  const identifiers = new Set<string>();
  const aliases = new Set<string>();
  const words = new Set<string>();
  for (const value of valuesOf(entity, 'identifier')) {
    if (!('entity' in value)) continue;
    // A PropertyValue names its registry apart from the accession.
    const registry = firstWord(value.entity, 'propertyID')?.split(/[/#]/).filter(Boolean).at(-1)?.toLowerCase();
    const accession = firstWord(value.entity, 'value');
    if (registry && accession && /^[a-z][a-z0-9._-]*$/.test(registry) && !statedIdentifier(accession) && !isAddress(accession)) identifiers.add(`${registry}:${accession}`);
  }
  const accessions = new Set([...identifiers].map((identifier) => identifier.slice(identifier.indexOf(':') + 1)));
  for (const text of statedIn(entity)) {
    const compact = statedIdentifier(text);
    if (compact) identifiers.add(compact);
    else if (isAddress(text)) aliases.add(text);
    else if (text.length <= 300 && !accessions.has(text)) {
      words.add(text);
      note('Identifiers that name no registry (a bare accession) were kept as keywords: nobody could tell what else bears the same');
    }
  }
  return { identifiers: [...identifiers], aliases: [...aliases], words: [...words] };
}

function accessOf(entity: Entity): DescriptionInput['access'] {
  const stated = firstWord(entity, 'conditionsOfAccess');
  const level = (['open', 'registration', 'controlled', 'closed'] as const).find((it) => it === stated?.toLowerCase());
  const conditions = level ? undefined : languageMapOf(entity, 'conditionsOfAccess');
  const free = wordsOf(entity, 'isAccessibleForFree').some((text) => /^(https?:\/\/schema\.org\/)?true$/i.test(text));
  const open = free && conditions === undefined ? 'open' : undefined;
  const url = addressesOf(entity, 'termsOfService')[0];
  return level || open || conditions || url ? { level: level ?? open, conditions, url } : undefined;
}

function statusOf(entity: Entity): Pick<DescriptionInput, 'status' | 'statusReason'> {
  const stated = wordsOf(entity, 'creativeWorkStatus').find((text) => NO_LONGER_KEPT.test(text));
  return stated ? { status: 'deprecated', statusReason: clip(`The source states its status as "${stated}".`, 4_000) } : {};
}

/** A description, unless it is the sentence that stands in for one nobody stated. */
function statedDescription(entity: Entity): DescriptionInput['description'] {
  const stated = languageMapOf(entity, 'description', 'abstract');
  return stated?.['en']?.endsWith('Its sources state no description.') ? undefined : stated;
}

export interface Place {
  /** The page or document the entity stands in. */
  page: string | undefined;
  note: (text: string) => void;
}

/** What an entity of schema.org says as a description; undefined if it has no name. */
export function descriptionOf(entity: Entity, kind: Kind, { page, note }: Place): DescriptionInput | undefined {
  const title = titleOf(entity);
  if (!title) return undefined;
  for (const property of entity.properties.keys()) if (!READ.has(property)) note(`The property "${property}" of schema.org has no place in a description and was left out`);
  for (const address of entity.foreign) note(`The property ${address} is none of schema.org or Bioschemas and was left out`);

  const { identifiers, aliases, words } = namesOf(entity, note);
  const addresses = addressesOf(entity, 'url', 'mainEntityOfPage');
  const editions = entitiesOf(entity, 'hasCourseInstance');
  const people = [entity, ...editions].flatMap((it) => valuesOf(it, ...CONTACTS));
  const provider = providerOf([...valuesOf(entity, ...PROVIDERS), ...people.filter((value) => 'entity' in value && isOrganisation(value.entity))]);
  const subjects = subjectsOf(entity, kind, note);
  const own = page !== undefined && isAddress(page) ? [page] : [];
  const alternate = valuesOf(entity, 'alternateName').flatMap((value) => ('text' in value && !Object.values(title).includes(value.text) ? value.text : []));
  const documents = ENDPOINTS.flatMap(([property, type]) => addressesOf(entity, property).map((url) => ({ url, type })));
  if (editions.length > 0) note('Dates and places of editions of a course have no place in a description and were left out');
  return {
    kind,
    title,
    description: statedDescription(entity),
    identifiers,
    aliases: [...new Set(entity.id === undefined ? [...aliases, ...own] : aliases)],
    homepage: addresses[0] ?? (entity.id && isAddress(entity.id) ? entity.id : own[0]),
    ...subjects,
    keywords: [...new Set([...subjects.keywords, ...alternate.filter((text) => text.length <= 300), ...words])],
    provider,
    contacts: contactsOf(people),
    licence: licenceOf(valuesOf(entity, 'license')),
    access: accessOf(entity),
    endpoints: [...addresses.slice(1).map((url) => ({ url, type: 'web' })), ...documents],
    distributions: downloadsOf(entity),
    publications: publicationsOf(valuesOf(entity, 'citation')),
    version: firstWord(entity, 'version', 'softwareVersion'),
    ...statusOf(entity),
    issued: dateOf(entity, 'datePublished', 'dateCreated'),
    modified: dateOf(entity, 'dateModified'),
    links: linksOf(entity, kind),
  };
}
