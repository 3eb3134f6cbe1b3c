import type { Sentence, Token } from './token.ts';

/** A complete noun phrase: none that holds it stands in the same place. */
export interface NounPhrase {
  words: string[];
  /** The word before and the word after it, in lower case; undefined at the edge of the sentence. */
  left: string | undefined;
  right: string | undefined;
}

/** A number may end a phrase (`interleukin 2`, `type 1`), if it is short. */
const ENDS_AS_NUMBER = /^\d{1,2}$/;
/** No longer phrase is a term; lists without commas are. */
const LONGEST = 8;

/**
 * The complete noun phrases of a sentence: nouns with the adjectives and numbers before them, ending in a noun. A noun
 * in the plural ends its phrase, for what follows it is another.
 */
export function nounPhrases(sentence: Sentence): NounPhrase[] {
  const found: NounPhrase[] = [];
  let start = -1;
  const end = (after: number) => {
    if (start >= 0) trimmed(sentence, start, after, found);
    start = -1;
  };
  for (const [at, { role, plural }] of sentence.entries()) {
    if (role === 'outside' || (role === 'number' && start < 0)) end(at);
    else {
      if (start < 0) start = at;
      if (plural) end(at + 1);
    }
  }
  end(sentence.length);
  return found;
}

function trimmed(sentence: Sentence, from: number, to: number, found: NounPhrase[]): void {
  let end = to;
  const closes = ({ role, text }: Token, length: number) => role === 'noun' || (role === 'number' && length > 1 && ENDS_AS_NUMBER.test(text));
  while (end > from && !closes(sentence[end - 1] as Token, end - from)) end--;
  if (end === from || end - from > LONGEST) return;
  found.push({
    words: sentence.slice(from, end).map(({ text }, at) => (from + at === 0 ? uncapitalised(text) : text)),
    left: sentence[from - 1]?.text.toLowerCase(),
    right: sentence[end]?.text.toLowerCase(),
  });
}

/** A word at the beginning of a sentence, as it stands elsewhere; names and abbreviations keep their capitals. */
const uncapitalised = (word: string): string => (/^\p{Lu}\p{Ll}+(-\p{Ll}+)*$/u.test(word) ? word.toLowerCase() : word);
