import type { Level } from './ecosystem-view.ts';

/** Who belongs to whom, as far as this node can tell: an edge leads from a member to its hub. */
export interface Structure {
  self: string;
  edges: readonly { from: string; to: string }[];
}

/** Everything below a node, itself included. Circles are walked once. */
export function below({ edges }: Pick<Structure, 'edges'>, node: string): Set<string> {
  const members = membersOf(edges);
  const reached = new Set([node]);
  for (const at of reached) for (const member of members.get(at) ?? []) reached.add(member);
  return reached;
}

/** The tree below this node: each node with the hub by which the shortest way leads to it, nearest first. */
export function treeOf({ self, edges }: Structure): Map<string, string | undefined> {
  const members = membersOf(edges);
  const hubs = new Map<string, string | undefined>([[self, undefined]]);
  for (const [at] of hubs) for (const member of members.get(at) ?? []) if (!hubs.has(member)) hubs.set(member, at);
  return hubs;
}

/**
 * The level of each node: one without members is a platform, or a group where it joined as a hub; above platforms
 * stands a group, above groups a cluster. The hubs of this node stand one level above it.
 */
export function levelsOf(structure: Structure, isHub: (node: string) => boolean): Map<string, Level> {
  const hubs = treeOf(structure);
  const height = new Map<string, number>();
  for (const [node, hub] of [...hubs].reverse()) {
    const own = Math.max(height.get(node) ?? 0, isHub(node) ? 1 : 0);
    height.set(node, own);
    if (hub !== undefined) height.set(hub, Math.max(height.get(hub) ?? 0, own + 1));
  }
  const level = (steps: number): Level => (steps === 0 ? 'platform' : steps === 1 ? 'group' : 'cluster');
  const above = structure.edges
    .filter(({ from, to }) => from === structure.self && !hubs.has(to))
    .map(({ to }): [string, Level] => [to, level((height.get(structure.self) ?? 0) + 1)]);
  return new Map([...above, ...[...height].map(([node, steps]): [string, Level] => [node, level(steps)])]);
}

function membersOf(edges: Structure['edges']): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = members.get(to);
    if (known) known.push(from);
    else members.set(to, [from]);
  }
  return members;
}
