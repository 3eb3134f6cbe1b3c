import type { Term } from './term.ts';

/** The most general concept of each branch of EDAM, which says nothing of what bears it. */
export const BRANCH_ROOTS: ReadonlySet<string> = new Set(['edam:topic_0003', 'edam:operation_0004', 'edam:data_0006', 'edam:format_1915']);

export interface Hierarchy {
  ancestors(id: string): ReadonlySet<string>;
  descendants(id: string): ReadonlySet<string>;
}

/** Closures over the broader terms, computed when first asked for. A cycle is walked once. */
export function hierarchyOf(terms: ReadonlyMap<string, Term>): Hierarchy {
  const children = new Map<string, string[]>();
  for (const term of terms.values()) {
    if (term.deprecated) continue;
    for (const parent of term.broader) {
      const siblings = children.get(parent);
      if (siblings) siblings.push(term.id);
      else children.set(parent, [term.id]);
    }
  }
  const broader = (id: string): readonly string[] => terms.get(id)?.broader.filter((parent) => terms.has(parent)) ?? [];
  const narrower = (id: string): readonly string[] => children.get(id) ?? [];
  return { ancestors: closure(broader), descendants: closure(narrower) };
}

function closure(step: (id: string) => readonly string[]): (id: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (id) => {
    let reached = known.get(id);
    if (!reached) {
      const set = new Set([id]);
      for (const at of set) for (const next of step(at)) if (!BRANCH_ROOTS.has(next)) set.add(next);
      reached = set;
      known.set(id, reached);
    }
    return reached;
  };
}
