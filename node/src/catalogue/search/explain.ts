import type { z } from 'zod';
import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { ResourceContent } from '../resource.ts';
import type { Reason } from './answer.ts';
import type { Alternative, Group, Met, PhraseNode } from './plan.ts';
import { folded } from './segment.ts';
import { stem } from './stem.ts';
import type { Part } from './understand.ts';

/** So far a description is looked through for the words that were found. */
const LOOKED_THROUGH = 4_000;
const SUMMARY = 300;

type Shown = Pick<ResourceContent, 'title' | 'description' | 'topics' | 'operations' | 'reads' | 'writes' | 'formats'>;

/** Why a resource is among the hits, in its own words where they can be shown. */
export function explain(
  content: Shown,
  met: Met[],
  ranked: { part: Part; node: Group | PhraseNode }[],
  tools: { vocabulary: Vocabulary; language: string },
): z.infer<typeof Reason>[] {
  return met.flatMap(({ group, alternative, field }) => {
    const { part, node } = ranked[group] ?? {};
    const way = part?.ways[alternative];
    if (!part || !node || !way) return [];
    const reason = { query: part.query, type: way.type, matched: way.matched, field, ...(way.term ? { term: way.term } : {}) };
    if (way.type === 'concept' && way.term) return [{ ...reason, ...annotatedWith(content, way.term.id, tools) }];
    const tokens = node.type === 'phrase' ? [] : tokensOf(node.alternatives[alternative]);
    const text = field === 'title' ? content.title : content.description;
    return [{ ...reason, matched: ownWords(text, tokens) ?? way.matched }];
  });
}

const tokensOf = (alternative: Alternative | undefined) => [...(alternative?.tokens ?? []), ...(alternative?.prefix === undefined ? [] : [alternative.prefix])];

/** The resource's own annotation that the concept covers: the term itself, or a narrower one. */
function annotatedWith(content: Shown, id: string, { vocabulary, language }: { vocabulary: Vocabulary; language: string }): Partial<z.infer<typeof Reason>> {
  const annotations = [...content.topics, ...content.operations, ...content.reads, ...content.writes, ...content.formats];
  if (annotations.some((annotation) => annotation.id === id)) return {};
  const narrower = vocabulary.descendants(id);
  const own = annotations.find((annotation) => narrower.has(annotation.id));
  return own ? { type: 'narrower', matched: inLanguage(own.label, language) } : {};
}

/** The words of a text that bear all these tokens, as they are written there. */
function ownWords(text: LanguageMap | undefined, tokens: string[]): string | undefined {
  if (tokens.length === 0) return undefined;
  const words: string[] = [];
  for (const token of tokens) {
    const found = Object.values(text ?? {}).reduce<Place | undefined>((place, each) => place ?? find(each, token), undefined);
    if (!found) return undefined;
    if (!words.includes(found.word)) words.push(found.word);
  }
  return words.join(words.every((word) => /^\p{Script=Han}+$/u.test(word)) ? '' : ' ');
}

interface Place {
  word: string;
  at: number;
}

/** The first word with this stem, or beginning so. */
function find(text: string, token: string): Place | undefined {
  const head = text.slice(0, LOOKED_THROUGH);
  const lowered = head.toLowerCase();
  if (lowered.length !== head.length) return undefined;
  if (/^\p{Script=Han}/u.test(token)) {
    const at = head.indexOf(token);
    return at < 0 ? undefined : { word: token, at };
  }
  // A stem may end otherwise than its word does (studi, studies), so its last letter is not asked for.
  const sure = token.length > 4 ? token.slice(0, -1) : token;
  for (let at = lowered.indexOf(sure); at >= 0; at = lowered.indexOf(sure, at + 1)) {
    if (at > 0 && /[\p{L}\p{N}]/u.test(lowered[at - 1] as string)) continue;
    const word = /^[\p{L}\p{N}]+/u.exec(head.slice(at, at + 64))?.[0] ?? '';
    if (stem(folded(word)) === token || folded(word).startsWith(token)) return { word, at };
  }
  return undefined;
}

/** The description's beginning, or the passage where what was looked for first stands; plain text. */
export function summaryOf(description: LanguageMap | undefined, met: Met[], ranked: { node: Group | PhraseNode }[]): LanguageMap | undefined {
  if (!description) return undefined;
  const tokens = met.flatMap(({ group, alternative, field }) => {
    const node = ranked[group]?.node;
    return field === 'text' && node?.type === 'group' ? tokensOf(node.alternatives[alternative]) : [];
  });
  return Object.fromEntries(
    Object.entries(description).flatMap(([language, text]) => {
      const plain = plainText(text.slice(0, LOOKED_THROUGH + 2 * SUMMARY));
      const at = Math.min(...tokens.map((token) => find(plain, token)?.at ?? Infinity));
      const passage = excerpt(plain, Number.isFinite(at) ? at : 0);
      return passage === '' ? [] : [[language, passage]];
    }),
  );
}

/** Without tags, emphasis and addresses of links. */
const plainText = (text: string): string => (/[<*_`#[]|\s\s|[^\S ]/.test(text) ? stripped(text) : text.trim());

const stripped = (text: string): string =>
  text
    .replaceAll(/<\/?[a-z][^<>]{0,500}>/gi, ' ')
    .replaceAll(/!?\[([^\][]{0,300})\]\([^()\s]{0,500}\)/g, '$1')
    .replaceAll(/(?<![\p{L}\p{N}])[*_`#]+|[*_`]+(?![\p{L}\p{N}])/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

function excerpt(text: string, at: number): string {
  if (text.length <= SUMMARY) return text;
  let start = at < SUMMARY - 60 ? 0 : at - 80;
  if (start > 0) start = Math.max(start, text.indexOf(' ', start) + 1 || start);
  if (start > at) start = at;
  const room = SUMMARY - (start > 0 ? 2 : 1);
  const rest = text.slice(start);
  if (rest.length <= room) return `${start > 0 ? '…' : ''}${rest}`;
  const space = rest.lastIndexOf(' ', room);
  return `${start > 0 ? '…' : ''}${rest.slice(0, space > room / 2 ? space : room).toWellFormed()}…`;
}
