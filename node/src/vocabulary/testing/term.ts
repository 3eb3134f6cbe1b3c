import type { Term } from '../term.ts';

/** A term for a test: an identifier, an English label, and what matters there. */
export function aTerm(local: string, label: string, more: Partial<Term> = {}): Term {
  return {
    id: `edam:${local}`,
    iri: `http://edamontology.org/${local}`,
    vocabulary: 'edam',
    branch: local.slice(0, local.indexOf('_')),
    label: { en: label },
    synonyms: [],
    broader: [],
    deprecated: false,
    replacedBy: [],
    consider: [],
    relations: [],
    extensions: [],
    ...more,
  };
}

export const exact = (text: string, language = 'en'): Term['synonyms'][number] => ({ text, language, type: 'exact' });
