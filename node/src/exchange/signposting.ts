import type { Outgoing } from '../catalogue/index.ts';
import { classesOf, licenceAddress } from './dcat/index.ts';
import type { Format } from './format.ts';
import { iri } from './rdf/index.ts';

/** A typed link (RFC 8288) from a page to another address. */
export interface TypedLink {
  rel: string;
  href: string;
  type?: string | undefined;
  profile?: string | undefined;
}

/** Proxies refuse headers past 4 to 8 kB; what does not fit stands in the link set. */
const LONGEST_HEADER = 3_500;
/** Of authors and of files, so many stand in a header. */
const MOST_ALIKE = 10;

export const representationAddress = (page: string, format: Pick<Format, 'id'>): string => `${page}?format=${format.id}`;

/**
 * The links of a resource's page by the FAIR Signposting profile: the address to cite, where it is described for
 * programs, its licence, who answers for it, what it is, its files, the catalogue it stands in.
 */
export function signposts(resource: Outgoing, formats: readonly Format[], baseUrl: string): TypedLink[] {
  const page = resource.url;
  const licence = resource.licence && licenceAddress(resource.licence)?.value;
  return [
    { rel: 'cite-as', href: page },
    { rel: 'type', href: 'https://schema.org/AboutPage' },
    ...classesOf(resource).map(({ value }) => ({ rel: 'type', href: value })),
    { rel: 'linkset', href: `${page}/linkset`, type: 'application/linkset+json' },
    ...formats.map((format) => ({ rel: 'describedby', href: representationAddress(page, format), type: format.mediaType, profile: format.profile })),
    { rel: 'describedby', href: `${baseUrl}/api/v1/resources/${resource.id}`, type: 'application/json' },
    ...(licence ? [{ rel: 'license', href: licence }] : []),
    ...resource.contacts.flatMap(({ orcid }) => (orcid ? [{ rel: 'author', href: `https://orcid.org/${orcid}` }] : [])),
    ...items(resource),
    { rel: 'collection', href: `${baseUrl}/catalog` },
  ];
}

const items = ({ distributions }: Outgoing): TypedLink[] =>
  distributions.flatMap(({ url, mediaType }) => {
    const address = iri(url)?.value;
    return address && /^(https?|ftp):/i.test(address)
      ? [{ rel: 'item', href: address, type: mediaType && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(mediaType) ? mediaType : undefined }]
      : [];
  });

/** The links as a header, as many as fit. */
export function linkHeader(links: readonly TypedLink[]): string {
  const counts = new Map<string, number>();
  const parts: string[] = [];
  let length = 0;
  for (const { rel, href, type, profile } of links) {
    const count = (counts.get(rel) ?? 0) + 1;
    counts.set(rel, count);
    if (count > MOST_ALIKE && (rel === 'author' || rel === 'item')) continue;
    const part = `<${ascii(href)}>; rel="${rel}"${type ? `; type="${type}"` : ''}${profile ? `; profile="${ascii(profile)}"` : ''}`;
    if (length + part.length > LONGEST_HEADER) continue;
    length += part.length + 2;
    parts.push(part);
  }
  return parts.join(', ');
}

/** The links as a link set (RFC 9264), with those of each description and file back to the page. */
export function linkSet(page: string, links: readonly TypedLink[]): object {
  const relations: Record<string, object[]> = {};
  for (const { rel, href, type, profile } of links) {
    if (rel === 'linkset') continue;
    (relations[rel] ??= []).push({ href, ...(type ? { type } : {}), ...(profile ? { profile: [profile] } : {}) });
  }
  const back = (rel: string, inverse: string) => links.filter((link) => link.rel === rel).map(({ href }) => ({ anchor: href, [inverse]: [{ href: page, type: 'text/html' }] }));
  return { linkset: [{ anchor: page, ...relations }, ...back('describedby', 'describes'), ...back('item', 'collection')] };
}

const ascii = (address: string) => address.replaceAll(/[^\u0021-\u007E]|["<>]/gu, encodeURIComponent);
