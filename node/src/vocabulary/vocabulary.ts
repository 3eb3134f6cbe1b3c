import type { LanguageMap } from '../kernel/language-map.ts';
import type { PrefixRegistry } from './prefixes/prefix-registry.ts';
import type { Branch, Term } from './term.ts';

/** One name of a term that a text equals after folding (case, hyphens, white space, full-width forms). */
export interface NamedTerm {
  term: Term;
  /** The name as the vocabulary writes it. */
  name: string;
  language: string;
  type: 'label' | 'exact' | 'narrow' | 'broad' | 'related';
}

/**
 * The node's terms in memory: a snapshot that never changes; a new one is loaded when the vocabulary does
 * (`generation` grows). Ancestor and descendant sets include the term itself and leave out the roots of branches.
 */
export interface Vocabulary {
  readonly generation: number;
  readonly size: number;
  get(id: string): Term | undefined;
  /** Identifier and label, for display; the identifier itself where the term is not known. */
  ref(id: string): { id: string; label: LanguageMap };
  /**
   * The current term meant by an identifier (`edam:topic_0091`, `topic_0091`, IRI), a label or an exact synonym, in any
   * language; of a format also by file extension. A deprecated term leads to what replaces it.
   */
  resolve(text: string, branch?: Branch): Term | undefined;
  /** The very term a text names, found as `resolve` finds it, but a deprecated one is answered as it is. */
  written(text: string, branch?: Branch): Term | undefined;
  /** Every current term with this name, labels first. */
  named(text: string): NamedTerm[];
  ancestors(id: string): ReadonlySet<string>;
  descendants(id: string): ReadonlySet<string>;
  terms(): IterableIterator<Term>;
  /** The prefixes of identifiers known here, the operator's among them. */
  readonly prefixes: PrefixRegistry;
}
