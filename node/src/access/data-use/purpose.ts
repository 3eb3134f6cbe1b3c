import { z } from 'zod';

const words = z.union([z.string().min(1).max(500), z.array(z.string().min(1).max(500)).max(1_000)]).transform((it) => [it].flat());

/** A disease, by an identifier of an ontology (MONDO, HP, DOID, ICD …). */
const Disease = z.union([z.string().min(1).max(200), z.strictObject({ id: z.string().min(1).max(200), label: z.string().optional() }).transform(({ id }) => id)]);

/** What kinds of use there are. `biomedical` is research on health, medicine or biology of disease. */
export const USES = ['general-research', 'biomedical', 'disease', 'ancestry', 'methods', 'genetic', 'clinical-care'] as const;
export type Use = (typeof USES)[number];

/** DUO's classes of investigation, and words in common use, for the kinds of use. */
const SYNONYMS: Record<string, Use> = {
  'DUO:0000031': 'methods',
  'DUO:0000033': 'ancestry',
  'DUO:0000037': 'biomedical',
  'DUO:0000038': 'genetic',
  'DUO:0000039': 'biomedical',
  'DUO:0000040': 'disease',
  GRU: 'general-research',
  HMB: 'biomedical',
  DS: 'disease',
  POA: 'ancestry',
  CC: 'clinical-care',
  MDS: 'methods',
};
const Use = z.preprocess(
  (given) =>
    typeof given === 'string'
      ? (SYNONYMS[given.trim().replace('DUO_', 'DUO:')] ??
        given
          .trim()
          .toLowerCase()
          .replaceAll(/[\s_]+/g, '-'))
      : given,
  z.enum(USES),
);

const day = z.iso.date();

/**
 * What somebody wants to use data for. What is not said counts as not said: a condition that asks for it is not met.
 */
export const Purpose = z.strictObject({
  title: z.string().max(1_000).optional(),
  uses: z
    .union([Use, z.array(Use)])
    .transform((it) => [it].flat())
    .default([]),
  /** Every disease that is studied. */
  diseases: z.array(Disease).max(1_000).default([]),
  /** Kinds of study, compared with what a research-specific restriction names (`paediatric`, `female`, an ontology's term). */
  researchTypes: words.default([]),
  /** Where the data are used: ISO 3166 codes of countries, or names of regions. */
  countries: words.default([]),
  /** ROR identifier, or name. */
  institution: z.string().max(500).optional(),
  /** ORCID iD, or another name of a person. */
  user: z.string().max(500).optional(),
  project: z.string().max(500).optional(),
  organisationType: z.enum(['not-for-profit', 'for-profit']).optional(),
  commercial: z.boolean().optional(),
  /** How many months the data are used. */
  months: z.number().positive().max(1_200).optional(),
  ethicsApproval: z.strictObject({ reference: z.string().min(1).max(500), by: z.string().max(500).optional(), until: day.optional() }).optional(),
  /** What the asker undertakes to do. */
  undertakes: z.strictObject({ publish: z.boolean().optional(), collaborate: z.boolean().optional(), returnResults: z.boolean().optional() }).default({}),
  /** Nothing is published before this day. */
  publishNotBefore: day.optional(),
});
export type Purpose = z.infer<typeof Purpose>;

/** A condition on the use of data: a DUO term, and what it is limited to. */
export const Condition = z.strictObject({
  /** Identifier, IRI or shorthand. */
  term: z.string().min(1).max(300),
  /** Diseases, countries, institutions, users, projects, kinds of research; months; a day. */
  values: z
    .union([
      z.string(),
      z.number(),
      z.array(z.union([z.string(), z.number(), z.strictObject({ id: z.string(), label: z.string().optional() }).transform(({ id }) => id)])).max(10_000),
    ])
    .transform((it) => [it].flat().map(String))
    .default([]),
});
export type Condition = z.infer<typeof Condition>;

/** Conditions as they stand in a file: a list, or an object that holds it. */
export const Conditions = z.union([z.array(Condition), z.strictObject({ conditions: z.array(Condition) }).transform(({ conditions }) => conditions)]);
