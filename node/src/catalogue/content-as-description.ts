import type { DescriptionInput } from './description.ts';
import type { ResourceContent, TermRef } from './resource.ts';

/**
 * What a resource shows, as a description that another node can take in.
 * @param aliases the names by which others may call it.
 * @param links where it leads, by names the other node knows.
 */
export function contentAsDescription(it: ResourceContent, { aliases, links }: { aliases: string[]; links: NonNullable<DescriptionInput['links']> }): DescriptionInput {
  const { provider } = it;
  return {
    category: it.category,
    kind: it.kind,
    title: it.title,
    description: it.description,
    identifiers: said(it.identifiers),
    aliases,
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
    links: said(links),
  };
}

/** Lists that say nothing are left out. */
const said = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** Every node may know EDAM; a term of another vocabulary goes by its name, which is kept as a keyword where it is unknown. */
const termOf = ({ id, label }: TermRef): string => (id.startsWith('edam:') ? id : (label['en'] ?? Object.values(label)[0] ?? id));
