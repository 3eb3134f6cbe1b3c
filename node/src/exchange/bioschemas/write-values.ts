import type { Outgoing, PredicateName } from '../../catalogue/index.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import { namedContacts, type Agent } from '../writing/agents.ts';
import { doiIn } from '../stated-identifiers.ts';
import { orcidAddress, webAddress } from '../writing/identifiers.ts';
import { licenceAddress, licenceName } from '../writing/licence.ts';
import { english, NO_ASSERTION, NOT_STATED } from '../writing/text.ts';
import { schemaTypeOf } from './profiles.ts';

/** A node of JSON-LD, undefined where nothing is said; JSON leaves such properties out. */
export type Properties = Record<string, unknown>;

/** At most so many of what a page may hold thousands of. */
const MOST = 200;

/** A list as JSON-LD has it: left out where empty, for profiles take an empty list for a value. */
export const listed = <T>(items: readonly T[]): T[] | undefined => (items.length > 0 ? items.slice(0, MOST) : undefined);

export function agent(it: Agent): Properties {
  const url = webAddress(it.url);
  if (it.type === 'person')
    return { '@type': 'Person', '@id': it.orcid && orcidAddress(it.orcid), name: it.name, email: it.email, url: url ?? (it.orcid && orcidAddress(it.orcid)) };
  return { '@type': 'Organization', '@id': it.ror, name: it.name, alternateName: Object.values(it.names ?? {}).find((name) => name !== it.name), url: url ?? it.ror };
}

/** Whom to ask, by name; and contacts without one as what they are. */
export function maintainers(resource: Outgoing): Properties[] | undefined {
  const nameless = resource.contacts
    .filter(({ name }) => !name)
    .map(({ email, url, orcid }) => ({ '@type': 'ContactPoint', name: email ?? orcid ?? url, email, url: webAddress(url) }));
  return listed([...namedContacts(resource).map(agent), ...nameless]);
}

type Term = Outgoing['topics'][number];

/** A vocabulary term, as `DefinedTerm` with its address. */
export function definedTerm({ id, label }: Term, vocabulary: Vocabulary): Properties {
  const term = vocabulary.get(id);
  return {
    '@type': 'DefinedTerm',
    '@id': webAddress(term?.iri),
    name: english(label),
    alternateName: listed(Object.values(label).filter((name) => name !== english(label))),
    termCode: id.slice(id.indexOf(':') + 1),
    url: webAddress(term?.iri),
    inDefinedTermSet: id.startsWith('edam:') ? { '@type': 'DefinedTermSet', name: 'EDAM', url: 'http://edamontology.org' } : undefined,
  };
}

export const definedTerms = (terms: Term[], vocabulary: Vocabulary): Properties[] | undefined => listed(terms.map((term) => definedTerm(term, vocabulary)));

/** What a tool or workflow reads or writes: a parameter a format. */
export const parameters = (terms: Term[], vocabulary: Vocabulary): Properties[] | undefined =>
  listed(terms.map((term) => ({ '@type': 'FormalParameter', name: english(term.label), encodingFormat: definedTerm(term, vocabulary) })));

/** The licence by its address; one that has none by its name. */
export function licence(resource: Outgoing): string | Properties | undefined {
  return licenceAddress(resource) ?? (resource.licence && { '@type': 'CreativeWork', name: licenceName(resource) });
}

/** For profiles that demand a licence: what is said where none is stated is that, and nothing else. */
export const NO_LICENCE = { '@type': 'CreativeWork', name: NOT_STATED, identifier: NO_ASSERTION };

export function citations({ publications }: Outgoing): Properties[] | undefined {
  return listed(
    publications.map(({ doi, url, title }) => {
      const bare = doiIn(doi) ?? doiIn(url);
      const address = bare ? webAddress(`https://doi.org/${bare}`) : webAddress(url);
      return { '@type': 'ScholarlyArticle', '@id': address, name: title, identifier: bare && `doi:${bare}`, url: address };
    }),
  );
}

export function downloads({ distributions }: Outgoing, vocabulary: Vocabulary): Properties[] | undefined {
  return listed(
    distributions.map(({ title, description, url, mediaType, format, formatTerm, size, checksum }) => ({
      '@type': 'DataDownload',
      name: title,
      description,
      contentUrl: webAddress(url) ?? url,
      encodingFormat: formatTerm ? [...(mediaType ? [mediaType] : []), definedTerm(formatTerm, vocabulary)] : (mediaType ?? format),
      contentSize: size === undefined ? undefined : `${size} B`,
      sha256: checksum?.algorithm === 'sha-256' ? checksum.value : undefined,
    })),
  );
}

/** The resources that links of these predicates lead to, each with its type, name and address. */
export function linkedBy(resource: Outgoing, predicates: readonly PredicateName[], baseUrl: string): Properties[] {
  const found = new Map(resource.linked.filter(({ predicate }) => predicates.includes(predicate)).map(({ object }) => [object.id, object]));
  return [...found.values()].map(({ id, kind, title }) => ({ '@type': schemaTypeOf(kind), '@id': `${baseUrl}/r/${id}`, name: english(title), url: `${baseUrl}/r/${id}` }));
}

/** Addresses of endpoints of these types (`source-code`, `documentation`, …). */
export const endpointsOf = ({ endpoints }: Outgoing, ...types: string[]): string[] =>
  endpoints.flatMap(({ type, url }) => (type !== undefined && types.includes(type) ? (webAddress(url) ?? []) : []));
