/** Identifiers of the SPDX licence list that research resources bear, by their families. What is not among them is not said to be wrong, only not recognised. */
const SPDX = new RegExp(
  `^(?:${[
    'CC0-1\\.0|CC-BY(?:-NC)?(?:-SA|-ND)?-[1-4]\\.[05](?:-[A-Z]{2,3})?|CC-PDDC',
    '(?:A|L)?GPL-[123]\\.[01](?:\\+|-only|-or-later)?',
    'MIT(?:-0)?|ISC|Zlib|Unlicense|WTFPL|0BSD|BSD-[1234]-Clause(?:-Clear|-LBNL|-UC|-Patent)?|BSL-1\\.0|PSF-2\\.0|Python-2\\.0|PostgreSQL|NCSA|Ruby|Beerware|JSON|X11|UPL-1\\.0|NIST-PD',
    'Apache-[12]\\.[01]|Artistic-[12]\\.0(?:-Perl|-cl8)?|ECL-2\\.0|AFL-[123]\\.[01]|OSL-[123]\\.[01]|MS-PL|MS-RL|ClArtistic',
    'MPL-[12]\\.[01]|EPL-[12]\\.0|EUPL-1\\.[012]|CDDL-1\\.[01]|CPL-1\\.0|IPL-1\\.0|CECILL(?:-[12]\\.[01]|-B|-C)|LPPL-1\\.[0123]c?|QPL-1\\.0|CeCILL(?:-[12]\\.[01]|-B|-C)',
    'ODbL-1\\.0|ODC-By-1\\.0|PDDL-1\\.0|OGL-UK-[123]\\.0|OGL-Canada-2\\.0|etalab-2\\.0|DL-DE-(?:BY|ZERO)-2\\.0|CDLA-(?:Permissive-[12]|Sharing-1)\\.0|OFL-1\\.[01]|GFDL-1\\.[123](?:-only|-or-later)?',
    'MulanPSL-[12]\\.0|MulanPubL-[12]\\.0',
    'APSL-2\\.0|BlueOak-1\\.0\\.0|CAL-1\\.0|CATOSL-1\\.1|CERN-OHL-[PSW]-2\\.0|[CO]-UDA-1\\.0|EFL-2\\.0|FSFAP|HPND|ICU|NASA-1\\.3|NLOD-[12]\\.0|NPOSL-3\\.0|OLDAP-2\\.8|OpenSSL|Sleepycat|TCL|Vim|W3C|XFree86-1\\.1|ZPL-2\\.1',
  ].join('|')})$`,
  'i',
);

/** The SPDX identifier a text is, as written; undefined where it is none of those known here. */
export const spdxIdentifier = (text: string): string | undefined => (SPDX.test(text.trim()) ? text.trim() : undefined);
