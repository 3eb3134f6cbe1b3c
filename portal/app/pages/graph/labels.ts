import type { Plane } from './layout.ts';
import { labelWidth } from './layout.ts';

type Drawn = { x: number; y: number; size: number; label?: string | null };
interface Ink {
  ink: string;
  paper: string;
  accent: string;
  raised: string;
}
interface Font {
  labelSize: number;
  labelFont: string;
}

const GAP = 4;

/** Draws a node's name on the side away from the middle of the drawing, as much of it as there is room for. */
export function drawLabel(context: CanvasRenderingContext2D, node: Drawn, { labelSize, labelFont }: Font, plane: Plane, colours: Ink): void {
  if (!node.label) return;
  context.font = `${labelSize}px ${labelFont}`;
  const text = fitted(context, node.label, labelWidth(plane) - node.size - GAP);
  const leftward = node.x < plane.width / 2 - 1;
  context.textAlign = leftward ? 'right' : 'left';
  const x = node.x + (leftward ? -1 : 1) * (node.size + GAP);
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = colours.raised;
  context.strokeText(text, x, node.y + labelSize * 0.35);
  context.fillStyle = colours.ink;
  context.fillText(text, x, node.y + labelSize * 0.35);
  context.textAlign = 'left';
}

/** The node under the pointer shows its whole name, on a plate above its neighbours. */
export function drawHover(context: CanvasRenderingContext2D, node: Drawn, { labelSize, labelFont }: Font, plane: Plane, colours: Ink): void {
  if (!node.label) return;
  context.font = `${labelSize}px ${labelFont}`;
  const width = context.measureText(node.label).width + 12;
  const leftward = node.x < plane.width / 2 - 1;
  const wanted = leftward ? node.x - node.size - GAP - width : node.x + node.size + GAP;
  const x = Math.max(2, Math.min(plane.width - width - 2, wanted));
  context.fillStyle = colours.paper;
  context.strokeStyle = colours.accent;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, node.y - labelSize * 0.9, width, labelSize * 1.8, 3);
  context.fill();
  context.stroke();
  context.textAlign = 'left';
  context.fillStyle = colours.ink;
  context.fillText(node.label, x + 6, node.y + labelSize * 0.35);
}

function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = Math.floor((text.length * room) / context.measureText(text).width);
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
