import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { DrawnGraph } from './canvas.ts';

/** The drawing's plane in pixels, its middle at 0, 0. */
export interface Plane {
  width: number;
  height: number;
}

/** Room a label takes beside its node. */
const LABEL = { width: 165, narrow: 95, height: 19 };

export const labelWidth = ({ width }: Plane) => (width < 500 ? LABEL.narrow : LABEL.width);

/**
 * Places nodes so that their labels can be read: forces first, for the shape; then the shape is stretched over the
 * plane; then labels that lie on each other are moved apart. The centre stays in the middle.
 */
export function layOut(graph: DrawnGraph, centre: string, plane: Plane): void {
  forceAtlas2.assign(graph, { iterations: 150, settings: { ...forceAtlas2.inferSettings(graph), gravity: 0.5, scalingRatio: 10 } });
  stretch(graph, centre, plane);
  spread(graph, centre, plane);
}

function stretch(graph: DrawnGraph, centre: string, plane: Plane): void {
  const { x: cx, y: cy } = graph.getNodeAttributes(centre);
  const nodes = graph.mapNodes((id, { x, y }) => ({ id, angle: Math.atan2(y - cy, x - cx), far: Math.hypot(x - cx, y - cy) })).filter(({ id }) => id !== centre);
  const farthest = Math.max(1e-9, ...nodes.map(({ far }) => far));
  const reach = { x: Math.max(60, plane.width / 2 - labelWidth(plane)), y: plane.height / 2 - 24 };
  // Equal shares of the circle in the order of the forces' angles: crowded sides would leave the others empty.
  nodes.sort((a, b) => a.angle - b.angle);
  for (const [i, { id, angle, far }] of nodes.entries()) {
    const even = -Math.PI + (2 * Math.PI * (i + 0.5)) / nodes.length;
    const turn = 0.3 * angle + 0.7 * even;
    const out = 0.42 + 0.58 * (far / farthest) * (i % 2 === 0 ? 1 : 0.72);
    graph.mergeNodeAttributes(id, { x: reach.x * out * Math.cos(turn), y: reach.y * out * Math.sin(turn) });
  }
  graph.mergeNodeAttributes(centre, { x: 0, y: 0 });
}

/** Labels stand on the side away from the middle, so a node's box reaches outwards from it. */
function spread(graph: DrawnGraph, centre: string, plane: Plane): void {
  const width = labelWidth(plane);
  const boxes = graph.mapNodes((id, { x, y, size, label }) => {
    const long = Math.min(width, 14 + label.length * 7);
    return { id, x, y, left: x < 0 ? long : size, right: x < 0 ? size : long, fixed: id === centre, half: id === centre ? 22 : LABEL.height / 2 };
  });
  const bottom = plane.height / 2 - 14;
  for (let round = 0; round < 120; round++) {
    let moved = false;
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        if (a.x + a.right <= b.x - b.left || b.x + b.right <= a.x - a.left) continue;
        const gap = a.half + b.half - Math.abs(a.y - b.y);
        if (gap <= 0) continue;
        moved = true;
        const push = (gap / 2 + 0.1) * (a.y <= b.y ? 1 : -1);
        if (!a.fixed) a.y = Math.max(-bottom, Math.min(bottom, a.y - (b.fixed ? 2 : 1) * push));
        if (!b.fixed) b.y = Math.max(-bottom, Math.min(bottom, b.y + (a.fixed ? 2 : 1) * push));
      }
    }
    if (!moved) break;
  }
  for (const { id, x, y } of boxes) graph.mergeNodeAttributes(id, { x, y });
}
