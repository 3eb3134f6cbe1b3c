import { z } from 'zod';

/** YAML writes nothing for "left out"; both are the same here. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
const text = z
  .union([z.string(), z.number(), z.boolean(), z.date()], 'is no text')
  .transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value).trim()));
const texts = z.array(text.nullable(), 'is no list').transform((list) => list.filter((it): it is string => it !== null && it !== ''));

const Resource = z.object({
  Description: optional(text),
  ARN: optional(text),
  Host: optional(text),
  Region: optional(text),
  Type: optional(text),
  RequesterPays: optional(z.union([z.boolean(), text])),
  ControlledAccess: optional(text),
  Explore: optional(z.union([texts, text.transform((it) => [it])])),
});
export type AwsResource = z.infer<typeof Resource>;

const Work = z.object({
  Title: optional(text),
  URL: optional(text),
  AuthorName: optional(text),
  AuthorURL: optional(text),
  NotebookURL: optional(text),
  Services: optional(z.union([texts, text.transform((it) => [it])])),
});
export type Work = z.infer<typeof Work>;

/** A dataset of the registry as its YAML states it; what is not named here is not read. */
export const Dataset = z.object({
  Name: text,
  Description: optional(text),
  Documentation: optional(text),
  Contact: optional(text),
  ManagedBy: optional(text),
  UpdateFrequency: optional(text),
  Tags: optional(texts),
  License: optional(text),
  Deprecated: optional(z.union([z.boolean(), text])),
  DeprecatedNotice: optional(text),
  Collabs: optional(z.record(z.string(), z.object({ Tags: optional(texts) }).nullable())),
  Resources: optional(z.array(Resource)),
  DataAtWork: optional(z.object({ Tutorials: optional(z.array(Work)), 'Tools & Applications': optional(z.array(Work)), Publications: optional(z.array(Work)) })),
});
export type Dataset = z.infer<typeof Dataset>;
