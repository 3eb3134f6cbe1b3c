import type { SourceRecord } from '../../catalogue/index.ts';
import { statedIdentifier } from '../stated-identifiers.ts';
import { clip } from '../text.ts';
import { licenceOf, publicationsOf } from './read-tools.ts';
import { addressesOf, isFields, textOf, textsOf, type Fields } from './read-values.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/;

/** The identifiers of the tool itself; a DOI among them is that of its article. */
function identified(stated: string[]): { identifiers: string[]; dois: string[] } {
  const compact = stated.flatMap((text) => statedIdentifier(text) ?? []);
  return { identifiers: compact.filter((id) => !/^(doi|pmid|pubmed|pmc):/.test(id)), dois: compact.filter((id) => id.startsWith('doi:')) };
}

/** What BioContainers says of a tool it packs: an entry of its `annotations.yaml`, or a file of one tool. */
export function containerRecord(called: string, fields: Fields): SourceRecord | { field: string; reason: string } {
  const name = textOf(fields['name']) ?? called;
  if (!NAME.test(name)) return { field: 'name', reason: 'is no name of a container' };
  const { identifiers, dois } = identified(textsOf(fields['identifiers']));
  const description = textOf(fields['description']);
  const pulls = fields['total_pulls'];
  return {
    // Two entries may give one name; what they are entered under is unique.
    key: `container/${NAME.test(called) ? called : name}`,
    collection: 'containers',
    description: {
      kind: 'tool',
      title: { en: name },
      description: description ? { en: description } : undefined,
      identifiers,
      aliases: [`biocontainers:${name}`],
      homepage: addressesOf(fields['home_url'])[0] ?? `https://biocontainers.pro/tools/${encodeURIComponent(name)}`,
      keywords: textsOf(fields['keywords']).map((word) => clip(word, 300)),
      licence: licenceOf(fields['license'] ?? fields['licence']),
      endpoints: [{ url: `https://biocontainers.pro/tools/${encodeURIComponent(name)}`, type: 'container', description: 'BioContainers' }],
      publications: publicationsOf(dois),
      popularity: typeof pulls === 'number' && pulls >= 0 && Number.isFinite(pulls) ? pulls : undefined,
    },
  };
}

/** A package of Bioconda: a recipe's `meta.yaml` that is filled in, or the short form of the tools' content repository. */
export function packageRecord(fields: Fields): SourceRecord | { field: string; reason: string } {
  const part = (name: string): Fields => (isFields(fields[name]) ? fields[name] : {});
  const about = isFields(fields['about']) ? fields['about'] : fields;
  const name = textOf(part('package')['name']) ?? textOf(fields['name']);
  if (!name || !NAME.test(name)) return { field: 'package.name', reason: name ? 'is no name of a package' : 'is missing' };
  const shortId = textOf(fields['biotools_id']);
  const { identifiers, dois } = identified([...textsOf(part('extra')['identifiers']), ...(shortId ? [`biotools:${shortId}`] : [])]);
  const description = textOf(about['description']) ?? textOf(about['summary']);
  return {
    key: `package/${name}`,
    collection: 'packages',
    description: {
      kind: 'tool',
      title: { en: name },
      description: description ? { en: description } : undefined,
      identifiers: [...new Set([`bioconda:${name}`, ...identifiers])],
      homepage: addressesOf(about['home'])[0] ?? `https://anaconda.org/bioconda/${encodeURIComponent(name)}`,
      licence: licenceOf(about['license']),
      endpoints: [
        ...addressesOf(about['doc_url']).map((url) => ({ url, type: 'documentation' })),
        ...addressesOf(about['dev_url']).map((url) => ({ url, type: 'source-code' })),
        { url: `https://anaconda.org/bioconda/${encodeURIComponent(name)}`, type: 'download', description: 'Bioconda' },
      ],
      publications: publicationsOf(dois),
      version: textOf(part('package')['version']) ?? textOf(fields['version']),
    },
  };
}
