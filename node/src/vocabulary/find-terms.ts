import { notFound } from '../kernel/errors.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import { inLanguage } from '../kernel/language-map.ts';
import { namesOf } from './name-index.ts';
import { foldName } from './names.ts';
import type { Branch, Term } from './term.ts';
import type { NamedTerm, Vocabulary } from './vocabulary.ts';

interface FoldedName extends NamedTerm {
  folded: string;
}
const foldedNames = new WeakMap<Vocabulary, FoldedName[]>();

function namesIn(vocabulary: Vocabulary): FoldedName[] {
  let names = foldedNames.get(vocabulary);
  if (!names) {
    names = [...vocabulary.terms()].flatMap((term) => [...namesOf(term)]).map((named) => ({ ...named, folded: foldName(named.name) }));
    foldedNames.set(vocabulary, names);
  }
  return names;
}

/** How well a name answers; undefined when it does not: the whole name, its beginning, a word's beginning, within. */
function closeness(folded: string, wanted: string): number | undefined {
  const at = folded.indexOf(wanted);
  if (at < 0) return undefined;
  if (at === 0) return folded.length === wanted.length ? 0 : 1;
  return /[^\p{L}\p{N}]/u.test(folded[at - 1] ?? '') || /\p{Script=Han}/u.test(wanted) ? 2 : 3;
}

export interface FoundTerm {
  id: string;
  branch: string;
  label: LanguageMap;
  deprecated: boolean;
  /** The name that answers, when it is not the label in either language. */
  matched?: string;
}

/** Terms by identifier, label or synonym in any language, the closest first; without a question, by identifier. */
export function findTerms(vocabulary: Vocabulary, wanted: { q?: string; branch?: Branch; limit: number }): FoundTerm[] {
  const fits = (term: Term) => wanted.branch === undefined || term.branch === wanted.branch;
  const q = foldName(wanted.q ?? '');
  if (q === '')
    return [...vocabulary.terms()]
      .filter((term) => fits(term) && !term.deprecated)
      .slice(0, wanted.limit)
      .map((term) => found(term));

  const best = new Map<Term, { rank: number; length: number; name?: string }>();
  for (const { term, name, type, folded } of namesIn(vocabulary)) {
    const close = fits(term) ? closeness(folded, q) : undefined;
    if (close === undefined) continue;
    const rank = close * 2 + (type === 'label' ? 0 : 1) + (term.deprecated ? 8 : 0);
    if (rank < (best.get(term)?.rank ?? Infinity)) best.set(term, { rank, length: name.length, ...(type === 'label' ? {} : { name }) });
  }
  const identified = vocabulary.resolve(wanted.q ?? '', wanted.branch);
  if (identified) best.set(identified, { length: 0, ...best.get(identified), rank: -1 });
  return [...best]
    .sort(([a, x], [b, y]) => x.rank - y.rank || x.length - y.length || (a.id < b.id ? -1 : 1))
    .slice(0, wanted.limit)
    .map(([term, { name }]) => found(term, name));
}

const found = (term: Term, matched?: string): FoundTerm => ({ id: term.id, branch: term.branch, label: term.label, deprecated: term.deprecated, ...(matched ? { matched } : {}) });

/** The term with this identifier (deprecated ones too) or name; an unknown one is answered with names that are near. */
export function findTerm(vocabulary: Vocabulary, id: string): Term {
  const term = vocabulary.get(id) ?? termWrittenAs(vocabulary, id) ?? vocabulary.resolve(id);
  if (term) return term;
  const near = nearTerms(vocabulary, id, 3).map((other) => `${other.id} (${inLanguage(other.label, 'en')})`);
  throw notFound(`No vocabulary term is called "${id.slice(0, 200)}".${near.length > 0 ? ` Near to it: ${near.join(', ')}.` : ''}`);
}

/** A deprecated term by another form of its identifier: `resolve` would answer with what replaces it. */
function termWrittenAs(vocabulary: Vocabulary, text: string): Term | undefined {
  const local = /(?:^|[/#:_])((?:topic|operation|data|format)_\d+)$/i.exec(text.trim())?.[1]?.toLowerCase();
  return local ? vocabulary.get(`edam:${local}`) : undefined;
}

/** Current terms whose names share most pairs of letters with the text. */
function nearTerms(vocabulary: Vocabulary, text: string, limit: number): Term[] {
  const wanted = pairs(foldName(text.slice(0, 200)).replace(/^.*[/#:]/, ''));
  const scores = new Map<Term, number>();
  for (const { term, folded } of namesIn(vocabulary)) {
    if (term.deprecated) continue;
    const score = likeness(wanted, pairs(folded));
    if (score >= 0.4 && score > (scores.get(term) ?? 0)) scores.set(term, score);
  }
  return [...scores]
    .sort(([a, x], [b, y]) => y - x || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(([term]) => term);
}

const pairs = (text: string): Set<string> => new Set(Array.from({ length: Math.max(1, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
const likeness = (a: Set<string>, b: Set<string>): number => (2 * a.intersection(b).size) / (a.size + b.size);
