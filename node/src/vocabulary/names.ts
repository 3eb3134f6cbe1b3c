/**
 * Folding of names: two names that a person would call the same have the same folded form. Case, diacritics, full-width
 * forms, hyphens, underscores and white space do not count, nor does the plural of the last English word; white space
 * beside a Chinese character is left out (`RNA 测序` and `RNA测序`).
 */
export function foldName(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[\p{Pd}_\s]+/gu, ' ')
    .trim()
    .replace(/ ?(\p{Script=Han}) ?/gu, '$1');
  return plain.replace(/[a-z]+$/, singular);
}

/** The singular of an English word, by its ending alone. What ends in -ss, -us, -is or -ics is no plural. */
function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is|ics)$/.test(word) || !word.endsWith('s')) return word;
  if (word.endsWith('yses')) return `${word.slice(0, -2)}is`;
  if (word.endsWith('ies') && word.length > 5 && !/^(species|series)$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(x|ch|sh|ss)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
