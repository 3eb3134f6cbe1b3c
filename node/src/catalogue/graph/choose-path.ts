import { nodeTypeOf } from './asking.ts';
import type { ShortestPaths } from './path-search.ts';

/** Of how many nodes on the way the links are counted; the others count as hubs. */
export const COUNTED_NODES = 300;
/** From how many links on a node is a hub like any other. */
export const HUB = 200;

/**
 * Of all shortest paths the one that says most: first the fewest terms and organisations between the ends, which half
 * the catalogue may share; then the fewest links of what lies between; then the first by identifiers.
 */
export async function choosePath({ next }: ShortestPaths, from: string, to: string, degreesOf: (ids: string[]) => Promise<Map<string, number>>): Promise<string[]> {
  const terms = bestPath(next, from, to, (id) => (nodeTypeOf(id) === 'resource' ? 0 : 1));
  const narrowed = terms.next;
  const between = [...new Set([...narrowed.keys(), ...[...narrowed.values()].flatMap((ids) => [...ids])])].filter((id) => id !== from && id !== to).sort();
  if (between.length === terms.path.length - 2) return terms.path;
  const degrees = await degreesOf(between.slice(0, COUNTED_NODES));
  return bestPath(narrowed, from, to, (id) => degrees.get(id) ?? HUB).path;
}

/** The cheapest path, the first by identifiers of those that cost the same, and the graph of all that cost the same. */
function bestPath(next: Map<string, Set<string>>, from: string, to: string, costOf: (id: string) => number): { path: string[]; next: Map<string, Set<string>> } {
  const known = new Map<string, { cost: number; onward: string[] }>();
  const costFrom = (id: string): { cost: number; onward: string[] } => {
    const before = known.get(id);
    if (before) return before;
    let best = { cost: id === to ? 0 : Infinity, onward: [] as string[] };
    for (const after of id === to ? [] : (next.get(id) ?? [])) {
      const cost = (after === to ? 0 : costOf(after)) + costFrom(after).cost;
      if (cost < best.cost) best = { cost, onward: [after] };
      else if (cost === best.cost && cost < Infinity) best.onward.push(after);
    }
    best.onward.sort();
    known.set(id, best);
    return best;
  };
  costFrom(from);
  const path = [from];
  const cheapest = new Map<string, Set<string>>();
  for (let at = from; at !== to && known.get(at)?.onward[0] !== undefined; path.push(at)) at = known.get(at)?.onward[0] as string;
  for (const ids = new Set([from]); ids.size > 0;) {
    for (const id of ids) {
      ids.delete(id);
      const onward = known.get(id)?.onward ?? [];
      if (onward.length > 0) cheapest.set(id, new Set(onward));
      for (const after of onward) if (!cheapest.has(after)) ids.add(after);
    }
  }
  return { path, next: cheapest };
}
