import { prefixRegistry } from '../vocabulary/index.ts';

/** The prefixes every node knows; those an operator adds are told when the record is published. */
const PREFIXES = prefixRegistry();

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
  const form = PREFIXES.canonical(trimmed);
  if (trimmed.includes(':') && PREFIXES.prefixOf(form) && PREFIXES.identifies(form)) return form;
  const [, prefix, accession] = COMPACT.exec(trimmed) ?? [];
  if (!prefix || !accession || NO_PREFIX.test(prefix)) return undefined;
  return `${prefix.toLowerCase()}:${accession}`;
}

/** The DOI (`10.…`) an address or text states. */
export const doiIn = (text: string | undefined): string | undefined => /^(?:https?:\/\/(?:dx\.|www\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i.exec(text?.trim() ?? '')?.[1];

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
