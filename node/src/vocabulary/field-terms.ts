import { readFileSync } from 'node:fs';
import type { Term } from './term.ts';

/** The project's own concepts of the field, in English and Chinese, that EDAM does not have (`field-terms/terms.tsv`). */
export const FIELD_TERMS_FILE = new URL('./field-terms/terms.tsv', import.meta.url);

export const FIELD_VOCABULARY = 'biotope';

/** Reads the terms: `id en zh en_synonyms zh_synonyms broader`, lists separated by `|`. */
export function parseFieldTerms(text: string): Term[] {
  const list = (cell = '') =>
    cell
      .split('|')
      .map((name) => name.trim())
      .filter(Boolean);
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .flatMap(([id, en, zh, english, chinese, broader]): Term[] => {
      if (!id || !en || !zh) return [];
      const synonyms = (names: string[], language: string) => names.map((name) => ({ text: name, language, type: 'exact' as const }));
      return [
        {
          id,
          iri: `urn:biotope:term:${id.slice('bt:'.length)}`,
          vocabulary: FIELD_VOCABULARY,
          branch: 'concept',
          label: { en, zh },
          synonyms: [...synonyms(list(english), 'en'), ...synonyms(list(chinese), 'zh')],
          broader: list(broader),
          deprecated: false,
          replacedBy: [],
          consider: [],
          relations: [],
          extensions: [],
        },
      ];
    });
}

export const fieldTerms = (): Term[] => parseFieldTerms(readFileSync(FIELD_TERMS_FILE, 'utf8'));
