/** Addresses under which registries of the field resolve their identifiers, and the compact form of each. */
const RESOLVED: [RegExp, (match: RegExpExecArray) => string][] = [
  [/^(?:https?:\/\/(?:dx\.|www\.)?doi\.org\/|doi:\s*)10\.25504\/fairsharing\.([a-z0-9]+)$/i, ([, id]) => `fairsharing:${id!.toLowerCase()}`],
  [/^(?:https?:\/\/(?:dx\.|www\.)?doi\.org\/|doi:\s*)(10\.\d{4,9}\/\S+)$/i, ([, doi]) => `doi:${decoded(doi!).toLowerCase()}`],
  [/^https?:\/\/(?:www\.)?bio\.tools\/(?:tool\/|api\/tool\/)?([A-Za-z0-9_.~-]+)\/?$/i, ([, id]) => `biotools:${id}`],
  [/^https?:\/\/(?:www\.)?fairsharing\.org\/FAIRsharing\.([a-z0-9]+)\/?$/i, ([, id]) => `fairsharing:${id!.toLowerCase()}`],
  [/^https?:\/\/(?:www\.)?scicrunch\.org\/(?:[a-z]+\/)*(?:RRID:)?(SCR_\d+)(?:\/.*)?$/i, ([, id]) => `rrid:${id!.toUpperCase()}`],
  [/^rrid:\s*(\S+)$/i, ([, id]) => `rrid:${id}`],
  [/^https?:\/\/(?:www\.)?anaconda\.org\/bioconda\/([a-z0-9_.-]+)\/?$/i, ([, id]) => `bioconda:${id}`],
  [/^https?:\/\/bioconda\.github\.io\/recipes\/([a-z0-9_.-]+)\/README\.html$/i, ([, id]) => `bioconda:${id}`],
  [/^https?:\/\/(?:www\.)?workflowhub\.eu\/workflows\/(\d+)(?:\?version=\d+)?$/i, ([, id]) => `workflowhub:${id}`],
  [/^https?:\/\/(?:www\.)?bioregistry\.io\/(?:registry\/)?([a-z0-9.]+):([^\s/]+)$/i, ([, prefix, id]) => `${prefix!.toLowerCase()}:${id}`],
  [/^https?:\/\/(?:www\.)?identifiers\.org\/([a-z0-9._]+)[:/]([^\s/]+)$/i, ([, prefix, id]) => `${prefix!.toLowerCase()}:${id}`],
];

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const COMPACT = /^([A-Za-z][A-Za-z0-9._-]{1,30}):([^\s/][^\s]*)$/;
/** No identifier is longer. */
const LONGEST = 300;
const NO_PREFIX = /^(https?|ftp|ftps|s3|gs|file|urn|mailto|data|javascript|tel|arcp|_)$/i;

/**
 * The compact identifier a text states: an address a registry resolves, or `prefix:accession` as it stands. A bare
 * accession or another address is none: nobody could tell what it identifies.
 */
export function statedIdentifier(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return undefined;
  for (const [pattern, compact] of RESOLVED) {
    const match = pattern.exec(trimmed);
    if (match) return compact(match);
  }
  const [, prefix, accession] = COMPACT.exec(trimmed) ?? [];
  if (!prefix || !accession || NO_PREFIX.test(prefix)) return undefined;
  return `${prefix.toLowerCase()}:${accession}`;
}

/** The DOI (`10.…`) an address or text states. */
export const doiIn = (text: string): string | undefined => /^(?:https?:\/\/(?:dx\.|www\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i.exec(text.trim())?.[1];

/** The ORCID iD an address or text states. */
export const orcidIn = (text: string): string | undefined =>
  /^(?:https?:\/\/(?:www\.)?orcid\.org\/|orcid:)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])\/?$/i.exec(text.trim())?.[1]?.toUpperCase();

/** The ROR address an address or text states. */
export function rorIn(text: string): string | undefined {
  const id = /^(?:https?:\/\/(?:www\.)?ror\.org\/|ror:)(0[a-z0-9]{8})\/?$/i.exec(text.trim())?.[1];
  return id && `https://ror.org/${id.toLowerCase()}`;
}

/** The EDAM identifier (`edam:topic_0091`) an address or text states, of one branch if one is named. */
export function edamIn(text: string, branch?: 'topic' | 'operation' | 'data' | 'format'): string | undefined {
  const [, of, number] = /^(?:https?:\/\/(?:www\.)?edamontology\.org\/|edam:)?(topic|operation|data|format)_(\d{4,})$/i.exec(text.trim()) ?? [];
  return of && (branch === undefined || of.toLowerCase() === branch) ? `edam:${of.toLowerCase()}_${number}` : undefined;
}
