import type { DescriptionInput } from '../catalogue/index.ts';
import { addressesIn, clip, withoutLinks } from './text.ts';

type Licence = NonNullable<DescriptionInput['licence']>;

const CREATIVE_COMMONS = /^https?:\/\/(?:www\.)?creativecommons\.org\/licenses\/(by(?:-(?:nc|sa|nd|nc-sa|nc-nd))?)\/(\d\.\d)(?:\/(?:deed|legalcode)(?:\.[a-z-]+)?)?\/?$/i;

const ADDRESSES: [RegExp, string][] = [
  [/^https?:\/\/(?:www\.)?creativecommons\.org\/publicdomain\/zero\/1\.0(?:\/(?:deed|legalcode)(?:\.[a-z-]+)?)?\/?$/i, 'CC0-1.0'],
  [/^https?:\/\/(?:www\.)?opendatacommons\.org\/licenses\/by\/1[-.]0\/?$/i, 'ODC-By-1.0'],
  [/^https?:\/\/(?:www\.)?opendatacommons\.org\/licenses\/odbl\/1[-.]0\/?$/i, 'ODbL-1.0'],
  [/^https?:\/\/(?:www\.)?opendatacommons\.org\/licenses\/pddl\/1[-.]0\/?$/i, 'PDDL-1.0'],
  [/^https?:\/\/cdla\.(?:io|dev)\/permissive-1-0\/?$/i, 'CDLA-Permissive-1.0'],
  [/^https?:\/\/cdla\.(?:io|dev)\/permissive-2-0\/?$/i, 'CDLA-Permissive-2.0'],
  [/^https?:\/\/cdla\.(?:io|dev)\/sharing-1-0\/?$/i, 'CDLA-Sharing-1.0'],
  [/^https?:\/\/(?:www\.)?opensource\.org\/licenses?\/mit(?:-license\.php)?\/?$/i, 'MIT'],
  [/^https?:\/\/(?:www\.)?apache\.org\/licenses\/LICENSE-2\.0(?:\.html|\.txt)?\/?$/i, 'Apache-2.0'],
  [/^https?:\/\/(?:www\.)?opensource\.org\/licenses?\/apache-2\.0\/?$/i, 'Apache-2.0'],
  [/^https?:\/\/(?:www\.)?opensource\.org\/licenses?\/BSD-3-Clause\/?$/i, 'BSD-3-Clause'],
  [/^https?:\/\/(?:www\.)?gnu\.org\/licenses\/gpl-3\.0(?:\.en)?(?:\.html|\.txt)?\/?$/i, 'GPL-3.0-only'],
];

/** The SPDX identifier of the licence at an address, where the address is that of one licence and no other. */
export function licenceAt(url: string): string | undefined {
  const cc = CREATIVE_COMMONS.exec(url);
  if (cc) return `CC-${cc[1]!.toUpperCase()}-${cc[2]}`;
  return ADDRESSES.find(([pattern]) => pattern.test(url))?.[1];
}

/** Exact names, folded to lower-case letters, digits and dots. A name without a version is no certain licence. */
const NAMES: Record<string, string> = {
  mit: 'MIT',
  'mit license': 'MIT',
  'apache 2.0': 'Apache-2.0',
  'apache license 2.0': 'Apache-2.0',
  'apache license version 2.0': 'Apache-2.0',
  'bsd 3 clause': 'BSD-3-Clause',
  'gpl 3.0': 'GPL-3.0-only',
  cc0: 'CC0-1.0',
  'cc0 1.0': 'CC0-1.0',
  'cc 0 1.0': 'CC0-1.0',
  'cc0 1.0 universal': 'CC0-1.0',
  'cc0 1.0 universal cc0 1.0 public domain dedication': 'CC0-1.0',
  'creative commons zero v1.0 universal': 'CC0-1.0',
};
const PARTS: Record<string, string> = {
  by: 'by',
  attribution: 'by',
  nc: 'nc',
  noncommercial: 'nc',
  'non commercial': 'nc',
  sa: 'sa',
  sharealike: 'sa',
  'share alike': 'sa',
  nd: 'nd',
  noderivatives: 'nd',
  noderivs: 'nd',
};
const CC_NAME =
  /^(?:cc|creative commons) ((?:by|attribution|nc|noncommercial|non commercial|sa|sharealike|share alike|nd|noderivatives|noderivs)(?: (?:by|attribution|nc|noncommercial|non commercial|sa|sharealike|share alike|nd|noderivatives|noderivs))*) (\d\.\d)(?: international)?(?: public)?(?: licen[cs]e)?$/;

/** The SPDX identifier a name stands for, where it can stand for one only. */
export function licenceNamed(name: string): string | undefined {
  const folded = name
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^a-z0-9.]+/g, ' ')
    .replace(/\.(?!\d)/g, ' ')
    .replace(/\bv(?=\d)/g, '')
    .trim()
    .replace(/\s+/g, ' ');
  if (NAMES[folded]) return NAMES[folded];
  const cc = CC_NAME.exec(folded);
  if (!cc) return undefined;
  const parts = cc[1]!.match(/attribution|non commercial|noncommercial|share alike|sharealike|noderivatives|noderivs|by|nc|sa|nd/g)!.map((part) => PARTS[part]!);
  if (parts[0] !== 'by') return undefined;
  return `CC-${parts.join('-').toUpperCase()}-${cc[2]}`;
}

/**
 * The licence a free text states. An SPDX identifier only where the whole text is a licence's exact name or address;
 * otherwise the text itself, with the one address it holds.
 */
export function licenceOf(text: string | undefined): Licence | undefined {
  const whole = text?.trim();
  if (!whole) return undefined;
  const addresses = addressesIn(whole);
  const url = addresses.length === 1 ? addresses[0] : undefined;
  const name = withoutLinks(whole).replace(/\.$/, '');
  const isOnlyAddress = url !== undefined && name.replace(/\/$/, '') === url.replace(/\/$/, '');
  const onlyLink = url !== undefined && /^\[[^\]]*\]\([^)]*\)\.?$/.test(whole);
  const id = (isOnlyAddress || onlyLink ? licenceAt(url) : undefined) ?? licenceNamed(name);
  return { id, name: isOnlyAddress ? undefined : clip(name, 4_000), url };
}
