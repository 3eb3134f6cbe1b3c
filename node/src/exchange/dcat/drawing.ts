import type { NamedNode } from 'n3';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { WritingContext } from '../format.ts';
import { foaf, rdf, skos } from '../rdf/namespaces.ts';
import { iri, texts, type Add, type Literal } from '../rdf/index.ts';

/** A graph being written: where triples go, and what of the things that many resources share is said already. */
export interface Drawing {
  add: Add;
  context: Pick<WritingContext, 'baseUrl' | 'vocabulary'>;
  /** Whether something shared is to be described now. It may be said twice in a long document, which changes nothing. */
  isNew(what: string): boolean;
  /** Nodes of vocabulary terms by the terms' identifiers. */
  terms: Map<string, NamedNode>;
}

/** Shared things remembered as said; some megabytes of addresses at most. */
const LARGEST_MEMORY = 20_000;

export function drawing(add: Add, context: Drawing['context']): Drawing {
  const said = new Set<string>();
  return {
    add,
    context,
    terms: new Map(),
    isNew(what) {
      if (said.has(what)) return false;
      if (said.size >= LARGEST_MEMORY) said.clear();
      said.add(what);
      return true;
    },
  };
}

export function addAll(add: Add, subject: NamedNode, predicate: NamedNode, objects: readonly (NamedNode | Literal)[]): void {
  for (const object of objects) add(subject, predicate, object);
}

/** Leads to an address where it can be written as an IRI. */
export function addAddress({ add }: Pick<Drawing, 'add'>, subject: NamedNode, predicate: NamedNode, address: string | undefined): void {
  const object = address === undefined ? undefined : iri(address);
  if (object) add(subject, predicate, object);
}

/** A concept with its labels. */
export function describeConcept({ add, isNew }: Drawing, concept: NamedNode, label: LanguageMap): void {
  if (!isNew(concept.value)) return;
  add(concept, rdf.type, skos.Concept);
  addAll(add, concept, skos.prefLabel, texts(label));
}

/** The class of something shared, which DCAT-AP wants said in the document. */
export function describeClass({ add, isNew }: Drawing, thing: NamedNode, type: NamedNode): void {
  if (isNew(`${type.value} ${thing.value}`)) add(thing, rdf.type, type);
}

/** Leads to a page of the web. Answers what is to be said of the page once its subject is done. */
export function addPage(drawing: Drawing, subject: NamedNode, predicate: NamedNode, address: string | undefined): () => void {
  const page = address === undefined ? undefined : iri(address);
  if (!page) return () => {};
  drawing.add(subject, predicate, page);
  return () => describeClass(drawing, page, foaf.Document);
}
