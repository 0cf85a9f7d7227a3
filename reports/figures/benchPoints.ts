import * as Plot from '@observablehq/plot';
import {columnOfBench, estimateRows} from '../quantities/columnQuantity.ts';
import type {Unit} from '../quantities/metricNames.ts';
import {scaleOf, unitWords} from '../quantities/quantityText.ts';
import type {BenchRow, BenchRows} from '../records/benchRows.ts';
import {describeBench} from '../records/describeBench.ts';
import {groupRows} from '../records/groupBenchRows.ts';
import type {Estimate} from '../statistics/meanInterval.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {GRID, MUTED, WIDE} from './theme.ts';

export interface BenchPointsOptions {
  readonly bench: BenchRows;
  /** Those that are shown. */
  readonly rows: readonly BenchRow[];
  /** Columns of the axes. */
  readonly x: string;
  readonly y: string;
  /** Keys: a line each; the points of a line; a panel each. */
  readonly series: string;
  readonly points: string;
  readonly panels?: string;
  readonly logX?: boolean;
  /** Draws where y falls as x does. */
  readonly diagonal?: boolean;
  readonly command: string;
}

interface Point {
  readonly x: Estimate;
  readonly y: Estimate;
}

interface Line {
  readonly style: SeriesStyle;
  readonly points: readonly Point[];
}

/**
 * A column of a bench record against another: a point is the mean over seeds with the 95 % t intervals of both, points of
 * one series are joined in their order.
 */
export function benchPoints(options: BenchPointsOptions): Figure {
  const {bench, rows, x, y, series, points, panels, command} = options;
  const [across, up] = [columnOfBench(x, bench), columnOfBench(y, bench)];
  const labels = groupRows(rows, [series]).map(([row]) => String(row?.[series]));
  const styles = seriesStyles(labels.map(label => ({label, criterion: label})));
  const shown = groupRows(rows, panels === undefined ? [] : [panels]).map(own => ({
    title: panels === undefined ? undefined : String(own[0]?.[panels]),
    lines: groupRows(own, [series]).map(line => ({
      style: styles.get(String(line[0]?.[series]))!,
      points: groupRows(line, [points]).flatMap(group => pointOf(group, options))
    }))
  }));
  const title = `${up.words} against ${across.words}`;
  const caption =
    `${title}: marks are means over seeds, bars 95 % t intervals; a line is one ${series}, its points differ in ${points}.` +
    `${options.diagonal ? ' Dashed: one falls as the other.' : ''} ${describeBench(bench)} Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    const columns = Math.min(shown.length, Math.max(1, Math.floor(width / 300)));
    return renderFigure({
      ...{title, description: caption, width, columns},
      panels: shown.map(one => ({title: one.title, options: panel(one.lines, width / columns, options)})),
      legend: labels.map(label => ({label, ...styles.get(label)!})),
      yLabel: `↑ ${up.words}${unitWords(up.unit)}`,
      xLabel: `${across.words}${unitWords(across.unit)}${across.unit === 'share' ? ', pruning goes to the right' : ''} →`
    });
  };
  return {name: `${y}-${x}`.toLowerCase(), title, caption, draw};
}

function pointOf(group: readonly BenchRow[], {bench, x, y}: BenchPointsOptions): Point[] {
  const [across, up] = [scaled(x, group, bench), scaled(y, group, bench)];
  return across && up ? [{x: across, y: up}] : [];
}

/** In the unit that the axis shows. */
function scaled(column: string, group: readonly BenchRow[], bench: BenchRows): Estimate | undefined {
  const estimate = estimateRows(column, group, bench);
  const scale = scaleOf(columnOfBench(column, bench).unit);
  const times = (value: number | undefined) => (value === undefined ? undefined : scale * value);
  return (
    estimate && {n: estimate.n, value: scale * estimate.value, low: times(estimate.low), high: times(estimate.high)}
  );
}

function panel(
  lines: readonly Line[],
  width: number,
  {bench, x, y, logX, diagonal}: BenchPointsOptions
): Panel['options'] {
  const [across, up] = [x, y].map(name => columnOfBench(name, bench).unit) as [Unit, Unit];
  const all = lines.flatMap(({points}) => points);
  const highest = Math.max(...all.map(({y: {value, high = value}}) => high));
  const isShare = across === 'share';
  return {
    ...{width, height: 260, marginLeft: 44, marginRight: 14, marginTop: 8, marginBottom: 24},
    x: {
      label: null,
      type: logX ? 'log' : 'linear',
      ...(isShare ? {domain: [104, 0]} : {nice: !logX, inset: 8}),
      ticks: 4,
      tickFormat: plain
    },
    y: {
      label: null,
      ...(diagonal ? {domain: [0, Math.max(104, 1.05 * highest)]} : {nice: true}),
      ticks: 5,
      tickFormat: plain
    },
    marks: [
      Plot.gridY({stroke: GRID, strokeOpacity: 1, ticks: 5}),
      ...(diagonal && isShare && up === 'share'
        ? [Plot.link([0], {x1: 100, y1: 100, x2: 0, y2: 0, stroke: MUTED, strokeDasharray: '6,4'})]
        : []),
      ...lines.flatMap(({points, style: {color, dash, symbol}}) => [
        Plot.line(points, {x: at('x'), y: at('y'), stroke: color, strokeWidth: 1.5, strokeDasharray: dash}),
        Plot.link(points.filter(hasInterval('y')), {
          x: at('x'),
          y1: end('y', 'low'),
          y2: end('y', 'high'),
          stroke: color
        }),
        Plot.link(points.filter(hasInterval('x', logX)), {
          x1: end('x', 'low'),
          x2: end('x', 'high'),
          y: at('y'),
          stroke: color
        }),
        Plot.dot(points, {x: at('x'), y: at('y'), r: 4, symbol, fill: color})
      ])
    ]
  };
}

const at = (axis: 'x' | 'y') => (point: Point) => point[axis].value;
const end = (axis: 'x' | 'y', which: 'low' | 'high') => (point: Point) => point[axis][which] ?? point[axis].value;
/** A logarithm has no room for an interval that reaches 0. */
const hasInterval =
  (axis: 'x' | 'y', isLog = false) =>
  (point: Point) =>
    (point[axis].low ?? -Infinity) > (isLog ? 0 : -Infinity);
const plain = (value: number) => String(Number(value.toPrecision(6)));
