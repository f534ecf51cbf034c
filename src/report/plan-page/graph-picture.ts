import dagre from '@dagrejs/dagre';
import { escapeHtml } from './escape-html.js';
import type { GraphBox, GraphEdge, PlanGraph } from './plan-graph.js';

const BOX = { padding: 12, height: 46, character: 7.2, smallCharacter: 6 };
const MARGIN = 16;
/** Of the colour wheel, far apart for the first connections. */
const HUES = [210, 28, 140, 280, 340, 60, 180, 110, 250, 0];

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A plan's graph as SVG, from the relations at the left to what is published at the right. */
export function graphPicture({ boxes, edges }: PlanGraph): string {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 110, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const box of boxes) graph.setNode(box.id, { width: widthOf(box), height: BOX.height });
  for (const [index, edge] of edges.entries()) {
    const width = edge.label.length * BOX.smallCharacter;
    graph.setEdge(edge.from, edge.to, { width, height: 14, labelpos: 'c' }, String(index));
  }
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const hues = new Map(
    [...new Set(boxes.map((box) => box.connection))].map((name, i) => [name, HUES[i % HUES.length]!]),
  );
  const lines = edges.map((edge, index) => edgeSvg(edge, graph.edge(edge.from, edge.to, String(index)) as EdgeLayout));
  const shapes = boxes.map((box) =>
    boxSvg(box, graph.node(box.id) as Point & { width: number }, hues.get(box.connection)!),
  );
  const size = `viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="The plan as a graph">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" class="arrow"/></marker></defs>',
    ...lines,
    ...shapes,
    '</svg>',
  ].join('\n');
}

interface EdgeLayout extends Point {
  readonly points: readonly Point[];
}

function widthOf({ title, detail }: GraphBox): number {
  return Math.max(title.length * BOX.character, detail.length * BOX.smallCharacter) + 2 * BOX.padding;
}

function boxSvg({ title, detail, kind }: GraphBox, at: Point & { width: number }, hue: number): string {
  const [x, y] = [at.x - at.width / 2, at.y - BOX.height / 2];
  const corner = kind === 'relation' ? 3 : 10;
  const shape = `<rect x="${round(x)}" y="${round(y)}" width="${round(at.width)}" height="${BOX.height}" rx="${corner}" style="--hue:${hue}"/>`;
  const text = (className: string, content: string, down: number): string =>
    `<text class="${className}" x="${round(x + BOX.padding)}" y="${round(y + down)}">${escapeHtml(content)}</text>`;
  return `<g class="box ${kind.replace(' ', '-')}">${shape}${text('title', title, 20)}${text('detail', detail, 36)}</g>`;
}

/** A line is wider the more goes over it: one step for each power of ten from a megabyte on. */
function edgeSvg({ label, bytes }: GraphEdge, layout: EdgeLayout): string {
  const width = bytes === null || bytes < 1e6 ? 1.2 : 1.2 + Math.log10(bytes / 1e6) + 0.8;
  const path = curve(layout.points);
  const line = `<path class="edge" d="${path}" stroke-width="${width.toFixed(1)}" marker-end="url(#arrow)"/>`;
  if (label === '') return line;
  return `${line}<text class="label" x="${round(layout.x)}" y="${round(layout.y)}" text-anchor="middle" dominant-baseline="central">${escapeHtml(label)}</text>`;
}

/** Through the first and the last point, bent towards those between. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1)!;
  const bends = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1]!;
    const end = next === last ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${round(point.x)} ${round(point.y)} ${round(end.x)} ${round(end.y)}`;
  });
  return `M${round(first!.x)} ${round(first!.y)}${bends.length === 0 ? `L${round(last.x)} ${round(last.y)}` : bends.join('')}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
