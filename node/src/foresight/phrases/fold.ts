/**
 * How variants of a phrase are brought to one: case, hyphens, the plural of its last word, and British spellings of
 * common endings.
 */

const MOST_ENDINGS = /(ss|us|is)$/;

/** Whether a word looks like a noun in the plural. */
export const isPlural = (word: string): boolean => word.length > 3 && /[a-z]s$/.test(word) && !MOST_ENDINGS.test(word);

/** A word in the singular, by its ending alone. */
export function singular(word: string): string {
  if (word.length > 5 && word.endsWith('ies') && !word.endsWith('species') && !word.endsWith('series')) return `${word.slice(0, -3)}y`;
  if (word.endsWith('species') || word.endsWith('series')) return word;
  if (/(x|ch|sh|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && word.endsWith('s') && !MOST_ENDINGS.test(word) ? word.slice(0, -1) : word;
}

const SPELLINGS: [RegExp, string][] = [
  [/isation(s?)$/, 'ization$1'],
  [/^tumour/, 'tumor'],
  [/^oestrogen/, 'estrogen'],
  [/^haem/, 'hem'],
  [/^leukaem/, 'leukem'],
  [/^anaem/, 'anem'],
  [/^oedema/, 'edema'],
  [/^paediatric/, 'pediatric'],
  [/^foetal$/, 'fetal'],
  [/^behaviour/, 'behavior'],
  [/^fibre/, 'fiber'],
];

const spelled = (word: string): string => SPELLINGS.reduce((before, [form, to]) => before.replace(form, to), word);

/** The words of a phrase as they are compared: lower case, hyphens as spaces, one spelling, the last in the singular. */
export function foldWords(words: readonly string[]): string[] {
  const folded = words
    .join(' ')
    .toLowerCase()
    .replace(/[-–]/g, ' ')
    .replace(/[^\p{L}\p{N}/+ ]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .map(spelled);
  const last = folded.pop();
  return last === undefined ? [] : [...folded, singular(last)];
}
