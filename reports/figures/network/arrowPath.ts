import {CORNER, type Arrow, type Point} from './layoutGraph.ts';
import {number} from './svgText.ts';

/** Length of an arrow's head, in pixels. */
export const HEAD = 5;

/** The line of an arrow, as far as its head: curves that run vertically through every point, round corners in a turn. */
export function arrowPath({points, turn}: Arrow): string {
  const end = points.at(-1);
  const [first] = points;
  if (!end || !first) return '';
  const own = [...points.slice(0, -1), {x: end.x, y: end.y - HEAD + 1}];
  return turn ? cornered([...turn, first]) + curved(own) : curved(own);
}

/** A triangle that points down at the arrow's end. */
export function arrowHead({points}: Arrow): string {
  const end = points.at(-1) ?? {x: 0, y: 0};
  const [left, right, top] = [end.x - HEAD / 2, end.x + HEAD / 2, end.y - HEAD].map(number);
  return `M${left} ${top}L${right} ${top}L${number(end.x)} ${number(end.y)}Z`;
}

function curved(points: readonly Point[]): string {
  return points
    .map((point, i) => {
      const last = points[i - 1];
      if (!last) return `M${at(point)}`;
      if (last.x === point.x) return `V${number(point.y)}`;
      const middle = (last.y + point.y) / 2;
      return `C${at({x: last.x, y: middle})} ${at({x: point.x, y: middle})} ${at(point)}`;
    })
    .join('');
}

function cornered(points: readonly Point[]): string {
  return points
    .map((point, i) => {
      const [last, next] = [points[i - 1], points[i + 1]];
      if (!last) return `M${at(point)}`;
      if (!next) return `L${at(point)}`;
      return `L${at(toward(point, last))}Q${at(point)} ${at(toward(point, next))}`;
    })
    .join('');
}

function toward(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const share = distance === 0 ? 0 : Math.min(CORNER, distance / 2) / distance;
  return {x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share};
}

const at = ({x, y}: Point) => `${number(x)} ${number(y)}`;
