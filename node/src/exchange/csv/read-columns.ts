import { z } from 'zod';
import { KINDS, PREDICATE_NAMES } from '../../catalogue/index.ts';

/** Fields that hold one text. */
const SINGLE = ['key', 'kind', 'category', 'homepage', 'version', 'status', 'statusReason', 'issued', 'modified', 'popularity'];
/** Fields that hold a text in each language: `title.en`, `title.zh`; without a language, English. */
const IN_LANGUAGES = ['title', 'description', 'provider', 'access.conditions'];
/** Fields that hold several values, set apart within a cell. */
const LISTS = ['identifiers', 'aliases', 'topics', 'operations', 'reads', 'writes', 'formats', 'keywords', 'contacts', 'publications', 'endpoints', 'distributions'];
const PARTS = [
  'provider.url',
  'provider.ror',
  'contact.name',
  'contact.email',
  'contact.orcid',
  'contact.url',
  'licence',
  'licence.id',
  'licence.name',
  'licence.url',
  'access',
  'access.url',
];
const LINKS = PREDICATE_NAMES.map((predicate) => `links.${predicate}`);

/** What other names a column may have, beside the field's own: those this node writes, and those people write. */
const OTHER_NAMES: Record<string, string> = {
  id: 'key',
  identifier: 'identifiers',
  name: 'title',
  topic: 'topics',
  topic_ids: 'topics',
  operation: 'operations',
  operation_ids: 'operations',
  input: 'reads',
  inputs: 'reads',
  output: 'writes',
  outputs: 'writes',
  format: 'formats',
  keyword: 'keywords',
  tags: 'keywords',
  license: 'licence',
  license_url: 'licence.url',
  licence_url: 'licence.url',
  publication: 'publications',
  doi: 'publications',
  files: 'distributions',
  download: 'distributions',
  documentation: 'endpoints.documentation',
  repository: 'endpoints.source-code',
  contact: 'contacts',
  email: 'contact.email',
};

/** The name of a field in one form, or nothing where there is none: `title_zh` is `title.zh`, `provider.name` is `provider.en`. */
export function fieldNamed(text: string): string | undefined {
  const name = text.trim();
  const other = OTHER_NAMES[name.toLowerCase()];
  if (other) return fieldNamed(other);
  const known = [...SINGLE, ...LISTS, ...PARTS, ...LINKS].find((field) => field.toLowerCase() === name.toLowerCase() || field.replace('.', '_') === name.toLowerCase());
  if (known) return known;
  if (/^endpoints\.[a-z-]{1,60}$/.test(name)) return name;
  const [, field = '', language = 'en'] = /^(title|description|provider(?:[._]name)?|access[._]conditions)(?:[._]([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?$/i.exec(name) ?? [];
  const plain = field
    .toLowerCase()
    .replace(/^provider.name$/, 'provider')
    .replace('access_', 'access.');
  return IN_LANGUAGES.includes(plain) ? `${plain}.${language.toLowerCase()}` : undefined;
}

export const isList = (field: string): boolean => LISTS.includes(field) || field.startsWith('links.') || field.startsWith('endpoints.');

const Field = z.string().refine((text) => fieldNamed(text) !== undefined, {
  error: (issue) =>
    `"${String(issue.input)}" is no field: there are ${[...SINGLE, 'title.en', 'title.zh', 'description.en', 'description.zh', 'provider.en', ...PARTS, ...LISTS, 'endpoints.documentation', 'links.uses'].join(', ')}`,
});

const Column = z.union([
  Field,
  z.strictObject({
    field: Field,
    /** What sets the values of one cell apart. */
    separator: z.string().min(1).max(20).optional(),
    /** What the cell's words mean: `Software: tool`. */
    values: z.record(z.string(), z.string()).optional(),
    /** Stands where the cell is empty. */
    default: z.string().optional(),
  }),
]);

/** What the reader of tables is told: which column is which field, and what is the same in every row. */
export const TableSettings = z.strictObject({
  /** By the column's name in the header. Left out: columns that bear the names of fields. */
  columns: z.record(z.string(), Column).optional(),
  /** By field: what every row says (`kind: dataset`, `provider.en: Example Institute`). */
  constants: z.record(Field, z.string()).default({}),
  /** What sets columns apart; found by itself where left out. */
  delimiter: z.enum([',', ';', '\t', '|', 'tab']).optional(),
});
export type TableSettings = z.infer<typeof TableSettings>;

/** A column that is read: where it stands, and what becomes of its cells. */
export interface Assignment {
  column: string;
  place: number;
  field: string;
  separator?: string | undefined;
  values?: Record<string, string> | undefined;
  default?: string | undefined;
}

/** Which columns of a table are read as what; those that are not, by name; and those wanted that are not there. */
export function assignmentsOf(header: string[], { columns }: TableSettings): { assignments: Assignment[]; unread: string[]; missing: string[] } {
  const places = new Map(header.map((name, place) => [name.trim(), place]));
  if (columns === undefined) {
    const hasHomepage = header.some((name) => fieldNamed(name) === 'homepage');
    const fieldOf = (name: string) => (name.trim().toLowerCase() === 'url' ? (hasHomepage ? 'aliases' : 'homepage') : fieldNamed(name));
    const assignments = header.flatMap((column, place) => {
      const field = fieldOf(column);
      return field ? [{ column: column.trim(), place, field }] : [];
    });
    return { assignments, unread: header.filter((name) => fieldOf(name) === undefined && name.trim() !== ''), missing: [] };
  }
  const assignments: Assignment[] = [];
  const missing: string[] = [];
  for (const [column, given] of Object.entries(columns)) {
    const place = places.get(column.trim());
    const told = typeof given === 'string' ? { field: given } : given;
    if (place === undefined) missing.push(column);
    else assignments.push({ ...told, column, place, field: fieldNamed(told.field)! });
  }
  const read = new Set(assignments.map(({ place }) => place));
  return { assignments, unread: header.filter((name, place) => !read.has(place) && name.trim() !== ''), missing };
}

export const KIND_NAMES = KINDS.join(', ');
