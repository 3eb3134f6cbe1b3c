import type { LanguageMap } from '../../kernel/language-map.ts';

const both = (name: string): LanguageMap => ({ en: name, zh: name });

/** Identifier systems that are governed to last: resolvers of their own, and archives that never reuse an accession. */
const PERSISTENT: [RegExp, LanguageMap][] = [
  [/^(doi:\s*|https?:\/\/(dx\.|www\.)?doi\.org\/)?10\.\d{4,9}\/\S+$/i, both('DOI')],
  [/^(cstr:|https?:\/\/(www\.)?cstr\.cn\/)\d{5}\.\S+$/i, both('CSTR')],
  [/^(hdl:|handle:|https?:\/\/hdl\.handle\.net\/)\S+$/i, both('Handle')],
  [/^(https?:\/\/n2t\.net\/)?ark:\/?\S+$/i, both('ARK')],
  [/^urn:(nbn|lsid|uuid|isbn|issn):\S+$/i, both('URN')],
  [/^swh:1:\S+$/i, both('SWHID')],
  [/^(rrid:|https?:\/\/scicrunch\.org\/resolver\/)\S+$/i, both('RRID')],
  [/^https?:\/\/(www\.)?(purl\.(org|obolibrary\.org)|w3id\.org|identifiers\.org|bioregistry\.io)\/\S+$/i, both('PURL')],
  [/^obo:\S+$/i, both('OBO PURL')],
  [/^(ror:|https?:\/\/ror\.org\/)\S+$/i, both('ROR')],
  [/^(fairsharing|re3data|biotools|wikidata|isbn|workflowhub):\S+$/i, { en: 'registry accession', zh: '注册库编号' }],
  [
    /^(bioproject|biosample|insdc\.\w+|geo|dbgap|ega\.\w+|arrayexpress|biostudies|px|metabolights|empiar|emdb|pdb|clinicaltrials|gsa|cnsa):\S+$/i,
    { en: 'archive accession', zh: '数据归档登录号' },
  ],
];

/** The system by which an identifier is persistent; undefined where it is not known to be. */
export const persistentSystem = (identifier: string): LanguageMap | undefined => PERSISTENT.find(([form]) => form.test(identifier.trim()))?.[1];

/** Whether an identifier can mean one thing in the whole world: an address, a URN, or an accession under a prefix. */
export const isGloballyUnique = (identifier: string): boolean =>
  /^(https?|ftp|s3|gs):\/\/\S+$/i.test(identifier) || /^[a-z][\w.+-]*:\S+$/i.test(identifier) || persistentSystem(identifier) !== undefined;
