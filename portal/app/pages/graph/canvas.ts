import type { ApiNeighbourhood } from '@biotope/node/contract';
import { DirectedGraph } from 'graphology';
import Sigma from 'sigma';
import type { GraphNode, Predicate } from '../../api/contract.ts';
import { inLanguage } from '../../language/use-words.tsx';
import { coloursOf } from './colours.ts';
import { drawHover, drawLabel } from './labels.ts';
import { layOut, type Plane } from './layout.ts';
import { drawIcons } from './node-icons.ts';

export interface NodeLook {
  x: number;
  y: number;
  size: number;
  label: string;
  color: string;
  mark: string;
  node: GraphNode;
}
export interface EdgeLook {
  label: string;
  color: string;
  size: number;
}
export type DrawnGraph = DirectedGraph<NodeLook, EdgeLook>;

interface Options {
  language: string;
  predicates: Record<Predicate, Record<'out' | 'in', string>>;
  onChoose: (node: GraphNode) => void;
  onRecentre: (node: GraphNode) => void;
}

export interface Canvas {
  /** Brings in another neighbourhood around one of its nodes; answers how many nodes are new. */
  add: (more: ApiNeighbourhood, around: string) => number;
  zoomIn: () => void;
  zoomOut: () => void;
  fit: () => void;
  stop: () => void;
}

/** A click waits so long for its second half before it counts as one. */
const DOUBLE_CLICK_MS = 260;

export function startCanvas(stage: HTMLElement, neighbourhood: ApiNeighbourhood, { language, predicates, onChoose, onRecentre }: Options): Canvas {
  const colours = coloursOf(stage);
  const graph: DrawnGraph = new DirectedGraph();
  const centre = neighbourhood.centre.id;

  const addNode = (node: GraphNode, x: number, y: number) => {
    const mark = node.category ?? node.type;
    const size = node.id === centre ? 17 : Math.min(14, 7 + Math.log2(1 + (node.degree ?? 1)) * 0.7);
    graph.addNode(node.id, { x, y, size, label: inLanguage(node.label, language).text, color: colours[mark] ?? colours.ink, mark, node });
  };
  const place = (more: ApiNeighbourhood, x: number, y: number, reach: number): number => {
    const fresh = [more.centre, ...more.nodes].filter((node, i, all) => !graph.hasNode(node.id) && all.findIndex((it) => it.id === node.id) === i);
    for (const [i, node] of fresh.entries()) {
      const angle = (2 * Math.PI * i) / fresh.length;
      const far = node.id === centre ? 0 : reach * (node.distance ?? 1);
      addNode(node, x + far * Math.cos(angle), y + far * Math.sin(angle));
    }
    for (const { from, to, predicate } of more.edges) {
      if (graph.hasNode(from) && graph.hasNode(to) && !graph.hasEdge(from, to)) graph.addEdge(from, to, { label: predicates[predicate].out, color: colours.edge, size: 1.2 });
    }
    return fresh.length;
  };
  const plane = (): Plane => ({ width: stage.clientWidth, height: stage.clientHeight });
  place(neighbourhood, 0, 0, 100);
  layOut(graph, centre, plane());

  let hovered: string | null = null;
  const sigma = new Sigma<NodeLook, EdgeLook>(graph, stage, {
    allowInvalidContainer: true,
    labelFont: getComputedStyle(stage).fontFamily,
    labelSize: 13,
    labelColor: { color: colours.ink },
    labelRenderedSizeThreshold: 0,
    labelDensity: 3,
    labelGridCellSize: 60,
    defaultDrawNodeLabel: (context, node, settings) => drawLabel(context, node, settings, plane(), colours),
    defaultDrawNodeHover: (context, node, settings) => drawHover(context, node, settings, plane(), colours),
    edgeLabelFont: getComputedStyle(stage).fontFamily,
    edgeLabelSize: 12,
    edgeLabelColor: { color: colours.ink },
    renderEdgeLabels: true,
    defaultEdgeType: 'arrow',
    stagePadding: 0,
    minCameraRatio: 0.08,
    maxCameraRatio: 4,
    nodeReducer: (id, look) =>
      hovered && id !== hovered && !graph.areNeighbors(id, hovered)
        ? { ...look, color: colours.faded, label: '' }
        : { ...look, forceLabel: id === centre || id === hovered || stage.clientWidth >= 500 },
    edgeReducer: (id, look) => {
      if (!hovered) return { ...look, label: '' };
      return graph.hasExtremity(id, hovered) ? { ...look, color: colours.accent, size: 2, forceLabel: true } : { ...look, hidden: true };
    },
  });
  /** The layout is made in pixels of this stage: one unit is one pixel until the reader zooms or the stage grows. */
  const { width, height } = plane();
  sigma.setCustomBBox({ x: [-width / 2, width / 2], y: [-height / 2, height / 2] });
  sigma.refresh();
  const icons = drawIcons(sigma, stage, colours.paper);

  let pending: ReturnType<typeof setTimeout> | undefined;
  const nodeOf = (id: string) => graph.getNodeAttribute(id, 'node');
  sigma.on('enterNode', ({ node }) => {
    hovered = node;
    stage.style.cursor = 'pointer';
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on('leaveNode', () => {
    hovered = null;
    stage.style.cursor = '';
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on('clickNode', ({ node }) => {
    clearTimeout(pending);
    pending = setTimeout(() => onChoose(nodeOf(node)), DOUBLE_CLICK_MS);
  });
  sigma.on('doubleClickNode', ({ node, preventSigmaDefault }) => {
    preventSigmaDefault();
    clearTimeout(pending);
    onRecentre(nodeOf(node));
  });
  /** The page scrolls under the wheel unless the drawing has the whole screen. */
  sigma.getMouseCaptor().on('wheel', (event) => {
    if (!document.fullscreenElement && !event.original.ctrlKey) event.preventSigmaDefault();
  });

  const camera = sigma.getCamera();
  return {
    add(more, around) {
      const { x, y } = graph.getNodeAttributes(around);
      const added = place(more, x, y, 30);
      if (added > 0) layOut(graph, centre, { width, height });
      sigma.refresh();
      return added;
    },
    zoomIn: () => void camera.animatedZoom(),
    zoomOut: () => void camera.animatedUnzoom(),
    fit: () => void camera.animatedReset(),
    stop() {
      clearTimeout(pending);
      icons.stop();
      sigma.kill();
    },
  };
}
