import * as dagre from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box by its center. */
export interface Box extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** An arrow from the lower side of one box to the upper side of another, by way of `points`. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  /** Where the arrow comes from another column: the corners of its way to the first of `points`. */
  readonly turn?: readonly Point[];
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface GraphNode {
  readonly id: string;
  readonly inputs: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Space between layers of the drawing, and between boxes side by side, in pixels. */
export const RANK_GAP = 20;
/** Radius of an arrow's corners. */
export const CORNER = 5;
const GAPS = {ranksep: RANK_GAP, nodesep: 16, edgesep: 10};

// The package's declarations leave file endings out, which TypeScript cannot follow under Node's rules.
interface DagreGraph {
  setGraph(label: object): void;
  setNode(id: string, label: object): void;
  setEdge(edge: {readonly v: string; readonly w: string}, label: object): void;
  node(id: string): Point;
  edge(edge: {readonly v: string; readonly w: string}): {readonly points: readonly Point[]};
}
interface Dagre {
  readonly Graph: new () => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
}
const {Graph, layout} = dagre as unknown as Dagre;

/** Layers boxes from top to bottom so that every arrow points down and few cross (dagre, after Gansner et al. 1993). */
export function layoutGraph(nodes: readonly GraphNode[]): Layout {
  const graph = new Graph();
  graph.setGraph({rankdir: 'TB', ...GAPS});
  for (const {id, width, height} of nodes) graph.setNode(id, {width, height});
  const edges = nodes.flatMap(({id, inputs}) => [...new Set(inputs)].map(input => ({v: input, w: id})));
  for (const edge of edges) graph.setEdge(edge, {weight: 1});
  layout(graph);
  const boxes = nodes.map(({id, width, height}) => ({id, width, height, ...pick(graph.node(id))}));
  const byId = new Map(boxes.map(box => [box.id, box]));
  const arrows = edges.map(edge => ({
    from: edge.v,
    to: edge.w,
    points: ends(graph.edge(edge).points.map(pick), byId.get(edge.v), byId.get(edge.w))
  }));
  return {boxes, arrows};
}

const pick = ({x, y}: Point): Point => ({x, y});

/** Arrows leave and arrive vertically, somewhat to the side where they come from or go to. */
function ends(points: readonly Point[], from: Box | undefined, to: Box | undefined): Point[] {
  const inner = points.slice(1, -1);
  if (!from || !to) return inner;
  const [first = to, last = from] = [inner[0], inner.at(-1)];
  const start = {x: leaning(from, first.x), y: from.y + from.height / 2};
  const end = {x: leaning(to, last.x), y: to.y - to.height / 2};
  return inner.length > 1 ? [start, ...inner, end] : [start, end];
}

function leaning({x, width}: Box, toward: number): number {
  return x + Math.max(-width / 3, Math.min(width / 3, (toward - x) / 3));
}
