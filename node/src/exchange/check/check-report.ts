import { z } from 'zod';
import { Assessment } from '../../catalogue/quality/index.ts';
import { LanguageMap } from '../../kernel/language-map.ts';

const Flaw = z.object({ pointer: z.string(), reason: z.string() });

/** `POST /api/v1/check`: what a document says, whether it holds, and how it fares by the metrics. */
export const CheckReport = z.object({
  /** The standard it was read as, and whether that was told by its content or by the asker. */
  standard: z.object({ id: z.string(), title: LanguageMap, recognised: z.boolean() }),
  /** Every description holds, and there is at least one. */
  valid: z.boolean(),
  descriptions: z.array(
    z.object({
      record: z.string(),
      title: LanguageMap.nullable(),
      valid: z.boolean(),
      flaws: z.array(Flaw),
      /** Terms no vocabulary here knows: they would be kept as keywords. */
      unknownTerms: z.array(z.string()),
      assessment: Assessment.nullable(),
    }),
  ),
  /** What could not be read as a description at all. */
  rejected: z.array(z.object({ record: z.string(), field: z.string(), reason: z.string() })),
  notes: z.array(z.string()),
  /** How many descriptions stand in the document in all; only the first ones are assessed. */
  total: z.int(),
});
export type CheckReport = z.infer<typeof CheckReport>;
