import { KIND_LABELS, type Outgoing } from '../../catalogue/index.ts';
import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import { clip } from '../text.ts';

/** What a standard's demanded text says where nobody stated one. */
export const NOT_STATED = 'Not stated';
/** SPDX's word for "nobody asserts a licence" (SPDX 2.3, clause 7.13). */
export const NO_ASSERTION = 'NOASSERTION';

/** The text for readers of any standard that knows one language: English where there is any. */
export const english = (text: LanguageMap | undefined): string => inLanguage(text, 'en');

/** A text on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The title's forms in other languages than the one shown. */
export function otherTitles({ title }: Pick<Outgoing, 'title'>): string[] {
  const shown = english(title);
  return [...new Set(Object.values(title).filter((it) => it !== shown))];
}

/** What the sources say of the resource, in English where there is any; undefined where they say nothing. */
const statedDescription = ({ description }: Pick<Outgoing, 'description'>, most: number): string | undefined => (description ? clip(english(description), most) : undefined);

/**
 * A description for standards that demand one: the stated one, else a sentence made of what is known (kind, topics,
 * provider), which says that its sources state none.
 */
export const descriptionOf = (resource: Outgoing, most: number): string => statedDescription(resource, most) ?? clip(composedDescription(resource).en, most);

export function composedDescription(resource: Pick<Outgoing, 'kind' | 'topics' | 'provider'>): { en: string; zh: string } {
  const topics = resource.topics.slice(0, 5);
  const listed = (language: string, separator: string) => topics.map(({ label }) => inLanguage(label, language)).join(separator);
  const kind = KIND_LABELS[resource.kind];
  const { provider } = resource;
  return {
    en: `${inLanguage(kind, 'en')}${topics.length > 0 ? ` on ${listed('en', ', ')}` : ''}${provider ? `, provided by ${english(provider.name)}` : ''}. Its sources state no description.`,
    zh: `${provider ? `${inLanguage(provider.name, 'zh')}提供的` : ''}${topics.length > 0 ? `${listed('zh', '、')}方面的` : ''}${inLanguage(kind, 'zh')}。来源未提供描述。`,
  };
}

/** The day in an ISO 8601 date, where it is given to the day. */
export const dayIn = (date: string | undefined): string | undefined => (date && date.length >= 10 ? date.slice(0, 10) : undefined);
