import { useRouteLoaderData } from 'react-router';
import type { LanguageMap } from '../api/contract.ts';
import type { loader } from '../root.tsx';
import { LANGUAGES, type Language } from './choose-language.ts';
import { en, type Words } from './en.ts';
import { FORMATS, type Format } from './format.ts';
import { zh } from './zh.ts';

const WORDS: Record<Language, Words> = { en, zh };

export interface Speech {
  language: Language;
  t: Words;
  format: Format;
  /** A text of the API in the page's language, else English, else whatever there is. */
  say: (map: LanguageMap | undefined) => string;
}

/** The page's language and everything that is said in it. */
export function useWords(): Speech {
  const language = useRouteLoaderData<typeof loader>('root')?.language ?? 'en';
  return SPEECH[language];
}

export function inLanguage(map: LanguageMap | undefined, language: string): { text: string; tag: string } {
  if (!map) return { text: '', tag: language };
  const tags = Object.keys(map);
  const tag = tags.find((it) => it === language) ?? tags.find((it) => it.startsWith(`${language}-`)) ?? tags.find((it) => it === 'en') ?? tags[0];
  return tag === undefined ? { text: '', tag: language } : { text: map[tag] ?? '', tag };
}

const SPEECH = Object.fromEntries(
  LANGUAGES.map((language): [Language, Speech] => [language, { language, t: WORDS[language], format: FORMATS[language], say: (map) => inLanguage(map, language).text }]),
) as Record<Language, Speech>;

/** A text of the API, marked with its language where that is not the page's, so that it is spoken and set right. */
export function Said({ of }: { of: LanguageMap | undefined }) {
  const { language } = useWords();
  const { text, tag } = inLanguage(of, language);
  return tag.startsWith(language) ? <>{text}</> : <span lang={tag}>{text}</span>;
}
