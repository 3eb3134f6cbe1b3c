import type { Db } from '../kernel/database.ts';
import { chineseLabels, seedTerm, withChineseLabel, type ChineseLabel } from './chinese-labels.ts';
import { fieldTerms } from './field-terms.ts';
import { prefixRegistry, type PrefixRegistry } from './prefixes/prefix-registry.ts';
import { snapshotOf } from './snapshot.ts';
import { allTerms, currentGeneration } from './term-store.ts';
import type { Term } from './term.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Loads the node's terms into memory, with the project's Chinese labels of EDAM and its own terms of the field. */
export async function loadVocabulary(db: Db, prefixes: PrefixRegistry = prefixRegistry()): Promise<Vocabulary> {
  const { generation, terms, vocabularies } = await allTerms(db);
  return snapshotOf([...withOurLabels(terms, chineseLabels(), vocabularies.has('edam')), ...fieldTerms()], generation, prefixes);
}

/** Until EDAM has been harvested its labelled terms stand in for it, so that a node with no network shows labels. */
export function withOurLabels(terms: Term[], labels: ChineseLabel[], harvested: boolean): Term[] {
  if (!harvested) return [...labels.map(seedTerm), ...terms];
  const ours = new Map(labels.map((label) => [label.id, label]));
  return terms.map((term) => (term.vocabulary === 'edam' ? withChineseLabel(term, ours.get(term.id)) : term));
}

export interface VocabularyHolder {
  /** The snapshot last loaded; before the first `refresh` it is the seed. */
  current(): Vocabulary;
  /** Loads a new snapshot if the vocabulary has changed since. Calls at the same time share one load. */
  refresh(): Promise<Vocabulary>;
}

export function vocabularyHolder(db: Db, prefixes: PrefixRegistry = prefixRegistry()): VocabularyHolder {
  let held: Vocabulary | undefined;
  let loaded = false;
  let loading: Promise<Vocabulary> | undefined;

  async function load(): Promise<Vocabulary> {
    if (held && loaded && (await currentGeneration(db)) <= held.generation) return held;
    held = await loadVocabulary(db, prefixes);
    loaded = true;
    return held;
  }

  return {
    current: () => (held ??= snapshotOf([...withOurLabels([], chineseLabels(), false), ...fieldTerms()], 0, prefixes)),
    refresh: () => (loading ??= load().finally(() => (loading = undefined))),
  };
}
