import { z } from 'zod';
import type { Flaw } from '../kernel/errors.ts';
import { flawsOf } from '../kernel/flaws.ts';
import { LanguageMap } from '../kernel/language-map.ts';
import { CATEGORIES, KIND_CATEGORIES, KINDS, STATUSES } from './kinds.ts';
import { PREDICATE_NAMES } from './predicates.ts';

/**
 * What one record of one source says of one resource: the form in which every adapter, the starter catalogue and the
 * API hand descriptions in. It is checked whole; a flaw names its field.
 */

/** Limits of a description, so that one record can exhaust neither memory nor a page. */
export const LIMITS = { title: 1_000, description: 200_000, text: 4_000, list: 5_000 } as const;

// oxlint-disable-next-line no-control-regex -- these are the characters to refuse
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;
const text = (max: number) =>
  z
    .string()
    .min(1, 'is empty')
    .max(max, `is longer than ${max} characters`)
    .refine((s) => !CONTROL.test(s), 'holds a control character')
    .refine((s) => s.isWellFormed(), 'is no well-formed Unicode text');
const texts = (max: number) => LanguageMap.refine((map) => Object.keys(map).length > 0, 'has no language').pipe(z.record(z.string(), text(max)));

const webAddress = z
  .string()
  .max(LIMITS.text)
  .refine((s) => /^(https?|ftp|s3|gs):\/\/\S+$/i.test(s) && URL.canParse(s), 'is no web address');

/** A day (`2026-11-22`), a month, a year, or an instant, as ISO 8601 writes it. */
const date = z.string().refine((s) => /^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(s) && realDay(s), 'is no date (ISO 8601, such as 2026-11-22)');

function realDay(s: string): boolean {
  const [year = 0, month = 1, day = 1] = s.slice(0, 10).split('-').map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  return year > 1000 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day && (s.length <= 10 || !Number.isNaN(Date.parse(s)));
}

/** A term by identifier (`edam:topic_0091`), label or synonym; what no vocabulary knows is kept as a keyword. */
const term = text(300);

export const Provider = z.strictObject({
  name: texts(500),
  url: webAddress.optional(),
  ror: z
    .string()
    .regex(/^https:\/\/ror\.org\/0[a-z0-9]{8}$/, 'is no ROR identifier (https://ror.org/0…)')
    .optional(),
});

export const Contact = z.strictObject({
  name: text(500).optional(),
  email: z.email('is no e-mail address').optional(),
  url: webAddress.optional(),
  orcid: z
    .string()
    .regex(/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/, 'is no ORCID iD (0000-0000-0000-0000)')
    .optional(),
});

export const Licence = z.strictObject({
  /** SPDX identifier where there is one, such as `CC-BY-4.0`. */
  id: text(100).optional(),
  name: text(LIMITS.text).optional(),
  url: webAddress.optional(),
});

export const ACCESS_LEVELS = ['open', 'registration', 'controlled', 'closed'] as const;
export const Access = z.strictObject({
  level: z.enum(ACCESS_LEVELS).optional(),
  conditions: texts(LIMITS.text).optional(),
  url: webAddress.optional(),
});

export const Endpoint = z.strictObject({
  url: webAddress,
  /** What answers there: `web`, `api`, `sparql`, `ftp`, `s3`, `documentation`, `source-code`, `download`, … */
  type: text(60).optional(),
  description: text(LIMITS.text).optional(),
});

export const Distribution = z.strictObject({
  title: text(LIMITS.title).optional(),
  description: text(LIMITS.text).optional(),
  url: text(LIMITS.text).describe('Web address, or another locator such as an Amazon resource name'),
  format: term.optional().describe('EDAM format by identifier, label or file extension'),
  mediaType: text(200).optional(),
  /** Bytes. */
  size: z.int().nonnegative().optional(),
  checksum: z.strictObject({ algorithm: z.enum(['md5', 'sha-1', 'sha-256', 'sha-512']), value: z.string().regex(/^[0-9a-f]{32,128}$/i, 'is no hexadecimal digest') }).optional(),
});

export const Publication = z.strictObject({ doi: text(300).optional(), url: webAddress.optional(), title: text(LIMITS.title).optional() });

export const ClaimedLink = z.strictObject({
  predicate: z.enum(PREDICATE_NAMES),
  /** An identifier or alias of the resource at the far end (`galaxy-codex:workflow/…`, `biotools:bwa`, a web address). */
  target: text(LIMITS.text),
});

const list = <T extends z.ZodType>(item: T) => z.array(item).max(LIMITS.list, `holds more than ${LIMITS.list} entries`).default([]);

/** The fields of a description, each checked by itself. */
export const DescriptionFields = z.strictObject({
  category: z.enum(CATEGORIES).optional().describe('Left out: the default category of the kind'),
  kind: z.enum(KINDS),
  title: texts(LIMITS.title),
  description: texts(LIMITS.description).optional(),
  /** Identifiers of this very thing (`doi:…`, `biotools:bwa`, `fairsharing:…`, `rrid:…`), one resource each. */
  identifiers: list(text(LIMITS.text)),
  /** Names other records use for it; several resources may share one. */
  aliases: list(text(LIMITS.text)),
  homepage: webAddress.optional(),
  topics: list(term),
  operations: list(term),
  /** Formats read, written and (of data) come in. */
  reads: list(term),
  writes: list(term),
  formats: list(term),
  keywords: list(text(300)),
  provider: Provider.optional(),
  contacts: list(Contact),
  licence: Licence.optional(),
  access: Access.optional(),
  endpoints: list(Endpoint),
  distributions: list(Distribution),
  publications: list(Publication),
  version: text(200).optional(),
  status: z.enum(STATUSES).default('published'),
  /** Why it is deprecated or withdrawn. */
  statusReason: text(LIMITS.text).optional(),
  issued: date.optional(),
  modified: date.optional(),
  /** A count of uses that the source states (runs, users, downloads); raises its rank a little. */
  popularity: z.number().nonnegative().optional(),
  links: list(ClaimedLink),
});

export const Description = DescriptionFields.superRefine((it, context) => {
  if (it.category && !KIND_CATEGORIES[it.kind].includes(it.category)) {
    context.addIssue({ code: 'custom', path: ['category'], message: `is "${it.category}", but a ${it.kind} stands in ${KIND_CATEGORIES[it.kind].join(' or ')}` });
  }
  if (it.status === 'withdrawn' && !it.statusReason) {
    context.addIssue({ code: 'custom', path: ['statusReason'], message: 'is missing: a withdrawal states its reason' });
  }
});

/** A description as it may be written: defaults left out. */
export type DescriptionInput = z.input<typeof Description>;
export type Description = z.infer<typeof Description>;

type Checked = { description: Description } | { flaws: Flaw[] };
const checked = new WeakMap<DescriptionInput, Checked>();

/** A description checked whole, once: it is not changed after it was read. */
export function checkedDescription(description: DescriptionInput): Checked {
  const known = checked.get(description);
  if (known) return known;
  const parsed = Description.safeParse(description);
  const made = parsed.success ? { description: parsed.data } : { flaws: flawsOf(parsed.error.issues) };
  checked.set(description, made);
  return made;
}

/**
 * A keeper's change to what the sources say: the fields given replace theirs. Checked field by field here, and whole
 * once laid over the sources' records.
 */
export const Amendment = DescriptionFields.partial();
export type Amendment = z.input<typeof Amendment>;

/** A description and where it stands in its source. */
export interface SourceRecord {
  /** The record's identifier within its source, stable from harvest to harvest. */
  key: string;
  /** The part of the source it belongs to (`tools`, `tutorials`); a part read whole is compared for deletions. */
  collection: string;
  description: DescriptionInput;
  /** Records of registries it was made from (`galaxy-codex:tool/bwa`), where another node says it: they are names of its resource. */
  standsFor?: readonly string[] | undefined;
  /** It has a resource of its own that nothing joins: it is not shown to all who see what it may be the same as. */
  apart?: boolean | undefined;
}
