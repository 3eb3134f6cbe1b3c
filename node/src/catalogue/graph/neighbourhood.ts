import type { z } from 'zod';
import type { Kind } from '../kinds.ts';
import { PREDICATE_NAMES, type PredicateName } from '../predicates.ts';
import type { Asking } from './asking.ts';
import { edgesAmong, neighboursOf, neighboursOfEach, type Neighbour, type NeighbourGroup } from './edge-store.ts';
import { chooseFairly, groupOf, type Groups } from './fair-choice.ts';
import type { GraphEdge, Neighbourhood } from './graph-view.ts';
import { centreOf, nodesOf } from './nodes.ts';

/** At two hops, how many nodes of the first ring are walked on from, and how many links of each predicate and direction (more where few nodes are). */
export const BOUNDS = { frontier: 40, linksEach: 12 } as const;

export interface NeighbourhoodRequest {
  id: string;
  hops: 1 | 2;
  /** Nodes shown besides the centre. */
  limit: number;
  /** Only links of these predicates are walked and shown. */
  predicates?: PredicateName[] | undefined;
  /** Only nodes of these sorts are walked through and shown: kinds of resources, `term`, `organisation`. */
  kinds?: (Kind | 'term' | 'organisation')[] | undefined;
}

/**
 * The nodes around one node, and every link among them.
 *
 * `counts` is exact and of the whole first ring, whatever is filtered or left out. Nodes are chosen by turns from each
 * predicate, direction and sort. At two hops two fifths of the nodes shown (at most 40) are of the first ring and are
 * walked on from, reading at most 12 links of each predicate and direction (of few nodes, as many as are shown); the second ring fills the rest, nodes that
 * several of the first ring lead to before others. Six statements at most, however large the hubs.
 */
export async function neighbourhood(asking: Asking, request: NeighbourhoodRequest): Promise<z.infer<typeof Neighbourhood>> {
  const { id, hops, limit } = request;
  const centre = await centreOf(asking, id);
  const around = await neighboursOf(asking, id, limit);
  const fits = filterOf(request);
  const first = around.filter(fits);
  const firstGroups: Groups = new Map(first.map((group) => [groupOf(group), group.others]));
  const inFirst = new Set(first.flatMap(({ others }) => others));

  let chosen: string[];
  let cut = false;
  if (hops === 1) chosen = chooseFairly(firstGroups, limit);
  else {
    const frontier = chooseFairly(firstGroups, Math.min(BOUNDS.frontier, Math.ceil(limit * 0.4)));
    const each = Math.max(BOUNDS.linksEach, Math.ceil(limit / Math.max(1, frontier.length)));
    const beyond = await neighboursOfEach(asking, frontier, request.predicates ?? PREDICATE_NAMES, each);
    cut = hasFullGroup(beyond, each);
    const secondGroups = groupedByParents(beyond.filter((neighbour) => fits(neighbour) && neighbour.other !== id && !inFirst.has(neighbour.other)));
    const second = chooseFairly(secondGroups, limit - frontier.length);
    const more = chooseFairly(firstGroups, limit - frontier.length - second.length, new Set(frontier));
    chosen = [...frontier, ...more, ...second];
    cut ||= second.length < new Set([...secondGroups.values()].flat()).size;
  }
  cut ||= first.some(({ total, others }) => others.length < total) || inFirst.difference(new Set(chosen)).size > 0;

  const ids = [id, ...chosen];
  const [edges, nodes] = await Promise.all([edgesAmong(asking, ids, request.predicates), nodesOf(asking, chosen)]);
  const distances = distancesFrom(id, edges);
  return {
    centre: { ...centre, degree: degreeOf(around), distance: 0 },
    nodes: chosen.flatMap((other) => {
      const node = nodes.get(other);
      return node ? [{ ...node, distance: distances.get(other) }] : [];
    }),
    edges,
    counts: countsOf(around),
    truncated: cut,
  };
}

type Group = Omit<Neighbour, 'other'>;

function filterOf({ predicates, kinds }: NeighbourhoodRequest): (group: Group) => boolean {
  const wanted = predicates && new Set<string>(predicates);
  const sorts = kinds && new Set<string>(kinds);
  return ({ predicate, sort }) => (!wanted || wanted.has(predicate)) && (!sorts || sorts.has(sort));
}

/** The second ring in groups, nodes that several of the first lead to before others. */
function groupedByParents(neighbours: (Neighbour & { from: string })[]): Groups {
  const parents = new Map<string, Set<string>>();
  for (const { other, from } of neighbours) parents.set(other, (parents.get(other) ?? new Set()).add(from));
  const weight = (id: string) => parents.get(id)?.size ?? 0;
  const inOrder = (a: string, b: string) => weight(b) - weight(a) || (a < b ? -1 : 1);
  return new Map([...Map.groupBy(neighbours, groupOf)].map(([key, links]) => [key, [...new Set(links.map(({ other }) => other))].sort(inOrder)]));
}

/** Whether any bound of the second hop was reached, so that there may be more. */
const hasFullGroup = (beyond: (Neighbour & { from: string })[], each: number): boolean =>
  [...Map.groupBy(beyond, ({ from, predicate, direction }) => `${from} ${predicate} ${direction}`).values()].some((links) => links.length >= each);

const countsOf = (around: NeighbourGroup[]): z.infer<typeof Neighbourhood>['counts'] =>
  around.toSorted((a, b) => (groupOf(a) < groupOf(b) ? -1 : 1)).map(({ predicate, direction, sort, total }) => ({ predicate, direction, sort, count: total }));

const degreeOf = (around: NeighbourGroup[]): number => around.reduce((sum, { total }) => sum + total, 0);

function distancesFrom(centre: string, edges: GraphEdge[]): Map<string, number> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    next.set(from, [...(next.get(from) ?? []), to]);
    next.set(to, [...(next.get(to) ?? []), from]);
  }
  const distances = new Map([[centre, 0]]);
  for (const [id, distance] of distances) for (const other of next.get(id) ?? []) if (!distances.has(other)) distances.set(other, distance + 1);
  return distances;
}
