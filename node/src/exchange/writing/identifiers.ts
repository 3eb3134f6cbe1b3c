import type { Outgoing } from '../../catalogue/index.ts';
import { doiIn } from '../stated-identifiers.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';

type Identified = Pick<Outgoing, 'identifiers'>;

/** The part of an identifier after its prefix, where one of this prefix stands: `identified(it, 'biotools')` is `bwa`. */
export function identifierOf(resource: Identified, prefix: string, { prefixes }: Vocabulary): string | undefined {
  for (const identifier of resource.identifiers) {
    const form = prefixes.canonical(identifier);
    if (form.startsWith(`${prefix}:`)) return form.slice(prefix.length + 1);
  }
  return undefined;
}

/** The DOI of the resource itself, bare. */
export function doiOf(resource: Identified): string | undefined {
  for (const identifier of resource.identifiers) {
    const doi = doiIn(identifier);
    if (doi) return doi;
  }
  return undefined;
}

/** The addresses under which others describe this very thing, each once. */
export function otherAddresses(resource: Identified, { prefixes }: Vocabulary): string[] {
  return [...new Set(resource.identifiers.flatMap((identifier) => webAddress(prefixes.address(identifier) ?? identifier) ?? []))];
}

const NOT_IN_URI = /[|\\^`{}[\]<>"\s\u007F-\uFFFF]/gu;

/**
 * A web address as RFC 3986 writes it: what people and sources write unescaped (Chinese letters, braces, bars) is
 * percent-encoded. Undefined where the text is no address.
 */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !/^(https?|ftp|s3|gs):\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { href } = new URL(text);
  const [, authority = '', rest = ''] = /^([a-z0-9]+:\/\/[^/?#]*)(.*)$/is.exec(href) ?? [];
  return authority.replace(/[\u007F-\uFFFF]/gu, encodeURIComponent) + rest.replace(NOT_IN_URI, (letter) => encodeURIComponent(letter)).replace(/%(?![0-9A-F]{2})/gi, '%25');
}

/** `https://orcid.org/0000-…`. */
export const orcidAddress = (orcid: string): string => `https://orcid.org/${orcid}`;
