import { z } from 'zod';
import { LanguageMap } from '../kernel/language-map.ts';
import { Access, ClaimedLink, Contact, Distribution, Endpoint, Licence, Publication } from './description.ts';
import { CATEGORIES, KINDS, STATUSES } from './kinds.ts';

/** A vocabulary term as resources show it. */
export const TermRef = z.object({ id: z.string(), label: LanguageMap });
export type TermRef = z.infer<typeof TermRef>;

export const OrganisationRef = z.object({ id: z.string(), name: LanguageMap, url: z.string().optional(), ror: z.string().optional() });
export type OrganisationRef = z.infer<typeof OrganisationRef>;

/** Which source said a field's value, when it first did, and in which record. */
export const FieldProvenance = z.object({ source: z.string(), record: z.string(), at: z.iso.datetime() });
export type FieldProvenance = z.infer<typeof FieldProvenance>;

/** What is shown of a resource: the content of a revision. */
export const ResourceContent = z.object({
  category: z.enum(CATEGORIES),
  kind: z.enum(KINDS),
  title: LanguageMap,
  description: LanguageMap.optional(),
  identifiers: z.array(z.string()),
  homepage: z.string().optional(),
  topics: z.array(TermRef),
  operations: z.array(TermRef),
  reads: z.array(TermRef),
  writes: z.array(TermRef),
  formats: z.array(TermRef),
  keywords: z.array(z.string()),
  provider: OrganisationRef.optional(),
  contacts: z.array(Contact),
  licence: Licence.optional(),
  access: Access.optional(),
  endpoints: z.array(Endpoint),
  distributions: z.array(Distribution.extend({ formatTerm: TermRef.optional() })),
  publications: z.array(Publication),
  version: z.string().optional(),
  status: z.enum(STATUSES),
  statusReason: z.string().optional(),
  issued: z.string().optional(),
  modified: z.string().optional(),
  popularity: z.number().optional(),
  /** Links as its sources state them; `/links` tells where they lead. */
  links: z.array(ClaimedLink),
});
export type ResourceContent = z.infer<typeof ResourceContent>;

export const SourceOfResource = z.object({
  source: z.string(),
  title: LanguageMap,
  record: z.string(),
  firstSeen: z.iso.datetime(),
  lastChanged: z.iso.datetime(),
});

/** `GET /api/v1/resources/{id}`. */
export const ResourceView = ResourceContent.extend({
  id: z.string(),
  /** The persistent address: `{node}/r/{id}`. */
  url: z.string(),
  revision: z.int(),
  created: z.iso.datetime(),
  updated: z.iso.datetime(),
  /** By field name. */
  provenance: z.record(z.string(), FieldProvenance),
  sources: z.array(SourceOfResource),
});
export type ResourceView = z.infer<typeof ResourceView>;

/** A resource in a list or at the end of a link. */
export const ResourceSummary = z.object({
  id: z.string(),
  category: z.enum(CATEGORIES),
  kind: z.enum(KINDS),
  status: z.enum(STATUSES),
  title: LanguageMap,
});
export type ResourceSummary = z.infer<typeof ResourceSummary>;

/** `GET /api/v1/resources/{id}/revisions`. */
export const RevisionSummary = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  /** Who made it: a source of a harvest (`harvest:galaxy-codex`) or a person. */
  by: z.string(),
  note: z.string().optional(),
  /** Names of the fields that differ from the revision before. */
  changed: z.array(z.string()),
});
export const Revision = RevisionSummary.extend({ content: ResourceContent });

/** `GET /api/v1/resources/{id}/revisions/compare?from=&to=`. */
export const RevisionComparison = z.object({
  from: z.int(),
  to: z.int(),
  fields: z.array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
});

/** What a withdrawn resource leaves: answered with 410. */
export const Tombstone = ResourceSummary.extend({ reason: z.string(), withdrawn: z.iso.datetime(), by: z.string() });
export type Tombstone = z.infer<typeof Tombstone>;
