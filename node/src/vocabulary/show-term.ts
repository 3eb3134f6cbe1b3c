import type { z } from 'zod';
import { findTerm } from './find-terms.ts';
import type { TermView } from './term.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A term among its neighbours. A deprecated one says what replaces it, or else what to consider. */
export function showTerm(vocabulary: Vocabulary, id: string): z.infer<typeof TermView> {
  const term = findTerm(vocabulary, id);
  const narrower = [...vocabulary.terms()].filter((other) => !other.deprecated && other.broader.includes(term.id));
  return {
    ...term,
    broaderTerms: term.broader.map(vocabulary.ref),
    narrowerTerms: narrower.map(({ id: narrowerId }) => vocabulary.ref(narrowerId)),
    replacedByTerms: (term.replacedBy.length > 0 ? term.replacedBy : term.consider).map(vocabulary.ref),
  };
}
