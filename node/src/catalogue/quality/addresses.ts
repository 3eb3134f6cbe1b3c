import type { ResourceContent } from '../resource.ts';

export interface NamedAddress {
  address: string;
  /** JSON pointer into the resource. */
  pointer: string;
  /** It leads to the resource itself, not to something about it. */
  ofData: boolean;
}

/** The addresses a resource names of itself: home page, services, files, the page where access is applied for, articles. */
export function addressesOf(content: ResourceContent): NamedAddress[] {
  return [
    ...(content.homepage ? [{ address: content.homepage, pointer: '/homepage', ofData: true }] : []),
    ...content.endpoints.map(({ url, type }, place) => ({ address: url, pointer: `/endpoints/${place}/url`, ofData: type !== 'documentation' })),
    ...content.distributions.map(({ url }, place) => ({ address: url, pointer: `/distributions/${place}/url`, ofData: true })),
    ...(content.access?.url ? [{ address: content.access.url, pointer: '/access/url', ofData: false }] : []),
    ...content.publications.flatMap(({ url }, place) => (url ? [{ address: url, pointer: `/publications/${place}/url`, ofData: false }] : [])),
  ];
}

const LONGEST = 2_000;

/** Whether an address can be asked over HTTP; others (s3, ftp, Amazon resource names) are not checked. */
export const isCheckable = (address: string): boolean => /^https?:\/\//i.test(address) && address.length <= LONGEST && URL.canParse(address);
