import { createRequire } from 'node:module';
import type { Jieba } from '@node-rs/jieba';
import type { Sentence, Token } from './token.ts';

/** Loaded when the first Chinese text comes. */
let jieba: Jieba | undefined;
function segmenter(): Jieba {
  if (jieba) return jieba;
  const load = createRequire(import.meta.url);
  const { Jieba: Segmenter } = load('@node-rs/jieba') as typeof import('@node-rs/jieba');
  const { dict } = load('@node-rs/jieba/dict') as { dict: Uint8Array };
  return (jieba = Segmenter.withDict(dict));
}

const STOP = /[。！？；!?;\n]+/u;

/** Chinese text as sentences of tagged words (tags of the ICTCLAS set, as jieba gives them). */
export const readChinese = (text: string): Sentence[] =>
  text
    .split(STOP)
    .filter((sentence) => sentence.trim() !== '')
    .map((sentence) =>
      segmenter()
        .tag(sentence, true)
        .filter(({ word }) => word.trim() !== '')
        .map(({ word, tag }): Token => ({ text: word, role: roleOf(word, tag), plural: false })),
    );

/** Verbs that name an activity (`vn`) stand in terms; words of time, place and pronouns do not. */
function roleOf(word: string, tag: string): Token['role'] {
  if (/^[\d.,%]+$/.test(word)) return 'number';
  if (/^(n|nz|nr|nt|nx|ng|l|vn|eng|j|i|an)$/.test(tag) && /[\p{L}\p{N}]/u.test(word)) return 'noun';
  if (/^(a|ag|b|ad)$/.test(tag)) return 'adjective';
  return 'outside';
}
