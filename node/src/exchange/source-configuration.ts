import { z } from 'zod';
import { LanguageMap } from '../kernel/language-map.ts';
import { AllowedHost } from '../kernel/web/allowed-hosts.ts';
import { OWN_SOURCES } from './own-sources.ts';
import { standardNamed, STANDARDS } from './standards.ts';

const address = z.string().min(1);
/** Cron, in UTC. */
const schedule = z.string().nullable();

/** What may be set for any source. */
const ForAny = { address: address.optional(), schedule: schedule.optional(), allowHosts: z.array(AllowedHost).optional() };
/** What is said of a source that the operator defines. */
const OfDefined = {
  standard: z.string(),
  title: LanguageMap,
  description: LanguageMap.optional(),
  homepage: z.url({ protocol: /^https?$/, error: 'is no web address' }).optional(),
  licence: z.strictObject({ id: z.string().optional(), name: z.string().min(1), url: z.url().optional() }).optional(),
  address,
  schedule: schedule.default(null),
  allowHosts: z.array(AllowedHost).optional(),
};

/** What an operator sets for a source, told apart from what its standard's reader is told. */
export interface SourceConfiguration {
  address?: string;
  schedule?: string | null;
  allowHosts?: string[];
  onlyTags?: string[];
  /** Of a source the operator defines. */
  defined?: { standard: string } & Pick<z.infer<z.ZodObject<typeof OfDefined>>, 'title' | 'description' | 'homepage' | 'licence'>;
  /** For a standard's reader, checked and with its defaults. */
  settings?: unknown;
}

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const names = (list: readonly { id: string }[]) => list.map(({ id }) => id).join(', ');

interface Issue {
  path: PropertyKey[];
  message: string;
}

/** Checks what is set for one source: one of the node's own, a standard, or one the operator defines in a standard. */
function checkSource(id: string, given: Record<string, unknown>): { value: SourceConfiguration } | { issues: Issue[] } {
  const split = <T extends z.ZodRawShape>(shape: T, standardId: string): { issues: Issue[] } | { ours: z.infer<z.ZodObject<T>>; settings: unknown } => {
    const standard = standardNamed(standardId)!;
    const ours = z.object(shape).safeParse(given);
    const rest = Object.fromEntries(Object.entries(given).filter(([key]) => !(key in shape)));
    const theirs = standard.settings.safeParse(rest);
    const issues: Issue[] = [...(ours.error?.issues ?? []), ...(theirs.error?.issues ?? [])];
    return issues.length > 0 || !ours.success ? { issues } : { ours: ours.data, settings: theirs.data };
  };
  if (OWN_SOURCES.some((source) => source.id === id)) {
    const parsed = z.strictObject({ ...ForAny, onlyTags: z.array(z.string()).optional() }).safeParse(given);
    return parsed.success ? { value: parsed.data } : { issues: parsed.error.issues };
  }
  if (standardNamed(id)) {
    const parts = split(ForAny, id);
    return 'issues' in parts ? { issues: parts.issues } : { value: { ...parts.ours, settings: parts.settings } };
  }
  if (given['standard'] === undefined) {
    const message = `is missing: "${id}" is none of the sources this node brings (${names(OWN_SOURCES)}); a source of your own names the standard it is written in (${names(STANDARDS)})`;
    return { issues: [{ path: ['standard'], message }] };
  }
  if (typeof given['standard'] !== 'string' || !standardNamed(given['standard'])) {
    return { issues: [{ path: ['standard'], message: `is "${String(given['standard'])}", which this node does not read; it reads ${names(STANDARDS)}` }] };
  }
  if (!SLUG.test(id) || id === 'local') return { issues: [{ path: [], message: 'is no name for a source (lower-case letters, digits and hyphens, such as my-portal)' }] };
  const parts = split(OfDefined, given['standard']);
  if ('issues' in parts) return { issues: parts.issues };
  const { standard, title, description, homepage, licence, ...rest } = parts.ours;
  return { value: { ...rest, defined: { standard, title, description, homepage, licence }, settings: parts.settings } };
}

/**
 * Checks `sources` of `biotope.yaml`: what is set for the node's own sources and for standards, and sources the operator
 * defines. Every key that does not fit is named with its reason.
 */
export function checkSources(given: Record<string, Record<string, unknown>>): { checked: Record<string, SourceConfiguration> } | { problems: string[] } {
  const checked: Record<string, SourceConfiguration> = {};
  const problems: string[] = [];
  for (const [id, settings] of Object.entries(given)) {
    const result = checkSource(id, settings);
    if ('value' in result) checked[id] = result.value;
    else
      problems.push(
        ...result.issues.map(
          ({ path, message }) => `${['sources', id, ...path].map(String).join('.')} (biotope.yaml): ${message.endsWith('received undefined') ? 'is missing' : message}`,
        ),
      );
  }
  return problems.length > 0 ? { problems } : { checked };
}
