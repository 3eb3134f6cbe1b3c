import { z } from 'zod';
import { CATEGORIES, KINDS } from '../catalogue/index.ts';
import { LanguageMap } from '../kernel/language-map.ts';

/** `GET /api/v1/node`: what this node is and holds. */
export const NodeView = z.object({
  name: LanguageMap,
  description: LanguageMap,
  organisation: z.object({ name: LanguageMap, url: z.string().optional() }).nullable(),
  contact: z.string().nullable(),
  url: z.string(),
  version: z.string(),
  languages: z.array(z.string()),
  resources: z.int(),
  links: z.int(),
  terms: z.int(),
  categories: z.array(z.object({ value: z.enum(CATEGORIES), label: LanguageMap, count: z.int() })),
  kinds: z.array(z.object({ value: z.enum(KINDS), label: LanguageMap, count: z.int() })),
  sources: z.array(z.object({ id: z.string(), title: LanguageMap, records: z.int(), lastHarvest: z.iso.datetime().nullable() })),
  started: z.iso.datetime(),
});
