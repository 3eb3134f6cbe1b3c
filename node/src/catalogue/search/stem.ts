import { stemmer } from 'stemmer';

/** Words that Porter's algorithm knows: plain English letters, long enough to have an ending. */
const ENGLISH = /^[a-z]{4,}$/;

/** The stem of a folded word; what is no English word (identifiers, Chinese, numbers) stays as it is. */
export const stem = (word: string): string => (ENGLISH.test(word) ? stemmer(word) : word);
