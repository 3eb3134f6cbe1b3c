import { __iconNode as building } from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs';
import { __iconNode as book } from '@tabler/icons-react/dist/esm/icons/IconBook2.mjs';
import { __iconNode as cpu } from '@tabler/icons-react/dist/esm/icons/IconCpu.mjs';
import { __iconNode as database } from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs';
import { __iconNode as microscope } from '@tabler/icons-react/dist/esm/icons/IconMicroscope.mjs';
import { __iconNode as ruler } from '@tabler/icons-react/dist/esm/icons/IconRulerMeasure.mjs';
import { __iconNode as school } from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs';
import { __iconNode as tag } from '@tabler/icons-react/dist/esm/icons/IconTag.mjs';
import { __iconNode as tool } from '@tabler/icons-react/dist/esm/icons/IconTool.mjs';
import type Sigma from 'sigma';
import type { EdgeLook, NodeLook } from './canvas.ts';

/** Colour alone tells nobody apart who can't see it: each node bears its category's icon, as everywhere else. */
const ICONS: Record<string, typeof tag> = {
  data: database,
  compute: cpu,
  tool,
  training: school,
  knowledge: book,
  standard: ruler,
  other: microscope,
  term: tag,
  organisation: building,
};

/** Side of the square the icons are drawn in. */
const GRID = 24;
/** Smaller than this an icon is a smudge. */
const SMALLEST = 5.5;

const pathOf = (drawing: typeof tag): Path2D => {
  const path = new Path2D();
  for (const [, { d }] of drawing) if (d) path.addPath(new Path2D(d));
  return path;
};

/** Draws the icons on a layer above the nodes, anew after each of sigma's frames. */
export function drawIcons(sigma: Sigma<NodeLook, EdgeLook>, stage: HTMLElement, colour: string): { stop: () => void } {
  const layer = document.createElement('canvas');
  layer.className = 'icon-layer';
  stage.append(layer);
  const paths = Object.fromEntries(Object.entries(ICONS).map(([mark, drawing]) => [mark, pathOf(drawing)]));

  const draw = () => {
    const { width, height } = sigma.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    if (layer.width !== width * ratio || layer.height !== height * ratio) {
      layer.width = width * ratio;
      layer.height = height * ratio;
      layer.style.width = `${width}px`;
      layer.style.height = `${height}px`;
    }
    const context = layer.getContext('2d');
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, layer.width, layer.height);
    context.strokeStyle = colour;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.lineWidth = 1.9;
    sigma.getGraph().forEachNode((_, { x, y, size, mark }) => {
      const radius = sigma.scaleSize(size);
      const path = paths[mark];
      if (radius < SMALLEST || !path) return;
      const at = sigma.graphToViewport({ x, y });
      const scale = (radius * 1.3) / GRID;
      context.setTransform(scale * ratio, 0, 0, scale * ratio, (at.x - (GRID / 2) * scale) * ratio, (at.y - (GRID / 2) * scale) * ratio);
      context.stroke(path);
    });
  };
  sigma.on('afterRender', draw);
  draw();
  return {
    stop() {
      sigma.off('afterRender', draw);
      layer.remove();
    },
  };
}
