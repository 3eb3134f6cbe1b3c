import { sizeOf, type EcosystemEdge, type EcosystemNode } from './shapes.ts';
import type { Branch, Tree } from './tree.ts';

/** Where things stand in the picture, in its own units, which are pixels where it has room. */
export interface Placed {
  node: EcosystemNode;
  x: number;
  y: number;
  radius: number;
  /** A node without members bears its name beside it, the others below them. */
  leaf: boolean;
}

interface Picture {
  width: number;
  height: number;
  nodes: Placed[];
  lines: { edge: EcosystemEdge; member: EcosystemNode; path: string; beside: boolean }[];
}

const LARGEST = 50;
const SMALLEST = 6;
const ROW = 62;
const COLUMN = 310;
const LABEL_BESIDE = 330;
const LABEL_BELOW = 46;
const EDGE = 12;

/** The radius whose area stands for a count; the least ones stay visible. */
export const radiusOf = (count: number, most: number, largest = LARGEST, smallest = SMALLEST): number =>
  Math.max(smallest, largest * Math.sqrt(Math.max(0, count) / Math.max(1, most)));

/** Lays the tree out from left to right: a level a column, a row for each node without members, hubs midway beside theirs. */
export function layOut({ root, above, beside }: Tree): Picture {
  const most = sizeOf(root.node).total;
  const radius = (node: EcosystemNode) => radiusOf(sizeOf(node).total, most);
  const nodes: Placed[] = [];
  let deepest = 0;
  const left = above.length > 0 ? COLUMN + 110 : 110;

  /** Places a branch below `top`; answers where its node stands and where it ends. */
  const place = (branch: Branch, depth: number, top: number): { y: number; bottom: number } => {
    deepest = Math.max(deepest, depth);
    const own = radius(branch.node);
    const leaf = branch.members.length === 0 && depth > 0;
    const x = left + depth * COLUMN;
    if (branch.members.length === 0) {
      const height = leaf ? Math.max(ROW, 2 * own + 14) : 2 * own + LABEL_BELOW + EDGE;
      const y = leaf ? top + height / 2 : top + own + EDGE;
      nodes.push({ node: branch.node, x, y, radius: own, leaf });
      return { y, bottom: top + height };
    }
    let bottom = top;
    const ys = branch.members.map((member) => {
      const placed = place(member, depth + 1, bottom);
      ({ bottom } = placed);
      return placed.y;
    });
    const needed = 2 * own + LABEL_BELOW + EDGE;
    const y = Math.max(((ys[0] ?? 0) + (ys.at(-1) ?? 0)) / 2, top + own + EDGE);
    nodes.push({ node: branch.node, x, y, radius: own, leaf: false });
    return { y, bottom: Math.max(bottom, top + needed, y + own + LABEL_BELOW) + (depth > 0 ? EDGE : 0) };
  };
  const { y, bottom } = place(root, 0, EDGE);
  const spread = 96;
  const first = Math.max(EDGE + 20, y - ((above.length - 1) * spread) / 2);
  for (const [number, { node }] of above.entries()) nodes.push({ node, x: 110, y: first + number * spread, radius: 14, leaf: false });
  const at = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const lines = [...branchesOf(root), ...above.flatMap(({ edge }) => (edge ? [{ edge, beside: false }] : [])), ...beside.map((edge) => ({ edge, beside: true }))].flatMap(
    ({ edge, beside: apart }) => {
      const [member, hub] = [at.get(edge.from), at.get(edge.to)];
      return member && hub ? [{ edge, member: member.node, path: curve(hub, member), beside: apart }] : [];
    },
  );
  const height = Math.max(bottom, first + (above.length - 1) * spread + 70, EDGE);
  const leaves = nodes.some(({ leaf, x }) => leaf && x === left + deepest * COLUMN);
  return { width: left + deepest * COLUMN + (leaves ? LABEL_BESIDE : 130), height: Math.ceil(height), nodes, lines };
}

const branchesOf = (branch: Branch): { edge: EcosystemEdge; beside: boolean }[] => [
  ...(branch.edge ? [{ edge: branch.edge, beside: false }] : []),
  ...branch.members.flatMap(branchesOf),
];

/** From the edge of one circle to that of another, leaving and arriving level. */
function curve(hub: Placed, member: Placed): string {
  const toRight = member.x >= hub.x;
  const [x1, x2] = [hub.x + (toRight ? 1 : -1) * (hub.radius + 3), member.x - (toRight ? 1 : -1) * (member.radius + 3)];
  const bend = hub.x === member.x ? x1 + 70 : (x1 + x2) / 2;
  const end = hub.x === member.x ? member.x + member.radius + 3 : x2;
  return `M${round(x1)} ${round(hub.y)}C${round(bend)} ${round(hub.y)} ${round(bend)} ${round(member.y)} ${round(end)} ${round(member.y)}`;
}

const round = (value: number) => Math.round(value * 10) / 10;

interface Segment {
  value: EcosystemNode['own']['categories'][number]['value'];
  path: string;
}

/** A ring in segments by category, beginning at the top. One category alone is a whole ring. */
export function ringOf({ total, categories }: EcosystemNode['own'], radius: number): Segment[] {
  const hole = radius * 0.56;
  const sum = categories.reduce((all, { count }) => all + count, 0) || total;
  let from = 0;
  return categories.map(({ value, count }) => {
    const until = from + count / sum;
    const path = count === sum ? wholeRing(radius, hole) : arc(from, until, radius, hole);
    from = until;
    return { value, path };
  });
}

/** Two circles, the inner one wound the other way. */
function wholeRing(radius: number, hole: number): string {
  const circle = (r: number, sweep: 0 | 1) => `M0 ${round(-r)}A${round(r)} ${round(r)} 0 1 ${sweep} 0 ${round(r)}A${round(r)} ${round(r)} 0 1 ${sweep} 0 ${round(-r)}Z`;
  return circle(radius, 1) + circle(hole, 0);
}

function arc(from: number, until: number, radius: number, hole: number): string {
  const at = (turn: number, distance: number) => `${round(distance * Math.sin(2 * Math.PI * turn))} ${round(-distance * Math.cos(2 * Math.PI * turn))}`;
  const large = until - from > 0.5 ? 1 : 0;
  return `M${at(from, radius)}A${round(radius)} ${round(radius)} 0 ${large} 1 ${at(until, radius)}L${at(until, hole)}A${round(hole)} ${round(hole)} 0 ${large} 0 ${at(from, hole)}Z`;
}

/** A name cut to what has room, in units of the type's size: a Chinese character is as wide as high, a Latin letter about half. */
export function cut(text: string, room: number): string {
  let used = 0;
  for (const [place, character] of [...text].entries()) {
    used += /[\u2e80-\uffff]/.test(character) ? 1 : 0.54;
    if (used > room)
      return `${[...text]
        .slice(0, place - 1)
        .join('')
        .trimEnd()}…`;
  }
  return text;
}
