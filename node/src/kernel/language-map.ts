import { z } from 'zod';

/** Text in several languages, keyed by BCP 47 tag: `{ "en": "Sequence alignment", "zh": "序列比对" }`. */
export const LanguageMap = z
  .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as "en" or "zh"'), z.string().min(1))
  .describe('Text by language tag, for example {"en": "Sequence alignment", "zh": "序列比对"}');
export type LanguageMap = z.infer<typeof LanguageMap>;

/** The portal's languages. */
export const LANGUAGES = ['en', 'zh'] as const;

/** The text in the wanted language, else English, else whatever there is, else ''. */
export function inLanguage(text: LanguageMap | undefined, language: string): string {
  if (!text) return '';
  return text[language] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
