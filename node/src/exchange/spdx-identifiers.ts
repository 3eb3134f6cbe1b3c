import { spdxIdentifier } from '../vocabulary/index.ts';
import { licenceAt, licenceNamed } from './licences.ts';

/** The SPDX identifier an address of the SPDX list or of a licence's own text stands for. */
export function spdxIdentifierAt(url: string): string | undefined {
  const own = /^https?:\/\/(?:www\.)?(?:spdx\.org\/licenses|opensource\.org\/licenses?)\/([A-Za-z0-9.+-]+?)(?:\.html|\.json|\.txt)?\/?(?:#.*)?$/.exec(url)?.[1];
  return (own && spdxIdentifier(own)) ?? licenceAt(url);
}

/** The name of a licence is shorter; what is longer is its text. */
const LONGEST_NAME = 200;

/** The SPDX identifier a short text stands for: an identifier itself, or a licence's exact name. */
export const spdxIdentifierOf = (text: string): string | undefined => (text.length > LONGEST_NAME ? undefined : (spdxIdentifier(text) ?? licenceNamed(text)));
