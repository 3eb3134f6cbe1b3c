import { z } from 'zod';
import { LanguageMap } from '../kernel/language-map.ts';

/** The branches of EDAM, and `concept`: what the field speaks of that EDAM has no term for. */
export const BRANCHES = ['topic', 'operation', 'format', 'data', 'concept'] as const;
export type Branch = (typeof BRANCHES)[number];

/** A concept of a vocabulary. `id` is a compact identifier: `edam:topic_0091`. */
export const Term = z.object({
  id: z.string(),
  iri: z.string(),
  vocabulary: z.string(),
  branch: z.string(),
  label: LanguageMap,
  synonyms: z.array(z.object({ text: z.string(), language: z.string(), type: z.enum(['exact', 'narrow', 'broad', 'related']) })),
  definition: LanguageMap.optional(),
  broader: z.array(z.string()),
  deprecated: z.boolean(),
  /** Of a deprecated term. */
  replacedBy: z.array(z.string()),
  consider: z.array(z.string()),
  /** Other relations: `has_input`, `has_output`, `has_topic`, `is_format_of`, `is_identifier_of`. */
  relations: z.array(z.object({ predicate: z.string(), target: z.string() })),
  /** Of a format. */
  extensions: z.array(z.string()),
});
export type Term = z.infer<typeof Term>;

/** `GET /api/v1/terms/{id}`: a term among its neighbours. */
export const TermView = Term.extend({
  broaderTerms: z.array(z.object({ id: z.string(), label: LanguageMap })),
  narrowerTerms: z.array(z.object({ id: z.string(), label: LanguageMap })),
  replacedByTerms: z.array(z.object({ id: z.string(), label: LanguageMap })),
});

/** `GET /api/v1/terms?q=&branch=`: terms by identifier, label or synonym in any language. */
export const TermList = z.object({
  items: z.array(z.object({ id: z.string(), branch: z.string(), label: LanguageMap, deprecated: z.boolean(), matched: z.string().optional() })),
});
