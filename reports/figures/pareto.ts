import * as Plot from '@observablehq/plot';
import {extent, min, max} from 'd3-array';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import {metricOf, type Quality, type Size} from '../quantities/metricNames.ts';
import {milestoneTargets} from '../quantities/milestoneTargets.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {paretoFront} from '../statistics/paretoFront.ts';
import {capital} from '../tables/capital.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria, seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {GRID, MUTED, PAPER, WIDE} from './theme.ts';

export interface ParetoOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly metric: Quality;
  /** A panel each. */
  readonly against: readonly Size[];
  readonly command: string;
}

interface ParetoPoint extends Estimate {
  readonly label: string;
  /** Share of the whole network's. */
  readonly x: number;
  readonly style: SeriesStyle;
}

const LEAST_PANEL = 230;

/**
 * A metric against what is left of each quantity, a mark a series and milestone: filled and joined where no other one is
 * both smaller and better, hollow elsewhere. Undefined where no run has milestones.
 */
export function pareto({records, metric, against, command}: ParetoOptions): Figure | undefined {
  const plotted = against.map(size => ({size, points: pointsOf(records, metric, size)}));
  const shown = plotted.filter(({points}) => points.length > 0);
  if (shown.length === 0) return undefined;
  const {words, unit} = metricOf(metric);
  const title = `${capital(words)} against what is left, and the best of it`;
  const caption =
    `${title}: a mark a series and milestone, mean over seeds. Filled and joined: the Pareto front by means, where no other ` +
    `mark is both smaller and better, with 95 % t intervals of the metric; hollow: all others. ` +
    `${describeRuns(records)} Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    const columns = Math.min(shown.length, Math.max(1, Math.floor(width / LEAST_PANEL)));
    const all = shown.flatMap(({points}) => points);
    return renderFigure({
      title,
      description: caption,
      width,
      columns,
      panels: shown.map(({size, points}) =>
        panel(points, {
          title: capital(metricOf(size).words),
          width: width / columns,
          y: yDomain(all),
          isShare: unit === 'share'
        })
      ),
      legend: legendOf(all),
      yLabel: `↑ ${capital(words)}`,
      xLabel: width < 480 ? 'Left, share →' : 'Left, share of the whole network’s, pruning goes to the right →'
    });
  };
  return {name: `pareto-${metric}`, title, caption, draw};
}

function pointsOf(records: readonly RunRecord[], metric: Quality, size: Size): ParetoPoint[] {
  const series = groupRuns(records, compareCriteria);
  const styles = seriesStyles(series);
  return series.flatMap(({label, runs}) =>
    milestoneTargets(runs).flatMap(at => {
      const measure = (of: Quality | `${Size}Left`) =>
        meanInterval(measureBySeed({of, at, where: {}}, {records: runs, correlations: []}).values());
      const [estimate, left, style] = [measure(metric), measure(`${size}Left`), styles.get(label)];
      return estimate && left && style ? [{...estimate, label, x: left.value, style}] : [];
    })
  );
}

function legendOf(points: readonly ParetoPoint[]) {
  const styles = new Map(points.map(({label, style}) => [label, style]));
  return [...styles].map(([label, {color, symbol}]) => ({label, color, symbol}));
}

function yDomain(points: readonly ParetoPoint[]): [number, number] {
  const [low = 0, high = 1] = extent(points, ({value}) => value);
  const room = 0.08 * (high - low || 1);
  return [low - room, high + 2 * room];
}

interface PanelOptions {
  readonly title: string;
  readonly width: number;
  readonly y: readonly [number, number];
  readonly isShare: boolean;
}

function panel(points: readonly ParetoPoint[], {title, width, y, isShare}: PanelOptions): Panel {
  const front = paretoFront(points);
  const best = new Set(front);
  const cut = (value: number) => Math.min(y[1], Math.max(y[0], value));
  const bars = front.flatMap(({x, low, high, style}) =>
    low === undefined || high === undefined ? [] : [{x, y1: cut(low), y2: cut(high), color: style.color}]
  );
  const [from, to] = [max(points, ({x}) => x) ?? 1, min(points, ({x}) => x) ?? 0];
  const room = 0.06 * (from - to || 1);
  const dots = points.map(({style: {color, symbol}, ...point}, i) =>
    Plot.dot([point], {
      ...{x: 'x', y: 'value', r: 3.5, symbol, stroke: color, strokeWidth: 1.5},
      fill: best.has(points[i]!) ? color : PAPER
    })
  );
  return {
    title,
    options: {
      width,
      height: 280,
      marginLeft: 44,
      marginRight: 12,
      marginTop: 8,
      marginBottom: 24,
      x: {label: null, type: 'linear', domain: [from + room, to - room], tickFormat: '.0%', ticks: 4},
      y: {label: null, type: 'linear', domain: [...y], tickFormat: isShare ? '.0%' : undefined},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        Plot.line(front, {x: 'x', y: 'value', stroke: MUTED, strokeWidth: 1.25, curve: 'step-after'}),
        Plot.link(bars, {x1: 'x', x2: 'x', y1: 'y1', y2: 'y2', stroke: 'color', strokeOpacity: 0.7}),
        ...dots
      ]
    }
  };
}
