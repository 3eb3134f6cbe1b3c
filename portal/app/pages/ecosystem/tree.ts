import type { ApiEcosystem } from '@biotope/node/contract';
import type { EcosystemEdge, EcosystemNode } from './shapes.ts';

/** A node with what is below it on the shortest ways, each node once. */
export interface Branch {
  node: EcosystemNode;
  /** How it belongs to the node above it in the tree. */
  edge: EcosystemEdge | undefined;
  members: Branch[];
}

export interface Tree {
  root: Branch;
  /** Hubs that this node belongs to. */
  above: { node: EcosystemNode; edge: EcosystemEdge | undefined }[];
  /** Memberships beside the tree: a node that belongs to several groups. */
  beside: EcosystemEdge[];
}

/** The ecosystem as a tree: clusters and groups before platforms, the large before the small. Deterministic. */
export function treeOf({ self, nodes, edges }: ApiEcosystem): Tree | undefined {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const taken = new Set([self]);
  const used = new Set<EcosystemEdge>();
  const start = known.get(self);
  if (!start) return undefined;
  const root: Branch = { node: start, edge: undefined, members: [] };
  // Breadth first, so that the shortest way to a node is the one it hangs on; what a node merely says of itself carries nothing.
  for (const branches: Branch[] = [root]; branches.length > 0;) {
    const branch = branches.shift() as Branch;
    for (const edge of edges) {
      const node = known.get(edge.from);
      if (edge.to !== branch.node.id || edge.known === 'statement' || !node || node.place === 'above' || taken.has(node.id)) continue;
      taken.add(node.id);
      used.add(edge);
      const member = { node, edge, members: [] };
      branch.members.push(member);
      branches.push(member);
    }
  }
  sort(root);
  const above = nodes.filter(({ place }) => place === 'above').map((node) => ({ node, edge: edges.find(({ from, to }) => from === self && to === node.id) }));
  for (const { edge } of above) if (edge) used.add(edge);
  return { root, above, beside: edges.filter((edge) => !used.has(edge) && known.has(edge.from) && known.has(edge.to)) };
}

function sort(branch: Branch): void {
  const rank = ({ node: { level } }: Branch) => (level === 'cluster' ? 0 : level === 'group' ? 1 : 2);
  branch.members.sort((a, b) => rank(a) - rank(b) || b.node.within.total - a.node.within.total || (a.node.id < b.node.id ? -1 : 1));
  for (const member of branch.members) sort(member);
}

/** Every node of the tree in reading order, with how deep it stands. */
export const flat = (branch: Branch, depth = 0): { branch: Branch; depth: number }[] => [{ branch, depth }, ...branch.members.flatMap((member) => flat(member, depth + 1))];
