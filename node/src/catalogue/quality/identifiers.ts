import type { LanguageMap } from '../../kernel/language-map.ts';
import { prefixRegistry, type Prefix } from '../../vocabulary/index.ts';

const PREFIXES = prefixRegistry();

/** How systems are called that are many of one sort; a resolver goes by its own name. */
const SORTS: Record<Exclude<NonNullable<Prefix['lasts']>, 'resolver'>, LanguageMap> = {
  registry: { en: 'registry accession', zh: '注册库编号' },
  archive: { en: 'archive accession', zh: '数据归档登录号' },
};

/** Identifiers governed to last that bear no prefix of an identifier registry. */
const WITHOUT_PREFIX: [RegExp, LanguageMap][] = [
  [/^urn:(nbn|lsid|uuid|isbn|issn):\S+$/i, { en: 'URN', zh: 'URN' }],
  [/^https?:\/\/(www\.)?(purl\.(org|obolibrary\.org)|w3id\.org|identifiers\.org|bioregistry\.io)\/\S+$/i, { en: 'PURL', zh: 'PURL' }],
];

/** The system by which an identifier is persistent; undefined where it is not known to be. */
export function persistentSystem(identifier: string): LanguageMap | undefined {
  const prefix = PREFIXES.prefixOf(PREFIXES.canonical(identifier));
  if (prefix?.lasts) return prefix.lasts === 'resolver' ? prefix.name : SORTS[prefix.lasts];
  return WITHOUT_PREFIX.find(([form]) => form.test(identifier.trim()))?.[1];
}

/** Whether an identifier can mean one thing in the whole world: an address, a URN, or an accession under a prefix. */
export const isGloballyUnique = (identifier: string): boolean =>
  /^(https?|ftp|s3|gs):\/\/\S+$/i.test(identifier) || /^[a-z][\w.+-]*:\S+$/i.test(identifier) || persistentSystem(identifier) !== undefined;
