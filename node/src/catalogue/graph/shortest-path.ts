import type { z } from 'zod';
import { PREDICATE_NAMES, PREDICATES } from '../predicates.ts';
import type { Asking } from './asking.ts';
import { choosePath, HUB } from './choose-path.ts';
import { degreesOf, edgesAmong } from './edge-store.ts';
import type { GraphEdge, PathAnswer } from './graph-view.ts';
import { centreOf, nodesOf } from './nodes.ts';
import { PATH_BOUNDS, searchPaths } from './path-search.ts';
import { sentenceOf } from './sentence.ts';

/**
 * The shortest path between two nodes, links walked either way, each step in words. Looked for up to 6 steps and 50,000
 * nodes; where there are several, the one through fewer hubs. The same graph gives the same path.
 */
export async function shortestPath(asking: Asking, { from, to }: { from: string; to: string }): Promise<z.infer<typeof PathAnswer>> {
  const start = await centreOf(asking, from);
  await centreOf(asking, to);
  if (from === to) return { found: true, nodes: [start], steps: [] };
  const search = await searchPaths(asking, from, to);
  if (!search.paths) return { found: false, nodes: [], steps: [], searched: searched(search) };

  const path = await choosePath(search.paths, from, to, (ids) => degreesOf(asking, ids, HUB));
  const nodes = await nodesOf(asking, path);
  const edges = await edgesAmong(asking, path);
  return {
    found: true,
    nodes: path.flatMap((id, distance) => {
      const node = nodes.get(id);
      return node ? [{ ...node, distance }] : [];
    }),
    steps: path.slice(1).flatMap((id, place) => {
      const edge = mostTelling(edges, path[place] as string, id);
      const [subject, object] = [nodes.get(edge?.from ?? ''), nodes.get(edge?.to ?? '')];
      return edge && subject && object ? [{ ...edge, sentence: sentenceOf(subject, edge.predicate, object, PREDICATES[edge.predicate].label) }] : [];
    }),
  };
}

/** Of the links between two nodes the one whose predicate stands first in the published vocabulary. */
const mostTelling = (edges: GraphEdge[], a: string, b: string): GraphEdge | undefined =>
  edges
    .filter(({ from, to }) => (from === a && to === b) || (from === b && to === a))
    .sort((x, y) => PREDICATE_NAMES.indexOf(x.predicate) - PREDICATE_NAMES.indexOf(y.predicate) || (x.from === a ? -1 : 1))[0];

const searched = ({ steps, whole }: { steps: number; whole: boolean }): string =>
  whole ? `Everything within ${PATH_BOUNDS.steps} steps was looked through.` : `${steps} steps were looked through whole; beyond them lie more than ${PATH_BOUNDS.nodes} nodes.`;
