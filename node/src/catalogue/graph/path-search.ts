import type { Asking } from './asking.ts';
import { stepsBetween, stepsFrom } from './frontier-store.ts';

/** How far a path is looked for: steps in all, and nodes reached from both ends together. */
export const PATH_BOUNDS = { steps: 6, nodes: 50_000 } as const;

/** All shortest paths between two nodes: for each node on one, the nodes that may come next. Empty where there is none. */
export interface ShortestPaths {
  length: number;
  next: Map<string, Set<string>>;
}

export type PathSearch = { paths: ShortestPaths } | { paths: undefined; steps: number; whole: boolean };

/** One end's search: levels of nodes by their distance, and from which nodes of the level before each was reached. */
class Side {
  readonly before = new Map<string, Set<string>>();
  frontier: string[];
  depth = 0;

  constructor(start: string) {
    this.frontier = [start];
    this.before.set(start, new Set());
  }

  /** Takes a whole level of steps. */
  advance(steps: Iterable<{ from: string; other: string }>): void {
    const level = new Map<string, Set<string>>();
    for (const { from, other } of steps) {
      if (this.before.has(other)) continue;
      const parents = level.get(other);
      if (parents) parents.add(from);
      else level.set(other, new Set([from]));
    }
    for (const [id, parents] of level) this.before.set(id, parents);
    this.frontier = [...level.keys()].sort();
    this.depth += 1;
  }
}

/**
 * Breadth first from both ends, a whole level at a time, the smaller frontier first. The two frontiers are joined in
 * the database before one of them is walked on from, so that the widest level is never fetched.
 */
export async function searchPaths(asking: Asking, from: string, to: string): Promise<PathSearch> {
  const here = new Side(from);
  const there = new Side(to);
  for (;;) {
    const steps = here.depth + there.depth;
    if (steps >= PATH_BOUNDS.steps) return { paths: undefined, steps, whole: true };
    const [small, large] = here.frontier.length <= there.frontier.length ? [here, there] : [there, here];
    if (small.frontier.length === 0) return { paths: undefined, steps: PATH_BOUNDS.steps, whole: true };

    const meeting = await stepsBetween(asking, small.frontier, large.frontier);
    if (meeting.length > 0) {
      small.advance(meeting);
      return { paths: { length: steps + 1, next: pathsThrough(here, there, small.frontier) } };
    }
    const room = PATH_BOUNDS.nodes - here.before.size - there.before.size;
    const reached = await stepsFrom(asking, small.frontier, room + 1);
    if (reached.length > room) return { paths: undefined, steps, whole: false };
    small.advance(reached);
  }
}

/** From both searches, the graph of what may come next on the way, through the nodes where they met. */
function pathsThrough(here: Side, there: Side, meeting: string[]): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  const add = (from: string, to: string) => next.set(from, (next.get(from) ?? new Set()).add(to));
  const walk = (side: Side, link: (id: string, parent: string) => void) => {
    const seen = new Set(meeting);
    for (const id of seen) {
      for (const parent of side.before.get(id) ?? []) {
        link(id, parent);
        seen.add(parent);
      }
    }
  };
  walk(here, (id, parent) => add(parent, id));
  walk(there, (id, parent) => add(id, parent));
  return next;
}
