import winkNLP, { type ItemSentence } from 'wink-nlp';
import model from 'wink-eng-lite-web-model';
import { isPlural } from './fold.ts';
import type { Sentence, Token } from './token.ts';

const nlp = winkNLP(model, ['sbd', 'pos']);
const { its } = nlp;

const NUMBER = /^(?=.*\d)[\d.,%:]+$/;
/** `CD28`, `p53`, `24R`: names, whatever a tagger for newspapers takes them for. */
const LETTERS_AND_DIGITS = /(?=.*\d)(?=.*\p{L})/u;
const GREEK = /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|sigma|tau|omega|[α-ω])$/iu;
/** `NF-kappa-B-dependent`, `receptor-mediated`: compounds that say what something is like. */
const LIKE =
  /[-–](dependent|independent|mediated|specific|induced|inducible|associated|related|like|responsive|stimulated|treated|positive|negative|derived|activated|regulated|restricted|deficient|infected|transformed|transfected|resistant|sensitive|type|driven|bound|expressing|producing|based|free|linked|rich|reactive|containing|binding)$/i;
/** Units and abbreviations that stand where a noun could. */
const UNIT = /^(ng|µg|μg|ug|mg|kg|g|ml|µl|μl|ul|l|nm|µm|μm|um|mm|cm|m|kb|bp|kda|da|fmol|pmol|nmol|microgram|h|hr|min|sec|s|vs|via|per|i\.e|e\.g|et|al)\.?$/i;
const JOINT = /^[-–/]$/;

const ROLES: Record<string, Token['role']> = { NOUN: 'noun', PROPN: 'noun', ADJ: 'adjective', NUM: 'number' };

/** English text as sentences of tagged words; compounds written with hyphens or slashes are one word. */
export function readEnglish(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  nlp
    .readDoc(text)
    .sentences()
    .each((sentence: ItemSentence) => {
      const tokens = sentence.tokens();
      sentences.push(compounds(tokens.out() as unknown as string[], tokens.out(its.pos) as unknown as string[], tokens.out(its.precedingSpaces) as unknown as string[]));
    });
  return sentences;
}

function compounds(words: string[], tags: string[], spaces: string[]): Sentence {
  const sentence: Sentence = [];
  const joined = (at: number) => spaces[at] === '';
  for (let at = 0; at < words.length; at++) {
    let text = unended(words[at] as string);
    let tag = tags[at] as string;
    const single = at;
    while (
      /[\p{L}\p{N}]/u.test(text) &&
      at + 2 < words.length &&
      JOINT.test(words[at + 1] as string) &&
      joined(at + 1) &&
      joined(at + 2) &&
      /^[\p{L}\p{N}]/u.test(words[at + 2] as string)
    ) {
      text += `${words[at + 1]}${unended(words[at + 2] as string)}`;
      tag = tags[at + 2] as string;
      at += 2;
    }
    // `CD4+`: what a cell bears belongs to its name.
    if (words[at + 1] === '+' && joined(at + 1)) text += words[++at];
    const role = roleOf(text, tag, at > single, words[at + 1]);
    sentence.push({ text, role, plural: role === 'noun' && at === single && isPlural(text) && tag !== 'PROPN' });
  }
  return sentence;
}

/** The stop at the end of a sentence, where it is taken for that of an abbreviation. */
const unended = (word: string): string => (/^\p{L}+\.$/u.test(word) && !UNIT.test(word) ? word.slice(0, -1) : word);

function roleOf(text: string, tag: string, compound: boolean, next: string | undefined): Token['role'] {
  if (NUMBER.test(text)) return 'number';
  if (LIKE.test(text)) return 'adjective';
  if (UNIT.test(text)) return 'outside';
  if (LETTERS_AND_DIGITS.test(text) || GREEK.test(text)) return 'noun';
  // `I kappa B`, not the pronoun.
  if (text === 'I' && next !== undefined && GREEK.test(next)) return 'noun';
  if (!/[\p{L}\p{N}]/u.test(text)) return 'outside';
  if (compound && /(ed|ing)$/.test(text)) return 'adjective';
  return ROLES[tag] ?? 'outside';
}
