import { licenceAt, licenceNamed } from './licences.ts';

/** Identifiers of the SPDX list that research resources use, by their families; what is not among them stays a name. */
const SPDX = new RegExp(
  `^(?:${[
    'CC0-1\\.0|CC-BY(?:-NC)?(?:-SA|-ND)?-[1-4]\\.[05](?:-[A-Z]{2,3})?|CC-PDDC',
    '(?:A|L)?GPL-[123]\\.[01](?:\\+|-only|-or-later)?',
    'MIT(?:-0)?|ISC|Zlib|Unlicense|WTFPL|0BSD|BSD-[1234]-Clause(?:-Clear|-LBNL|-UC|-Patent)?|BSL-1\\.0|PSF-2\\.0|Python-2\\.0|PostgreSQL|NCSA|Ruby|Beerware|JSON|X11|UPL-1\\.0|NIST-PD',
    'Apache-[12]\\.[01]|Artistic-[12]\\.0(?:-Perl|-cl8)?|ECL-2\\.0|AFL-[123]\\.[01]|OSL-[123]\\.[01]|MS-PL|MS-RL|ClArtistic',
    'MPL-[12]\\.[01]|EPL-[12]\\.0|EUPL-1\\.[012]|CDDL-1\\.[01]|CPL-1\\.0|IPL-1\\.0|CECILL(?:-[12]\\.[01]|-B|-C)|LPPL-1\\.[0123]c?|QPL-1\\.0|CeCILL(?:-[12]\\.[01]|-B|-C)',
    'ODbL-1\\.0|ODC-By-1\\.0|PDDL-1\\.0|OGL-UK-[123]\\.0|OGL-Canada-2\\.0|etalab-2\\.0|DL-DE-(?:BY|ZERO)-2\\.0|CDLA-(?:Permissive-[12]|Sharing-1)\\.0|OFL-1\\.[01]|GFDL-1\\.[123](?:-only|-or-later)?',
    'MulanPSL-[12]\\.0|MulanPubL-[12]\\.0',
  ].join('|')})$`,
  'i',
);

/** The SPDX identifier a text is, as written; undefined where it is none of those known here. */
export const spdxIdentifier = (text: string): string | undefined => (SPDX.test(text.trim()) ? text.trim() : undefined);

/** The SPDX identifier an address of the SPDX list or of a licence's own text stands for. */
export function spdxIdentifierAt(url: string): string | undefined {
  const own = /^https?:\/\/(?:www\.)?(?:spdx\.org\/licenses|opensource\.org\/licenses?)\/([A-Za-z0-9.+-]+?)(?:\.html|\.json|\.txt)?\/?(?:#.*)?$/.exec(url)?.[1];
  return (own && spdxIdentifier(own)) ?? licenceAt(url);
}

/** The name of a licence is shorter; what is longer is its text. */
const LONGEST_NAME = 200;

/** The SPDX identifier a short text stands for: an identifier itself, or a licence's exact name. */
export const spdxIdentifierOf = (text: string): string | undefined => (text.length > LONGEST_NAME ? undefined : (spdxIdentifier(text) ?? licenceNamed(text)));
