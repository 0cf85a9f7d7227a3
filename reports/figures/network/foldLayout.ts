import {max, maxIndex, min, pairs} from 'd3-array';
import {CORNER, RANK_GAP, type Arrow, type Box, type Layout, type Point} from './layoutGraph.ts';

/** A layout in columns that are read one after the other, from left to right. */
export interface Folded extends Layout {
  readonly width: number;
  readonly height: number;
}

const GUTTER = 36;

/**
 * Folds a tall layout into columns of about `height` pixels: networks are mostly deep and narrow. Folds only where a
 * single box leads on; its arrows turn at the foot of its column and enter the next one at its head.
 */
export function foldLayout(layout: Layout, height: number, possible = possibleCuts(layout)): Folded {
  const cuts = chooseCuts(layout, height, possible);
  const columns = splitAt(layout, cuts);
  const foot = max(columns, ({top, bottom}) => bottom - top) ?? 0;
  let left = 0;
  const moves = columns.map(column => {
    const start = left;
    left += column.right - column.left + GUTTER;
    return {x: start - column.left, y: RANK_GAP - column.top, gutter: start - GUTTER / 2};
  });
  const moved = ({x, y}: Point, column: number): Point => ({
    x: x + (moves[column]?.x ?? 0),
    y: y + (moves[column]?.y ?? 0)
  });
  const boxes = columns.flatMap((column, i) => column.boxes.map(box => ({...box, ...moved(box, i)})));
  const arrows = columns.flatMap((column, i) => {
    const inside = column.arrows.map(arrow => ({...arrow, points: arrow.points.map(point => moved(point, i))}));
    const [source] = column.entries;
    const exit = boxes.find(({id}) => id === source?.from);
    if (!exit) return inside;
    const entries = column.entries.map(arrow => ({...arrow, points: arrow.points.map(point => moved(point, i))}));
    return [...inside, ...enter(entries, exit, moves[i]?.gutter ?? 0)];
  });
  return {boxes, arrows, width: left - GUTTER, height: foot + 2 * RANK_GAP};
}

/**
 * Arrows from the last box of one column into the next: down, up through the gutter at `x`, and along the head of the
 * column, where each goes its own way. What they share is drawn once, with the arrow that goes farthest.
 */
function enter(arrows: readonly Arrow[], exit: Box, x: number): Arrow[] {
  const [start, above] = [exit.y + exit.height / 2, RANK_GAP / 2];
  const trunk = [start, start + RANK_GAP / 2].map(y => ({x: exit.x, y}));
  const farthest = maxIndex(arrows, ({points}) => points[0]?.x);
  return arrows.map(({from, to, points}, i) => {
    const head = {x: points[0]?.x ?? x, y: above};
    if (i !== farthest) return {from, to, points: [head, ...points]};
    const turn = [...trunk, {x, y: start + RANK_GAP / 2}, {x, y: above}, head];
    return {from, to, points: [{x: head.x, y: above + CORNER}, ...points], turn};
  });
}

interface Column extends Layout {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Arrows that come from the column before, with what lies in this one of their points. */
  readonly entries: readonly Arrow[];
}

/** Heights at which the layout may be cut, from the top: where all arrows across come from one box just above. */
export function possibleCuts({boxes, arrows}: Layout): number[] {
  const yOf = new Map(boxes.map(({id, y}) => [id, y]));
  const ranks = [...new Set(yOf.values())].sort((a, b) => a - b);
  return ranks.slice(1).flatMap((y, i) => {
    const above = ranks[i] ?? 0;
    const cut = (above + y) / 2;
    const crossing = arrows.filter(({from, to}) => (yOf.get(from) ?? 0) < cut && (yOf.get(to) ?? 0) > cut);
    const sources = [...new Set(crossing.map(({from}) => from))];
    return sources.length === 1 && yOf.get(sources[0] ?? '') === above ? [cut] : [];
  });
}

/** Each column is as high as it can be within `height`, or within the highest part that cannot be cut. */
function chooseCuts({boxes}: Layout, height: number, possible: readonly number[]): number[] {
  const chosen: number[] = [];
  const bottom = max(boxes, ({y}) => y) ?? 0;
  const most = Math.max(height, max(pairs([0, ...possible, bottom], (from, to) => to - from)) ?? 0);
  let top = 0;
  while (bottom - top > most) {
    const next = possible.findLast(cut => cut > top && cut - top <= most);
    if (next === undefined) break;
    chosen.push(next);
    top = next;
  }
  return chosen;
}

function splitAt({boxes, arrows}: Layout, cuts: readonly number[]): Column[] {
  const columnOf = new Map(boxes.map(({id, y}) => [id, cuts.filter(cut => cut < y).length]));
  return Array.from({length: cuts.length + 1}, (_, column) => {
    const own = boxes.filter(({id}) => columnOf.get(id) === column);
    const arriving = arrows.filter(({to}) => columnOf.get(to) === column);
    const inside = arriving.filter(({from}) => columnOf.get(from) === column);
    const top = cuts[column - 1] ?? -Infinity;
    const entries = arriving
      .filter(({from}) => columnOf.get(from) !== column)
      .map(arrow => ({...arrow, points: arrow.points.filter(({y}) => y > top)}));
    const xs = [...inside, ...entries].flatMap(({points}) => points.map(({x}) => x));
    return {
      boxes: own,
      arrows: inside,
      entries,
      left: min([...own.map(({x, width}) => x - width / 2), ...xs]) ?? 0,
      right: max([...own.map(({x, width}) => x + width / 2), ...xs]) ?? 0,
      top: min(own, ({y, height}) => y - height / 2) ?? 0,
      bottom: max(own, ({y, height}) => y + height / 2) ?? 0
    };
  });
}
