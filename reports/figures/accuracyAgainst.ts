import * as Plot from '@observablehq/plot';
import {max, mean, min} from 'd3-array';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns, type Series} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanCurve, type CurveEstimate} from '../statistics/meanCurve.ts';
import {accuracyOf, type AccuracyName} from './accuracyOf.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria, seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {spreadLabels} from './spreadLabels.ts';
import {FONT_SIZE, GRID, INK, MUTED, textWidth, WIDE} from './theme.ts';

/** What is left of a network while it is pruned. */
export type Remaining = 'flops' | 'units' | 'parameters';

export interface AccuracyAgainstOptions {
  readonly records: readonly RunRecord[];
  readonly remaining: Remaining;
  /** @default 'testAccuracy' */
  readonly accuracy?: AccuracyName;
  readonly command: string;
}

const WORDS: Readonly<Record<Remaining, string>> = {flops: 'FLOPs', units: 'units', parameters: 'parameters'};

/**
 * Accuracy against what is left of the network: one thin line a run, and for each series the mean over seeds with its
 * 95 % t interval. Pruning goes to the right.
 */
export function accuracyAgainst({
  records,
  remaining,
  accuracy = 'testAccuracy',
  command
}: AccuracyAgainstOptions): Figure {
  const lines = toLines(groupRuns(records, compareCriteria), remaining, accuracy);
  const words = accuracy === 'testAccuracy' ? 'Test accuracy' : 'Validation accuracy';
  const title = `${words} against ${WORDS[remaining]} left`;
  const caption =
    `${title} while pruning. ${describeRuns(records)} Thin lines: single runs; thick lines: means over seeds, linear ` +
    `between measured points, over the range that all runs of a series cover; bands: 95 % t intervals of the mean, for ` +
    `two seeds or more; dotted: mean of the unpruned networks. Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    const wide = width >= 480;
    return renderFigure({
      title,
      description: caption,
      width,
      panels: [panel(lines, width, wide)],
      legend: wide ? [] : lines.map(({label, style}) => ({label, ...style})),
      yLabel: `↑ ${words}`,
      xLabel: `${WORDS[remaining]} left, pruning goes to the right →`
    });
  };
  return {name: `accuracy-${remaining}`, title, caption, draw};
}

interface Line {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly runs: readonly (readonly RunPoint[])[];
  readonly mean: readonly CurveEstimate[];
}

interface RunPoint {
  readonly run: string;
  readonly x: number;
  readonly y: number;
}

function toLines(series: readonly Series[], remaining: Remaining, accuracy: AccuracyName): Line[] {
  const styles = seriesStyles(series);
  return series.flatMap(({label, runs}) => {
    const points = runs.map(({id, curve}) =>
      curve.flatMap(point => {
        const y = accuracyOf(point, accuracy);
        return y === undefined ? [] : [{run: id, x: point[remaining], y}];
      })
    );
    const style = styles.get(label);
    return style ? [{label, style, runs: points, mean: meanCurve(points)}] : [];
  });
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

function panel(lines: readonly Line[], width: number, wide: boolean): Panel {
  const points = lines.flatMap(({runs}) => runs.flat());
  const marginRight = wide ? 24 + (max(lines, ({label}) => textWidth(label)) ?? 0) : 12;
  const high = max(points, ({x}) => x) ?? 1;
  const frame: Frame = {
    width,
    height: wide ? 400 : 300,
    marginLeft: 44,
    marginRight,
    x: [high, min(points, ({x}) => x) ?? 0],
    y: accuracyDomain(lines)
  };
  const axis = {label: null, grid: true};
  return {
    options: {
      ...frame,
      marginTop: 8,
      marginBottom: 24,
      x: {...axis, type: 'linear', domain: frame.x, tickFormat: '~s', ticks: wide ? 8 : 4, grid: false},
      y: {...axis, type: 'linear', domain: frame.y, tickFormat: '.0%'},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        unpruned(lines, frame),
        ...lines.map(line => band(line, frame)),
        ...lines.map(runLines),
        ...lines.flatMap(meanLine),
        ...(wide ? endLabels(lines, frame) : [])
      ]
    }
  };
}

// Bands are shown whole unless they would dwarf the runs; with two seeds they are twelve times the standard error.
function accuracyDomain(lines: readonly Line[]): [number, number] {
  const accuracies = lines.flatMap(({runs}) => runs.flat().map(({y}) => y));
  const [low, high] = [min(accuracies) ?? 0, max(accuracies) ?? 1];
  const room = 0.2 * (high - low);
  const bands = lines.flatMap(({mean: points}) => points);
  const lowest = Math.max(low - room, min(bands, band => band.low) ?? low);
  const highest = Math.min(high + room, max(bands, band => band.high) ?? high);
  return [Math.max(0, Math.min(low, lowest) - 0.02), Math.min(1, Math.max(high, highest) + 0.02)];
}

function unpruned(lines: readonly Line[], {x}: Frame): Plot.Markish {
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
