import type { NamedNode } from 'n3';
import type { Outgoing } from '../../catalogue/index.ts';
import { dct } from '../rdf/namespaces.ts';
import { iri, named } from '../rdf/index.ts';
import { describeClass, describeConcept, type Drawing } from './drawing.ts';

type Term = Outgoing['topics'][number];

/** The IRI a vocabulary gives its term; for one that left the vocabulary, the address of its page here. */
export function termNode({ context, terms }: Drawing, { id }: Term): NamedNode {
  let node = terms.get(id);
  if (!node) {
    const known = context.vocabulary.get(id);
    node = (known && iri(known.iri)) ?? named(`${context.baseUrl}/t/${encodeURIComponent(id)}`);
    terms.set(id, node);
  }
  return node;
}

/** Leads to each term. Answers what is to be said of the terms themselves. */
export function addTerms(drawing: Drawing, subject: NamedNode, predicate: NamedNode, terms: Term[], options: { formats?: boolean } = {}): () => void {
  for (const term of terms) drawing.add(subject, predicate, termNode(drawing, term));
  return () => {
    for (const term of terms) {
      const node = termNode(drawing, term);
      describeConcept(drawing, node, term.label);
      if (options.formats) describeClass(drawing, node, dct.MediaTypeOrExtent);
    }
  };
}
