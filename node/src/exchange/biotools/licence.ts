/** Licences by the names of bio.tools, which follow an older list of SPDX: `GPL-3.0` where SPDX now says `GPL-3.0-only`. */
const KNOWN = new RegExp(
  `^(?:${[
    'CC0-1\\.0|CC-BY(?:-NC)?(?:-SA|-ND)?-(?:1\\.0|2\\.0|2\\.5|3\\.0|4\\.0)',
    'A?GPL-1\\.0|GPL-2\\.0|A?GPL-3\\.0|LGPL-2\\.0|LGPL-2\\.1|LGPL-3\\.0',
    'AGPL-[13]\\.0-or-later|GPL-[123]\\.0-or-later|LGPL-(?:2\\.[01]|3\\.0)-or-later',
    'MIT|ISC|Zlib|Unlicense|WTFPL|0BSD|BSD-[234]-Clause|BSL-1\\.0|Apache-[12]\\.0|Apache-1\\.1|Artistic-[12]\\.0|MPL-1\\.[01]|MPL-2\\.0|EPL-[12]\\.0|EUPL-1\\.[01]',
    'AFL-[23]\\.0|CDDL-1\\.[01]|CPL-1\\.0|CECILL-2\\.[01]|CECILL-[BC]|ECL-2\\.0|GFDL-1\\.[123]|NCSA|ODbL-1\\.0|PDDL-1\\.0|PostgreSQL|Python-2\\.0|Ruby|X11',
  ].join('|')})$`,
);

/** What bio.tools calls a licence; `Other` where it has no name for it. */
export function biotoolsLicence(id: string | undefined): string {
  const name = id?.replace(/-only$/, '').replace(/\+$/, '-or-later') ?? '';
  return KNOWN.test(name) ? name : 'Other';
}
