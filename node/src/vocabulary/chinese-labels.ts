import { readFileSync } from 'node:fs';
import { foldName } from './names.ts';
import type { Term } from './term.ts';

/** One line of the project's own Chinese labels of EDAM (`edam-zh/labels.tsv`). */
export interface ChineseLabel {
  id: string;
  en: string;
  zh: string;
  synonyms: string[];
}

export const CHINESE_LABELS_FILE = new URL('./edam-zh/labels.tsv', import.meta.url);

/** Reads the labels; a line without its three first columns is left out. */
export function parseChineseLabels(text: string): ChineseLabel[] {
  return text
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split('\t').map((cell) => cell.trim()))
    .flatMap(([id, en, zh, synonyms]) =>
      id && en && zh
        ? [
            {
              id: `edam:${id}`,
              en,
              zh,
              synonyms: (synonyms ?? '')
                .split('|')
                .map((name) => name.trim())
                .filter(Boolean),
            },
          ]
        : [],
    );
}

export function chineseLabels(file: URL = CHINESE_LABELS_FILE): ChineseLabel[] {
  try {
    return parseChineseLabels(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A term with its Chinese names. A label that the source states stays the label, and ours becomes a synonym. */
export function withChineseLabel(term: Term, label: ChineseLabel | undefined): Term {
  if (!label) return term;
  const known = new Set([term.label['zh'], ...term.synonyms.map((synonym) => synonym.text)].flatMap((name) => (name ? [foldName(name)] : [])));
  const zh = term.label['zh'] ?? label.zh;
  known.add(foldName(zh));
  const synonyms = [...term.synonyms];
  for (const text of [label.zh, ...label.synonyms]) {
    if (known.has(foldName(text))) continue;
    known.add(foldName(text));
    synonyms.push({ text, language: 'zh', type: 'exact' });
  }
  return { ...term, label: { ...term.label, zh }, synonyms };
}

/** What is known of EDAM before it has been harvested: identifiers and labels, no hierarchy. */
export function seedTerm({ id, en, zh, synonyms }: ChineseLabel): Term {
  const local = id.slice('edam:'.length);
  return {
    id,
    iri: `http://edamontology.org/${local}`,
    vocabulary: 'edam',
    branch: local.slice(0, local.indexOf('_')),
    label: { en, zh },
    synonyms: synonyms.map((text) => ({ text, language: 'zh', type: 'exact' })),
    broader: [],
    deprecated: false,
    replacedBy: [],
    consider: [],
    relations: [],
    extensions: [],
  };
}
