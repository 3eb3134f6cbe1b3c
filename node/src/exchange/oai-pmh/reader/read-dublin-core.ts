import { KIND_LABELS, KINDS, LIMITS, type DescriptionInput, type Kind } from '../../../catalogue/index.ts';
import type { LanguageMap } from '../../../kernel/language-map.ts';
import { spdxIdentifierAt, spdxIdentifierOf } from '../../spdx-identifiers.ts';
import { doiIn, orcidIn, statedIdentifier } from '../../stated-identifiers.ts';
import { clip, isAddress } from '../../text.ts';
import type { DublinCoreStatement } from './metadata.ts';

/** DCMI types, and what repositories write in their place, by lower-case name. */
const KINDS_BY_TYPE: Record<string, Kind> = {
  ...Object.fromEntries(
    KINDS.flatMap((kind) => [
      [kind, kind],
      [KIND_LABELS[kind]['en']!.toLowerCase(), kind],
    ]),
  ),
  collection: 'dataset',
  software: 'tool',
  'computer program': 'tool',
  sourcecode: 'tool',
  'source code': 'tool',
  'learning object': 'training-material',
  'learning resource': 'training-material',
  lecture: 'training-material',
  tutorial: 'training-material',
  interactiveresource: 'training-material',
  physicalobject: 'instrument',
};

/** `info:eu-repo/semantics/…` and the COAR access rights, as repositories state them in `dc:rights`. */
const ACCESS: [RegExp, 'open' | 'registration' | 'controlled' | 'closed'][] = [
  [/^info:eu-repo\/semantics\/openAccess$|coar-repositories\.org\/.*c_abf2$|purl\.org\/coar\/access_right\/c_abf2$|^open access$/i, 'open'],
  [/^info:eu-repo\/semantics\/(restricted|embargoed)Access$|access_right\/c_(16ec|f1cf)$|^restricted access$/i, 'controlled'],
  [/^info:eu-repo\/semantics\/closedAccess$|access_right\/c_14cb$|^closed access$/i, 'closed'],
];

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const THREE_LETTERS: Record<string, string> = { eng: 'en', zho: 'zh', chi: 'zh', cmn: 'zh' };
const TAG = /^([a-z]{2,3})([-_][a-z0-9]{1,8})*$/i;

/** The language a tag names, its region and script left aside: texts are kept by language. */
function languageNamed(tag: string | undefined): string | undefined {
  const primary = TAG.exec(tag?.trim() ?? '')?.[1]?.toLowerCase();
  return primary && (THREE_LETTERS[primary] ?? primary);
}

/**
 * A Dublin Core record as a description. Undefined text fields are left out; what only people can tell apart (which
 * creator is whose) is kept as it stands.
 * @param otherwise - the kind of a record whose types name none.
 */
export function readDublinCore(statements: readonly DublinCoreStatement[], otherwise: Kind): Omit<DescriptionInput, 'title'> & { title: LanguageMap } {
  const all = (name: string): DublinCoreStatement[] => statements.filter((statement) => statement.name === name);
  const texts = (name: string): string[] => [...new Set(all(name).map(({ text }) => oneLine(text)))];
  const declared = [...new Set(texts('language').flatMap((tag) => languageNamed(tag) ?? []))];
  const languageOf = ({ text, language }: DublinCoreStatement): string =>
    languageNamed(language) ?? (/\p{Script=Han}/u.test(text) ? 'zh' : declared.length === 1 && declared[0] !== 'zh' ? declared[0]! : 'en');

  const identifiers = texts('identifier');
  const addresses = identifiers.filter(isAddress);
  const homepage = addresses.find((address) => !doiIn(address)) ?? addresses[0] ?? identifiers.flatMap((text) => doiIn(text) ?? []).map((doi) => `https://doi.org/${doi}`)[0];
  const dates = texts('date')
    .filter((date) => /^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(date))
    .sort();
  const rights = texts('rights');
  const publisher = all('publisher').map((it) => ({ ...it, text: oneLine(it.text) }));

  return {
    kind: kindOf(texts('type')) ?? otherwise,
    title: byLanguage(
      all('title').map((it) => ({ ...it, text: oneLine(it.text) })),
      languageOf,
      LIMITS.title,
      (first) => first,
    ),
    description: orNothing(byLanguage(all('description'), languageOf, LIMITS.description, (first, next) => `${first}\n\n${next}`)),
    identifiers: [...new Set(identifiers.flatMap((text) => statedIdentifier(text) ?? []))],
    aliases: addresses.filter((address) => address !== homepage && !doiIn(address)),
    homepage: homepage && homepage.length <= LIMITS.text ? homepage : undefined,
    topics: texts('subject').filter((subject) => subject.length <= 300),
    formats: texts('format').filter((format) => format.length <= 300),
    provider: publisher.length > 0 ? { name: byLanguage(publisher, languageOf, 500, (first) => first) } : undefined,
    contacts: [...new Set([...texts('creator'), ...texts('contributor')])].slice(0, LIMITS.list).map(contactOf),
    licence: licenceIn(rights),
    access: accessIn(rights),
    publications: texts('relation').flatMap((relation) => {
      const doi = doiIn(relation);
      return doi ? [{ doi }] : [];
    }),
    issued: dates[0],
    modified: dates.length > 1 ? dates.at(-1) : undefined,
  };
}

/** One text a language: the first, or all of them as `join` puts them together. */
function byLanguage(
  statements: readonly DublinCoreStatement[],
  languageOf: (statement: DublinCoreStatement) => string,
  longest: number,
  join: (first: string, next: string) => string,
): LanguageMap {
  const found: LanguageMap = {};
  for (const statement of statements) {
    const language = languageOf(statement);
    found[language] = found[language] === undefined ? statement.text : join(found[language], statement.text);
  }
  for (const language of Object.keys(found)) found[language] = clip(found[language]!, longest);
  return found;
}

const orNothing = (map: LanguageMap): LanguageMap | undefined => (Object.keys(map).length > 0 ? map : undefined);

/** Several types tell more together: a "Dataset" that is also a "Database" is the latter, which a catalogue's own word names. */
function kindOf(types: string[]): Kind | undefined {
  const names = types.map((type) => type.toLowerCase().replace(/^https?:\/\/purl\.org\/dc\/dcmitype\/|^info:eu-repo\/semantics\//, ''));
  const named = names.flatMap((name) => KINDS_BY_TYPE[name] ?? []);
  return named.at(-1);
}

function contactOf(name: string): NonNullable<DescriptionInput['contacts']>[number] {
  const orcid = orcidIn(name);
  return orcid ? { orcid } : { name: clip(name, 500) };
}

/** What is said of the licence among statements of rights, which may be of access as well. */
function licenceIn(rights: string[]): DescriptionInput['licence'] {
  const stated = rights.filter((text) => !ACCESS.some(([pattern]) => pattern.test(text)));
  const addresses = stated.filter((text) => isAddress(text) && text.length <= LIMITS.text);
  const url = addresses.find((address) => spdxIdentifierAt(address)) ?? addresses[0];
  const id = (url && spdxIdentifierAt(url)) ?? stated.flatMap((text) => spdxIdentifierOf(text) ?? [])[0];
  const name = stated.find((text) => !isAddress(text) && spdxIdentifierOf(text) !== text);
  return id || url || name ? { id, url, name: name && clip(name, LIMITS.text) } : undefined;
}

function accessIn(rights: string[]): DescriptionInput['access'] {
  for (const text of rights) for (const [pattern, level] of ACCESS) if (pattern.test(text)) return { level };
  return undefined;
}
