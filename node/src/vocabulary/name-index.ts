import { foldName } from './names.ts';
import type { Term } from './term.ts';
import type { NamedTerm } from './vocabulary.ts';

const RANK: Record<NamedTerm['type'], number> = { label: 0, exact: 1, narrow: 2, broad: 3, related: 4 };
const BRANCH_RANK = ['topic', 'operation', 'format', 'data'];
const branchRank = (branch: string) => (BRANCH_RANK.includes(branch) ? BRANCH_RANK.indexOf(branch) : BRANCH_RANK.length);

/** Every name a term has, its labels first. */
export function* namesOf(term: Term): IterableIterator<NamedTerm> {
  for (const [language, name] of Object.entries(term.label)) yield { term, name, language, type: 'label' };
  for (const { text, language, type } of term.synonyms) yield { term, name: text, language, type };
}

/** Names by folded form. Among terms of one name the order is: label before synonym, current before deprecated, topic first. */
export function nameIndexOf(terms: Iterable<Term>): ReadonlyMap<string, NamedTerm[]> {
  const index = new Map<string, NamedTerm[]>();
  for (const term of terms) {
    for (const named of namesOf(term)) {
      const folded = foldName(named.name);
      const others = index.get(folded);
      if (!others) index.set(folded, [named]);
      else if (!others.some((other) => other.term === term && RANK[other.type] <= RANK[named.type])) others.push(named);
    }
  }
  for (const names of index.values()) if (names.length > 1) names.sort(inOrder);
  return index;
}

const inOrder = (a: NamedTerm, b: NamedTerm): number =>
  Number(a.term.deprecated) - Number(b.term.deprecated) || RANK[a.type] - RANK[b.type] || branchRank(a.term.branch) - branchRank(b.term.branch) || (a.term.id < b.term.id ? -1 : 1);
