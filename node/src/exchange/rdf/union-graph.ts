import { isBlank, type Graph, type GraphTerm } from './graph.ts';

/** What several documents say together. Blank nodes are each document's own: their labels are told apart by its number. */
export function unionGraph(graphs: readonly Graph[]): Graph {
  const [only] = graphs;
  if (only && graphs.length === 1) return only;
  const outward = (place: number, name: string) => (isBlank(name) ? `_:${place}/${name.slice(2)}` : name);
  const inward = (place: number, name: string): string | undefined => {
    if (!isBlank(name)) return name;
    const prefix = `_:${place}/`;
    return name.startsWith(prefix) ? `_:${name.slice(prefix.length)}` : undefined;
  };
  const term = (place: number, it: GraphTerm): GraphTerm => (it.type === 'node' ? { type: 'node', value: outward(place, it.value) } : it);
  return {
    size: graphs.reduce((sum, graph) => sum + graph.size, 0),
    describes: (subject) =>
      graphs.some((graph, place) => {
        const name = inward(place, subject);
        return name !== undefined && graph.describes(name);
      }),
    objects(subject, predicate) {
      const found = new Map<string, GraphTerm>();
      for (const [place, graph] of graphs.entries()) {
        const name = inward(place, subject);
        if (name === undefined) continue;
        for (const object of graph.objects(name, predicate)) {
          const it = term(place, object);
          const same = JSON.stringify(it);
          if (!found.has(same)) found.set(same, it);
        }
      }
      return [...found.values()];
    },
    *nodes() {
      for (const [place, graph] of graphs.entries()) for (const name of graph.nodes()) yield outward(place, name);
    },
    *pairs(predicate) {
      for (const [place, graph] of graphs.entries()) for (const [subject, object] of graph.pairs(predicate)) yield [outward(place, subject), term(place, object)];
    },
  };
}
