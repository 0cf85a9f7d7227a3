import * as Plot from '@observablehq/plot';
import {mean} from 'd3-array';
import type {Line} from './accuracyLines.ts';
import {spreadLabels} from './spreadLabels.ts';
import {FONT_SIZE, INK, MUTED} from './theme.ts';

/** Where a plot lies, and what its axes show. x runs from much to little. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Everything drawn in the frame, from back to front; `labeled` puts names at the ends of the mean lines. */
export function accuracyMarks(lines: readonly Line[], frame: Frame, labeled: boolean): Plot.Markish[] {
  return [
    ...lines.map(line => band(line, frame)),
    ...lines.map(runLines),
    ...lines.flatMap(meanLine),
    ...(labeled ? endLabels(lines, frame) : [])
  ];
}

/** A dotted line at the mean of the unpruned networks; it belongs behind the marks. */
export function unprunedMark(lines: readonly Line[], {x}: Frame): Plot.Markish {
  const start = mean(lines.flatMap(({runs}) => runs.flatMap(run => (run[0]?.x === x[0] ? [run[0].y] : []))));
  if (start === undefined) return null;
  return [
    Plot.ruleY([start], {stroke: INK, strokeDasharray: '1,3'}),
    Plot.text([start], {x: x[1], y: start, text: ['unpruned'], dx: -4, dy: -7, textAnchor: 'end', fill: MUTED})
  ];
}

// Accuracy cannot leave [0, 1], and a band that leaves the frame would cover its surroundings.
function band({mean: points, style}: Line, {y: [low, high]}: Frame): Plot.Markish {
  const cut = (value: number) => Math.min(high, Math.max(low, value));
  const estimated = points.flatMap(({x, low: from, high: to}) =>
    from === undefined || to === undefined ? [] : [{x, y1: cut(from), y2: cut(to)}]
  );
  return Plot.areaY(estimated, {x: 'x', y1: 'y1', y2: 'y2', fill: style.color, fillOpacity: 0.13});
}

function runLines({runs, style}: Line): Plot.Markish {
  return Plot.line(runs.flat(), {
    x: 'x',
    y: 'y',
    z: 'run',
    stroke: style.color,
    strokeWidth: 0.75,
    strokeOpacity: 0.45
  });
}

function meanLine({mean: points, style}: Line): Plot.Markish[] {
  const marked = points.filter((_, i) => i % 10 === 5 || i === points.length - 1);
  return [
    Plot.line(points, {x: 'x', y: 'value', stroke: style.color, strokeWidth: 2, strokeDasharray: style.dash}),
    Plot.dot(marked, {x: 'x', y: 'value', r: 3.5, symbol: style.symbol, fill: style.color})
  ];
}

// Labels lie beyond the frame; a thin line leads from each curve's end to its label, wherever that had to move.
function endLabels(lines: readonly Line[], {width, height, marginLeft, marginRight, x, y}: Frame): Plot.Markish[] {
  const ends = lines.flatMap(({label, mean: points, style}) =>
    points[0] ? [{label, color: style.color, ...points[0]}] : []
  );
  const gap = ((FONT_SIZE + 2) * (y[1] - y[0])) / (height - 32);
  const placed = spreadLabels(
    ends.map(({value}) => value),
    gap,
    y
  );
  const beyond = x[1] - ((x[0] - x[1]) * 14) / (width - marginLeft - marginRight);
  return ends.map((end, i) => [
    Plot.link([end], {x1: 'x', y1: 'value', x2: beyond, y2: [placed[i]], stroke: end.color, strokeWidth: 0.75}),
    Plot.text([end], {x: beyond, y: [placed[i]], text: 'label', dx: 4, textAnchor: 'start'})
  ]);
}
