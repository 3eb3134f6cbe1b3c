import type { Flaw } from '../kernel/errors.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What is wrong with a vocabulary as a whole: cycles of broader terms, and terms that lead to nothing known. The node
 * lives with each of them (a cycle is walked once, an unknown term is passed over), so a file is not refused for one.
 * The pointer is the term's identifier and the field.
 */
export function flawsOfVocabulary(vocabulary: Vocabulary): Flaw[] {
  const flaws: Flaw[] = [];
  for (const term of vocabulary.terms()) {
    const unknown = (field: 'broader' | 'replacedBy' | 'consider') =>
      term[field].filter((id) => !vocabulary.get(id)).map((id) => ({ pointer: `${term.id}/${field}`, reason: `${id} is not in the vocabulary` }));
    flaws.push(...unknown('broader'), ...unknown('replacedBy'), ...unknown('consider'));
    if (!term.deprecated && term.broader.some((id) => vocabulary.ancestors(id).has(term.id))) {
      flaws.push({ pointer: `${term.id}/broader`, reason: 'leads back to the term itself' });
    }
    for (const id of term.deprecated ? [] : term.broader) {
      if (vocabulary.get(id)?.deprecated) flaws.push({ pointer: `${term.id}/broader`, reason: `${id} is deprecated` });
    }
  }
  return flaws;
}
