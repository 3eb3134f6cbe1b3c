import { Description, KIND_LABELS, KINDS, type DescriptionInput, type Kind } from '../../catalogue/index.ts';
import { doiIn, orcidIn, rorIn } from '../stated-identifiers.ts';
import { spdxIdentifierAt, spdxIdentifierOf } from '../spdx-identifiers.ts';
import { isAddress } from '../text.ts';
import { isList, KIND_NAMES, type Assignment } from './read-columns.ts';

/** A fault of a row: the column it stands in, as the header names it. */
export interface RowFlaw {
  column: string;
  reason: string;
}

/** What the cells of a row say by field, and which column said it. */
interface Said {
  values: Map<string, string[]>;
  columns: Map<string, string>;
}

/** This node writes cells that a spreadsheet would take for formulas with an apostrophe before them. */
const plain = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@])/, '');

const ADDRESSES = new Set(['endpoints', 'distributions', 'aliases']);

function valuesIn(cell: string, { field, separator, values }: Assignment): string[] {
  const parts = !isList(field)
    ? [cell]
    : separator !== undefined
      ? cell.split(separator)
      : cell.split(ADDRESSES.has(field) || field.startsWith('endpoints.') ? /[|\n]/ : /[|;；\n]/);
  const meanings = new Map(Object.entries(values ?? {}).map(([word, meaning]) => [word.trim().toLowerCase(), meaning]));
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => meanings.get(part.toLowerCase()) ?? part);
}

function gather(cells: string[], assignments: Assignment[], constants: [string, string][]): Said {
  const values = new Map<string, string[]>();
  const columns = new Map<string, string>();
  for (const assignment of assignments) {
    const cell = plain(cells[assignment.place] ?? '') || (assignment.default ?? '');
    const found = valuesIn(cell, assignment);
    if (found.length === 0) continue;
    const known = values.get(assignment.field);
    // Of two columns for one text the first that says something counts; lists add up.
    if (known && !isList(assignment.field)) continue;
    values.set(assignment.field, [...(known ?? []), ...found]);
    if (!columns.has(assignment.field)) columns.set(assignment.field, assignment.column);
  }
  for (const [field, value] of constants) if (!values.has(field)) values.set(field, isList(field) ? value.split(/[|;；]/).map((part) => part.trim()) : [value]);
  return { values, columns };
}

/** A kind by its name or by what the portal calls it in either language. */
function kindNamed(text: string): Kind | undefined {
  const wanted = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  return KINDS.find((kind) => kind === wanted || Object.values(KIND_LABELS[kind]).some((label) => label.toLowerCase() === text.trim().toLowerCase()));
}

function licenceOf(one: (field: string) => string | undefined): DescriptionInput['licence'] {
  const stated = one('licence');
  const url = one('licence.url') ?? (stated && isAddress(stated) ? stated : undefined);
  const name = one('licence.name') ?? (stated && !isAddress(stated) && !spdxIdentifierOf(stated) ? stated : undefined);
  const id = one('licence.id') ?? (stated && spdxIdentifierOf(stated)) ?? (url && spdxIdentifierAt(url)) ?? (name && spdxIdentifierOf(name));
  return id || name || url ? { id, name, url } : undefined;
}

const LONGEST_CONTACT = 1_000;

/** `Ada Example <ada@example.org>`, an address, an ORCID iD, or a name. */
function contactOf(text: string): NonNullable<DescriptionInput['contacts']>[number] {
  if (text.length > LONGEST_CONTACT) return { name: text };
  const [, name = '', email] = /^(.*?)\s*<?([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>?$/.exec(text) ?? [];
  if (email) return { name: name.trim() || undefined, email };
  const orcid = orcidIn(text);
  if (orcid) return { orcid };
  return isAddress(text) ? { url: text } : { name: text };
}

function inLanguages({ values }: Said, field: string): Record<string, string> | undefined {
  const texts = [...values].flatMap(([name, [text]]) =>
    name.startsWith(`${field}.`) && /^[a-z]{2,3}(-.*)?$/.test(name.slice(field.length + 1)) && name !== 'provider.url' && name !== 'provider.ror' && name !== 'access.url'
      ? [[name.slice(field.length + 1), text!] as const]
      : [],
  );
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

function describe(said: Said): { description: DescriptionInput } | RowFlaw {
  const one = (field: string): string | undefined => said.values.get(field)?.[0];
  const many = (field: string): string[] => [...new Set(said.values.get(field) ?? [])];
  const columnOf = (field: string): string => said.columns.get(field) ?? field;
  const stated = one('kind');
  const kind = stated === undefined ? undefined : kindNamed(stated);
  if (!kind)
    return {
      column: columnOf('kind'),
      reason: stated === undefined ? `is empty: every row needs a kind (${KIND_NAMES}), in a column or as a constant` : `"${stated}" is none of the kinds ${KIND_NAMES}`,
    };
  const count = one('popularity')?.replace(/[,\s](?=\d{3}\b)/g, '');
  if (count !== undefined && !/^\d+(\.\d+)?$/.test(count)) return { column: columnOf('popularity'), reason: `"${one('popularity')}" is no number` };
  const ror = one('provider.ror');
  const orcid = one('contact.orcid');
  const contact = { name: one('contact.name'), email: one('contact.email'), orcid: orcid && (orcidIn(orcid) ?? orcid), url: one('contact.url') };
  const provider = inLanguages(said, 'provider');
  const conditions = inLanguages(said, 'access.conditions');
  const level = one('access')?.toLowerCase();
  const endpoints = [...said.values.keys()]
    .filter((field) => field.startsWith('endpoints.'))
    .flatMap((field) => many(field).map((url) => ({ url, type: field.slice('endpoints.'.length) })));
  return {
    description: {
      kind,
      category: one('category') as DescriptionInput['category'],
      title: inLanguages(said, 'title') ?? {},
      description: inLanguages(said, 'description'),
      identifiers: many('identifiers'),
      aliases: many('aliases'),
      homepage: one('homepage'),
      topics: many('topics'),
      operations: many('operations'),
      reads: many('reads'),
      writes: many('writes'),
      formats: many('formats'),
      keywords: many('keywords'),
      provider: provider && { name: provider, url: one('provider.url'), ror: ror && (rorIn(ror) ?? ror) },
      contacts: [...(Object.values(contact).some(Boolean) ? [contact] : []), ...many('contacts').map(contactOf)],
      licence: licenceOf(one),
      access: level || conditions || one('access.url') ? { level: level as 'open' | undefined, conditions, url: one('access.url') } : undefined,
      endpoints: [...many('endpoints').map((url) => ({ url })), ...endpoints],
      distributions: many('distributions').map((url) => ({ url })),
      publications: many('publications').map((text) => (doiIn(text) ? { doi: doiIn(text) } : isAddress(text) ? { url: text } : { title: text })),
      version: one('version'),
      status: one('status')?.toLowerCase() as DescriptionInput['status'],
      statusReason: one('statusReason'),
      issued: one('issued'),
      modified: one('modified'),
      popularity: count === undefined ? undefined : Number(count),
      links: [...said.values.keys()]
        .filter((field) => field.startsWith('links.'))
        .flatMap((field) => many(field).map((target) => ({ predicate: field.slice('links.'.length) as 'uses', target }))),
    },
  };
}

/** Which column a flaw of the description stands in: that of the field, or of a part of it. */
function columnAt(path: PropertyKey[], { columns }: Said): string {
  const [field = '', part = ''] = path.map(String);
  const candidates = [`${field}.${part}`, field, ...[...columns.keys()].filter((name) => name.startsWith(`${field}.`) || (field === 'contacts' && name.startsWith('contact.')))];
  return candidates.flatMap((name) => columns.get(name) ?? []).at(0) ?? field;
}

/** What a row describes, and its key; or what is wrong in which column. */
export function readRow(
  cells: string[],
  assignments: Assignment[],
  constants: [string, string][],
): { description: DescriptionInput; key: string | undefined } | { flaw: RowFlaw; key: string | undefined } {
  const said = gather(cells, assignments, constants);
  const stated = said.values.get('key')?.[0];
  const described = describe(said);
  if ('reason' in described) return { flaw: described, key: stated };
  const checked = Description.safeParse(described.description);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return { flaw: { column: columnAt(issue!.path, said), reason: issue!.message }, key: stated };
  }
  return { description: described.description, key: stated };
}
