import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import type { Prefix } from './prefix-registry.ts';

const isPattern = (text: string): boolean => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
};

/** A prefix as an operator writes it down. */
export const PrefixSetting = z.strictObject({
  prefix: z
    .string()
    .regex(/^[A-Za-z][\w.-]*$/, 'is no prefix: letters, digits, ".", "_" and "-", a letter first')
    .max(60),
  name: LanguageMap.optional(),
  /** The form of what follows the colon, as a regular expression. */
  pattern: z.string().max(500).refine(isPattern, 'is no regular expression').default('^\\S+$'),
  /** Where identifiers lead, `{id}` for what follows the colon; the first is the one shown. */
  addresses: z.array(z.string().regex(/^https?:\/\/\S*\{id\}\S*$/, 'is no web address with {id} in it')).default([]),
  case: z.enum(['keep', 'lower', 'upper']).default('keep'),
  /** Two records that state the same one speak of the same thing. */
  identifies: z.boolean().default(true),
  synonyms: z.array(z.string()).default([]),
});

export const prefixOf = ({ prefix, name, pattern, ...rest }: z.infer<typeof PrefixSetting>): Prefix => ({
  ...rest,
  prefix: prefix.toLowerCase(),
  name: name ?? { en: prefix },
  pattern: new RegExp(pattern, 'i'),
});
