import type { DescriptionInput, SourceRecord } from '../../catalogue/index.ts';
import { doiIn, statedIdentifier } from '../stated-identifiers.ts';
import { spdxIdentifierOf } from '../spdx-identifiers.ts';
import { clip, isAddress } from '../text.ts';
import { addressesOf, isFields, textOf, textsOf, type Fields } from './read-values.ts';

/** A tool as modules speak of it, gathered from all that wrap it. */
export interface Tool {
  name: string;
  fields: Fields[];
  /** Packages of Bioconda its modules run it from. */
  packages: Set<string>;
}

const biotoolsIn = (value: unknown): string | undefined =>
  textsOf(value)
    .flatMap((text) => statedIdentifier(text) ?? [])
    .find((id) => id.startsWith('biotools:'));

/** The tools a module names: a list of maps of one name each to what is said of it. */
export function toolsOf(value: unknown): { name: string; fields: Fields }[] {
  const lists = Array.isArray(value) ? value : [value];
  return lists.flatMap((item) =>
    isFields(item) ? Object.entries(item).flatMap(([name, fields]) => (name.trim() && isFields(fields) ? [{ name: name.trim(), fields }] : [])) : [],
  );
}

/** By which modules' tools are told apart: the bio.tools identifier, else the name. */
export const toolKey = (name: string, fields: Fields): string => biotoolsIn(fields['identifier']) ?? name.toLowerCase();

export const licenceOf = (value: unknown): DescriptionInput['licence'] => {
  const stated = textsOf(value).join(' AND ');
  if (stated === '') return undefined;
  const id = spdxIdentifierOf(stated);
  if (id) return { id };
  return isAddress(stated) ? { url: stated } : { name: clip(stated, 4_000) };
};

/** Publications by DOI or address; `10.1093/…` and `doi:…` alike, `no DOI available` and such are none. */
export const publicationsOf = (value: unknown): Required<DescriptionInput>['publications'] =>
  textsOf(value).flatMap((text): Required<DescriptionInput>['publications'] => {
    const doi = doiIn(text);
    if (doi) return [{ doi }];
    return isAddress(text) ? [{ url: text }] : [];
  });

/** The record of a tool: of each field what the first module says that says anything. */
export function toolRecord(key: string, { name, fields, packages }: Tool): SourceRecord {
  const said = (field: string): unknown => fields.map((it) => it[field]).find((value) => textsOf(value).length > 0);
  const biotools = biotoolsIn(said('identifier'));
  const description = textOf(said('description'));
  const [homepage] = [...addressesOf(said('homepage')), ...addressesOf(said('documentation')), ...addressesOf(said('tool_dev_url'))];
  return {
    key: `tool/${key}`,
    collection: 'tools',
    description: {
      kind: 'tool',
      title: { en: name },
      description: description ? { en: description } : undefined,
      identifiers: [...(biotools ? [biotools] : []), ...[...packages].map((it) => `bioconda:${it}`)],
      aliases: [`nf-core:tool/${name.toLowerCase()}`],
      homepage,
      licence: licenceOf(said('licence') ?? said('license')),
      endpoints: [
        ...addressesOf(said('documentation')).map((url) => ({ url, type: 'documentation' })),
        ...addressesOf(said('tool_dev_url')).map((url) => ({ url, type: 'source-code' })),
      ],
      publications: publicationsOf(said('doi')),
    },
  };
}
