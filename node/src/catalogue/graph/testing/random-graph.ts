import { array, constantFrom, nat, record, tuple, type Arbitrary } from 'fast-check';
import type { Kind } from '../../kinds.ts';
import type { PredicateName } from '../../predicates.ts';
import { nodeTypeOf } from '../asking.ts';
import { rid, type GivenGraph } from './graph-fixture.ts';

const KINDS = ['tool', 'workflow', 'dataset', 'compute', 'training-material'] as const satisfies Kind[];
const FAR_ENDS = ['edam:topic_1', 'edam:format_1', 'org:ebi'];
const TERM_PREDICATES = ['has-topic', 'reads-format', 'provided-by'] as const;
const RESOURCE_PREDICATES = ['uses', 'teaches', 'runs-on'] as const satisfies PredicateName[];

export const nodeId = (n: number): string => rid(`n${String(n).padStart(11, '0')}`);

/** Graphs of a few resources in every state, linked at random with one another, terms and an organisation; some links twice. */
export const randomGraph = (size: number): Arbitrary<GivenGraph> =>
  record({
    states: array(tuple(constantFrom(...KINDS), constantFrom('published', 'published', 'published', 'deprecated', 'draft', 'in-review', 'withdrawn')), {
      minLength: size,
      maxLength: size,
    }),
    links: array(tuple(nat(size - 1), nat(size + 2), constantFrom(...RESOURCE_PREDICATES), constantFrom('first', 'second')), { maxLength: size * 2 }),
  }).map(({ states, links }) => ({
    resources: states.map(([kind, status], n) => ({ id: nodeId(n), kind, status: status as 'published' })),
    links: links.map(([subject, object, predicate, source]) =>
      object < size
        ? [nodeId(subject), predicate, nodeId(object), source]
        : [nodeId(subject), TERM_PREDICATES[object - size] as PredicateName, FAR_ENDS[object - size] as string, source],
    ),
  }));

/** The same graph without what the public may not discover. */
export function publicPart({ resources, links }: GivenGraph): GivenGraph {
  const open = new Set(resources.filter(({ status }) => status === 'published' || status === 'deprecated').map(({ id }) => id));
  return {
    resources: resources.filter(({ id }) => open.has(id)),
    links: links.filter(([subject, , object]) => open.has(subject) && object !== null && (nodeTypeOf(object) !== 'resource' || open.has(object))),
  };
}

/** The graph in memory, walked the plain way. */
export class NaiveGraph {
  readonly graph: GivenGraph;
  constructor(graph: GivenGraph) {
    this.graph = graph;
  }

  beside(id: string): string[] {
    return this.graph.links.flatMap(([subject, , object]) => (object === null || subject === object ? [] : subject === id ? [object] : object === id ? [subject] : []));
  }

  /** Steps from one node to another; undefined where there is no path. */
  distance(from: string, to: string): number | undefined {
    const distances = new Map([[from, 0]]);
    for (const [id, distance] of distances) for (const other of this.beside(id)) if (!distances.has(other)) distances.set(other, distance + 1);
    return distances.get(to);
  }

  /** Distinct neighbours by predicate, direction and sort. */
  counts(id: string): Record<string, number> {
    const groups = new Map<string, Set<string>>();
    const add = (predicate: string, direction: string, other: string) => {
      const key = `${predicate} ${direction} ${this.graph.resources.find((resource) => resource.id === other)?.kind ?? nodeTypeOf(other)}`;
      groups.set(key, (groups.get(key) ?? new Set()).add(other));
    };
    for (const [subject, predicate, object] of this.graph.links) {
      if (object === null || subject === object) continue;
      if (subject === id) add(predicate, 'out', object);
      if (object === id) add(predicate, 'in', subject);
    }
    return Object.fromEntries([...groups].map(([key, ids]) => [key, ids.size]));
  }
}
