import type { Graph, GraphTerm } from '../../rdf/graph.ts';

export interface Triple {
  subject: string;
  predicate: string;
  object: GraphTerm;
}

/** The graph of one record: some dozens of triples, of which there are thousands of graphs. */
export function recordGraph(triples: readonly Triple[]): Graph {
  const said = new Map<string, Map<string, GraphTerm[]>>();
  const byPredicate = new Map<string, [string, GraphTerm][]>();
  for (const { subject, predicate, object } of triples) {
    const ofSubject = said.get(subject) ?? new Map<string, GraphTerm[]>();
    if (ofSubject.size === 0) said.set(subject, ofSubject);
    const terms = ofSubject.get(predicate);
    if (terms?.some((term) => isSame(term, object))) continue;
    if (terms) terms.push(object);
    else ofSubject.set(predicate, [object]);
    const pairs = byPredicate.get(predicate);
    if (pairs) pairs.push([subject, object]);
    else byPredicate.set(predicate, [[subject, object]]);
  }
  return {
    size: triples.length,
    describes: (subject) => said.has(subject),
    nodes: () => new Set(triples.flatMap(({ subject, predicate, object }) => (object.type === 'node' ? [subject, predicate, object.value] : [subject, predicate]))),
    objects: (subject, predicate) => said.get(subject)?.get(predicate) ?? [],
    pairs: (predicate) => (byPredicate.get(predicate) ?? []).values(),
  };
}

const isSame = (a: GraphTerm, b: GraphTerm): boolean =>
  a.value === b.value && (a.type === 'node' ? b.type === 'node' : b.type === 'literal' && a.language === b.language && a.datatype === b.datatype);
