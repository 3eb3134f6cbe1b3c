import { organisationId } from '../identity/index.ts';
import { canonicalJson } from '../kernel/identifiers.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import type { Branch } from '../vocabulary/index.ts';
import type { Description } from './description.ts';
import { KIND_CATEGORIES } from './kinds.ts';
import type { FieldProvenance, ResourceContent, TermRef } from './resource.ts';

/** One record that speaks of a resource; `local` is what keepers of this node say, and may hold some fields only. */
export interface Speaking {
  source: string;
  key: string;
  description: Partial<Description>;
  lastChanged: Date;
}

export interface Composed {
  content: ResourceContent;
  /** By field: who says the value that is shown. */
  spokenBy: Record<string, { source: string; record: string }>;
}

/** The source of what is written at this node. It outranks every harvested one. */
export const LOCAL = 'local';

/** Whom to believe where several records speak of one resource. */
export interface Preference {
  /** Of two sources the one with the lower rank is believed first. */
  rankOf?: ((source: string) => number) | undefined;
  /** By field: the record whose value a curator chose. */
  choices?: Record<string, { source: string; record: string }> | undefined;
}

/** Keepers first, then by the rank of the source, then who spoke last, then by name, so that the order never depends on chance. */
const byRank =
  (rankOf: (source: string) => number) =>
  (a: Speaking, b: Speaking): number => {
    const local = Number(b.source === LOCAL) - Number(a.source === LOCAL);
    return (
      local ||
      rankOf(a.source) - rankOf(b.source) ||
      b.lastChanged.getTime() - a.lastChanged.getTime() ||
      (a.source < b.source ? -1 : a.source > b.source ? 1 : a.key < b.key ? -1 : 1)
    );
  };

const isSaid = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Fields in which every source's entries stand together, unless a keeper says them or a curator chose. */
const GATHERED = ['topics', 'operations', 'reads', 'writes', 'formats', 'keywords', 'publications'] as const;
/** Fields that mean nothing without another: taken from the same record. */
const COMPANION: Record<string, string> = { category: 'kind', statusReason: 'status' };

/**
 * What is shown of a resource, made from all records that speak of it: each field from the record a curator chose or
 * else the highest-ranked that says it; annotations, identifiers and links from all.
 */
export function compose(speaking: Speaking[], vocabulary: Vocabulary, { rankOf = () => 0, choices = {} }: Preference = {}): Composed {
  const ranked = [...speaking].sort(byRank(rankOf));
  const merged: Record<string, unknown> = {};
  const spokenBy: Composed['spokenBy'] = {};
  const say = (field: string, { source, key, description }: Speaking) => {
    const value = description[field as keyof Description];
    if (field in spokenBy || !isSaid(value)) return;
    merged[field] = value;
    spokenBy[field] = { source, record: key };
  };
  for (const [field, { source, record }] of Object.entries(choices)) {
    const chosen = ranked.find((it) => it.source === source && it.key === record);
    if (chosen) say(field, chosen);
  }
  const chosen = new Set(Object.keys(spokenBy));
  for (const speaker of ranked) for (const field of Object.keys(speaker.description)) if (!(field in COMPANION)) say(field, speaker);
  for (const [field, of] of Object.entries(COMPANION)) {
    for (const speaker of ranked) {
      const { source, record } = spokenBy[of] ?? {};
      if (speaker.source === LOCAL || (speaker.source === source && speaker.key === record)) say(field, speaker);
    }
  }
  if (ranked.length > 1) {
    for (const field of GATHERED) {
      if (chosen.has(field) || spokenBy[field]?.source === LOCAL) continue;
      const all = ranked.flatMap(({ description }) => (description[field] ?? []) as unknown[]);
      if (all.length > 0) merged[field] = distinct(all, (entry) => (typeof entry === 'string' ? entry : canonicalJson(entry)));
    }
  }
  const content = toContent(
    {
      ...merged,
      identifiers: distinct(
        ranked.flatMap(({ description }) => description.identifiers ?? []),
        (identifier) => vocabulary.prefixes.canonical(identifier),
      ),
      links: distinct(
        ranked.flatMap(({ description }) => description.links ?? []),
        ({ predicate, target }) => `${predicate} ${target}`,
      ),
    } as Description,
    vocabulary,
  );
  return { content, spokenBy };
}

function toContent(it: Description, vocabulary: Vocabulary): ResourceContent {
  const terms = (texts: string[] | undefined, branch: Branch): TermRef[] =>
    distinct(
      (texts ?? []).flatMap((text) => vocabulary.resolve(text, branch) ?? []),
      ({ id }) => id,
    ).map(({ id }) => vocabulary.ref(id));
  const distributions = (it.distributions ?? []).map((distribution) => {
    const term = distribution.format && vocabulary.resolve(distribution.format, 'format');
    return term ? { ...distribution, formatTerm: vocabulary.ref(term.id) } : distribution;
  });
  const formats = [...(it.formats ?? []), ...distributions.flatMap((distribution) => distribution.format ?? [])];
  const unknown = (texts: string[] | undefined, branch: Branch) => (texts ?? []).filter((text) => !vocabulary.resolve(text, branch));
  return prune({
    category: it.category ?? KIND_CATEGORIES[it.kind][0],
    kind: it.kind,
    title: it.title,
    description: it.description,
    identifiers: it.identifiers ?? [],
    homepage: it.homepage,
    topics: terms(it.topics, 'topic'),
    operations: terms(it.operations, 'operation'),
    reads: terms(it.reads, 'format'),
    writes: terms(it.writes, 'format'),
    formats: terms(formats, 'format'),
    keywords: distinct([...(it.keywords ?? []), ...unknown(it.topics, 'topic'), ...unknown(it.operations, 'operation')], (keyword) => keyword),
    provider: it.provider && { id: organisationId(it.provider), ...it.provider },
    contacts: it.contacts ?? [],
    licence: it.licence,
    access: it.access,
    endpoints: it.endpoints ?? [],
    distributions,
    publications: it.publications ?? [],
    version: it.version,
    status: it.status ?? 'published',
    statusReason: it.statusReason,
    issued: it.issued,
    modified: it.modified,
    popularity: it.popularity,
    links: it.links ?? [],
  });
}

/** Without the fields that nobody said. */
const prune = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, said]) => said !== undefined)) as T;

function distinct<T>(items: T[], nameOf: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [nameOf(item), item])).values()].toReversed();
}

/** Terms a description names that no vocabulary here knows yet. */
export function unresolvedTerms(it: Partial<Description>, vocabulary: Vocabulary): string[] {
  const of = (texts: string[] | undefined, branch: Branch) => (texts ?? []).filter((text) => !vocabulary.resolve(text, branch)).map((text) => `${branch}:${text}`);
  const inFiles = (it.distributions ?? []).flatMap(({ format }) => format ?? []);
  return [
    ...new Set([...of(it.topics, 'topic'), ...of(it.operations, 'operation'), ...of([...(it.reads ?? []), ...(it.writes ?? []), ...(it.formats ?? []), ...inFiles], 'format')]),
  ];
}

/** Names of the fields in which two contents differ. */
export function differingFields(before: ResourceContent | undefined, after: ResourceContent): string[] {
  if (!before) return Object.keys(after).filter((field) => isSaid(after[field as keyof ResourceContent]));
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => {
    const [a, b] = [before[field as keyof ResourceContent], after[field as keyof ResourceContent]];
    return (isSaid(a) || isSaid(b)) && canonicalJson(a ?? null) !== canonicalJson(b ?? null);
  });
}

/** Provenance of the new content: a field that neither changed its value nor its speaker keeps the instant it was first said. */
export function provenanceOf(composed: Composed, changed: string[], before: Record<string, FieldProvenance> | undefined, at: Date): Record<string, FieldProvenance> {
  const out: Record<string, FieldProvenance> = {};
  const now = at.toISOString();
  for (const [field, { source, record }] of Object.entries(composed.spokenBy)) {
    const known = before?.[field];
    const kept = known && known.source === source && known.record === record && !changed.includes(field);
    out[field] = kept ? known : { source, record, at: now };
  }
  return out;
}
