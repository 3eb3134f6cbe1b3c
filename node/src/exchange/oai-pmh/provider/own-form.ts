import type { DescriptionInput, Outgoing } from '../../../catalogue/index.ts';
import { xmlContent } from '../../xml.ts';
import { OWN_FORM } from '../own-form.ts';
import type { Repository } from './repository.ts';

/** A resource in the form in which nodes hand descriptions to each other. */
export function ownForm(resource: Outgoing, { reading }: Pick<Repository, 'reading'>): string {
  return `<${OWN_FORM.element} xmlns="${OWN_FORM.namespace}">${xmlContent(JSON.stringify(descriptionOf(resource, reading.baseUrl)))}</${OWN_FORM.element}>`;
}

type Term = Outgoing['topics'][number];

/** What a resource shows, as a description that another node can take in: under its address, with links as addresses. */
function descriptionOf(resource: Outgoing, baseUrl: string): DescriptionInput {
  const { provider, links: _, ...it } = resource;
  return {
    category: it.category,
    kind: it.kind,
    title: it.title,
    description: it.description,
    identifiers: said(it.identifiers),
    aliases: [it.url],
    homepage: it.homepage,
    topics: said(it.topics.map(termOf)),
    operations: said(it.operations.map(termOf)),
    reads: said(it.reads.map(termOf)),
    writes: said(it.writes.map(termOf)),
    formats: said(it.formats.map(termOf)),
    keywords: said(it.keywords),
    provider: provider && { name: provider.name, url: provider.url, ror: provider.ror },
    contacts: said(it.contacts),
    licence: it.licence,
    access: it.access,
    endpoints: said(it.endpoints),
    distributions: said(it.distributions.map(({ formatTerm: _term, ...distribution }) => distribution)),
    publications: said(it.publications),
    version: it.version,
    status: it.status === 'published' ? undefined : it.status,
    statusReason: it.statusReason,
    issued: it.issued,
    modified: it.modified,
    popularity: it.popularity,
    links: said(it.linked.map(({ predicate, object }) => ({ predicate, target: `${baseUrl}/r/${object.id}` }))),
  };
}

/** Lists that say nothing are left out. */
const said = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** Every node may know EDAM; a term of another vocabulary goes by its name, which is kept as a keyword where it is unknown. */
const termOf = ({ id, label }: Term): string => (id.startsWith('edam:') ? id : (label['en'] ?? Object.values(label)[0] ?? id));
