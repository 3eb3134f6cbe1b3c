import { Parser } from 'htmlparser2';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { isAddress } from '../text.ts';
import type { Entity, Value } from './read-entities.ts';

export const valuesOf = (entity: Entity, ...names: string[]): Value[] => names.flatMap((name) => entity.properties.get(name) ?? []);

/** Entities among the values of properties, in order. */
export const entitiesOf = (entity: Entity, ...names: string[]): Entity[] => valuesOf(entity, ...names).flatMap((value) => ('entity' in value ? [value.entity] : []));

/** What a value says in a word: its text, or the name of the entity it is. */
export function wordOf(value: Value): string | undefined {
  if ('text' in value) return value.text;
  const [name] = valuesOf(value.entity, 'name', 'termCode');
  return name && 'text' in name ? name.text : undefined;
}

export const wordsOf = (entity: Entity, ...names: string[]): string[] => valuesOf(entity, ...names).flatMap((value) => wordOf(value) ?? []);
export const firstWord = (entity: Entity, ...names: string[]): string | undefined => wordsOf(entity, ...names)[0];

/** The web address of a value: itself, or the entity's `url` or own address. */
export function addressOf(value: Value): string | undefined {
  if ('text' in value) return isAddress(value.text) ? value.text : undefined;
  return [...valuesOf(value.entity, 'url', 'contentUrl').flatMap((it) => ('text' in it ? it.text : (it.entity.id ?? []))), value.entity.id ?? ''].find(isAddress);
}

export const addressesOf = (entity: Entity, ...names: string[]): string[] => [...new Set(valuesOf(entity, ...names).flatMap((value) => addressOf(value) ?? []))];

/** The language of a text nobody named one for, by its script. */
export function languageOf(text: string): string {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

const primary = (tag: string | undefined): string | undefined => /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag ?? '')?.[1]?.toLowerCase();

/** Tags that texts of pages bear; other words between angle brackets are what somebody wrote. */
const MARKUP = /<\/?(?:a|b|i|p|u|br|em|li|ol|td|th|tr|ul|div|h[1-6]|img|pre|sub|sup|code|span|strong|table|blockquote)(?:\s[^<>]*)?\/?>/i;

/** Text a page's authors wrote as HTML, without its tags; other text as it is. */
export function plainText(text: string): string {
  if (!MARKUP.test(text)) return text;
  let out = '';
  const parser = new Parser({
    ontext: (piece) => void (out += piece),
    onopentagname: (name) => void (/^(br|p|li|div|h\d|tr)$/.test(name) && out !== '' && !out.endsWith('\n') && (out += '\n')),
  });
  parser.end(text);
  return out.trim();
}

/** The first text in each language. */
export function languageMapOf(entity: Entity, ...names: string[]): LanguageMap | undefined {
  const map: LanguageMap = {};
  for (const name of names) {
    for (const value of valuesOf(entity, name)) {
      if (!('text' in value)) continue;
      const text = plainText(value.text);
      if (text !== '') map[primary(value.language) ?? languageOf(text)] ??= text;
    }
    if (Object.keys(map).length > 0) return map;
  }
  return undefined;
}

/** A date as ISO 8601 writes it; a time set off by a space is taken, other forms are not. */
export function dateOf(entity: Entity, ...names: string[]): string | undefined {
  for (const name of names) {
    const [value] = valuesOf(entity, name);
    if (!value || !('text' in value)) continue;
    const text = value.text
      .replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/, '$1T$2')
      .replace(/ (?=UTC|[+-]\d{2})/, '')
      .replace(/UTC$/, 'Z');
    if (/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text)) return text;
    const day = /^(\d{4}-\d{2}-\d{2})T/.exec(text)?.[1];
    if (day) return /T[\d:.]+(Z|[+-]\d{2}:?\d{2})?$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : day;
  }
  return undefined;
}
