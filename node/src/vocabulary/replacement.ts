import type { Term } from './term.ts';

/**
 * The current term that a term stands for: itself, or of a deprecated one what replaces it, else the only one to
 * consider. Where several are to be considered nobody can choose, and there is none.
 */
export function currentTerm(term: Term | undefined, get: (id: string) => Term | undefined, passed = new Set<string>()): Term | undefined {
  if (!term || !term.deprecated) return term;
  if (passed.has(term.id)) return undefined;
  passed.add(term.id);
  const successors = term.replacedBy.length > 0 ? term.replacedBy : term.consider.length === 1 ? term.consider : [];
  for (const id of successors) {
    const current = currentTerm(get(id), get, passed);
    if (current) return current;
  }
  return undefined;
}
