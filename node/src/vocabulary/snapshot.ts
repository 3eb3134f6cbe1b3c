import { hierarchyOf } from './hierarchy.ts';
import { identifierIndexOf } from './identifier-index.ts';
import { nameIndexOf } from './name-index.ts';
import { foldName } from './names.ts';
import { prefixRegistry, type PrefixRegistry } from './prefixes/prefix-registry.ts';
import { currentTerm } from './replacement.ts';
import type { Branch, Term } from './term.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The vocabulary in memory made of these terms. */
export function snapshotOf(list: Iterable<Term>, generation: number, prefixes: PrefixRegistry = prefixRegistry()): Vocabulary {
  const terms = new Map<string, Term>();
  for (const term of list) terms.set(term.id, term);
  const byIdentifier = identifierIndexOf(terms);
  const byName = nameIndexOf(terms.values());
  const byExtension = extensionIndexOf(terms.values());
  const hierarchy = hierarchyOf(terms);
  const current = (term: Term | undefined) => currentTerm(term, (id) => terms.get(id));

  function resolve(text: string, branch?: Branch): Term | undefined {
    const fits = (term: Term | undefined) => (term && (!branch || term.branch === branch) ? term : undefined);
    const identified = byIdentifier(text);
    if (identified) return fits(current(identified));
    for (const { term, type } of byName.get(foldName(text)) ?? []) {
      const meant = type === 'label' || type === 'exact' ? fits(current(term)) : undefined;
      if (meant) return meant;
    }
    return branch === undefined || branch === 'format' ? byExtension.get(extensionKey(text)) : undefined;
  }

  function written(text: string, branch?: Branch): Term | undefined {
    const fits = (term: Term) => !branch || term.branch === branch;
    const identified = byIdentifier(text);
    if (identified) return fits(identified) ? identified : undefined;
    const named = (byName.get(foldName(text)) ?? []).find(({ term, type }) => (type === 'label' || type === 'exact') && fits(term));
    return named?.term ?? (branch === undefined || branch === 'format' ? byExtension.get(extensionKey(text)) : undefined);
  }

  return {
    generation,
    size: terms.size,
    get: (id) => terms.get(id),
    ref: (id) => ({ id, label: terms.get(id)?.label ?? { en: id } }),
    resolve,
    written,
    named: (text) => (byName.get(foldName(text)) ?? []).filter(({ term }) => !term.deprecated),
    ancestors: hierarchy.ancestors,
    descendants: hierarchy.descendants,
    terms: () => terms.values(),
    prefixes,
  };
}

const extensionKey = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^\*?\./, '');

/** Formats by file extension; the more general of two formats that share one, because a file's name says no more. */
function extensionIndexOf(terms: Iterable<Term>): ReadonlyMap<string, Term> {
  const index = new Map<string, Term>();
  for (const term of terms) {
    if (term.deprecated || term.branch !== 'format') continue;
    for (const extension of term.extensions) {
      const key = extensionKey(extension);
      const other = index.get(key);
      if (!other || other.broader.includes(term.id)) index.set(key, term);
    }
  }
  return index;
}
