import * as Plot from '@observablehq/plot';
import {max} from 'd3-array';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import {milestoneTargets} from '../quantities/milestoneTargets.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria, seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {GRID, INK, MUTED, WIDE} from './theme.ts';

export interface LatencyOptions {
  /** Runs of one or several subjects. */
  readonly records: readonly RunRecord[];
  readonly command: string;
  readonly title?: string;
}

interface LatencySeries {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly points: readonly (Estimate & {readonly x: number})[];
}

/**
 * Measured time of a pass against FLOPs at the milestones, both as shares of the whole network's, with 95 % t intervals
 * over seeds. Undefined where no run measured latencies.
 */
export function latencyAgainstFlops({
  records,
  command,
  title = 'Measured time against FLOPs'
}: LatencyOptions): Figure | undefined {
  const timed = records.filter(({latencies}) => latencies);
  const series = seriesIn(timed);
  if (series.length === 0) return undefined;
  const batches = [...new Set(timed.map(({latencies}) => latencies?.batch))].join(', ');
  const caption =
    `${title}: a pass of ${batches} ${batches === '1' ? 'example' : 'examples'} at each milestone, as a share of the whole ` +
    `network’s. Marks: means over seeds; bars: 95 % t intervals; dashed: time falls as FLOPs do. ` +
    `${bySubject(timed).map(describeRuns).join(' ')} Made by \`${command}\`.`;
  const draw = (width = WIDE) =>
    renderFigure({
      title,
      description: caption,
      width,
      panels: [panel(series, width)],
      legend: series.map(({label, style: {color, symbol}}) => ({label, color, symbol})),
      yLabel: '↑ Time of a pass, share of the whole network’s',
      xLabel:
        width < 480 ? 'FLOPs left, share →' : 'FLOPs left, share of the whole network’s, pruning goes to the right →'
    });
  return {name: 'latency', title, caption, draw};
}

function bySubject(records: readonly RunRecord[]): RunRecord[][] {
  return [...new Set(records.map(subjectOf))].map(subject => records.filter(record => subjectOf(record) === subject));
}

function seriesIn(records: readonly RunRecord[]): LatencySeries[] {
  const subjects = bySubject(records);
  const groups = subjects.flatMap(own =>
    groupRuns(own, compareCriteria).map(({label, criterion, runs}) => ({
      label: subjects.length > 1 && own[0] ? `${label}, ${subjectOf(own[0])}` : label,
      criterion,
      runs
    }))
  );
  const styles = seriesStyles(groups);
  return groups.flatMap(({label, runs}) => {
    const style = styles.get(label);
    const points = milestoneTargets(runs).flatMap(at => {
      const measure = (of: 'flopsLeft' | 'latencyLeft') =>
        meanInterval(measureBySeed({of, at, where: {}}, {records: runs, correlations: []}).values());
      const [flops, latency] = [measure('flopsLeft'), measure('latencyLeft')];
      return flops && latency ? [{...latency, x: flops.value}] : [];
    });
    return style && points.length > 0 ? [{label, style, points}] : [];
  });
}

function panel(series: readonly LatencySeries[], width: number): Panel {
  const highest = max(series, ({points}) => max(points, ({value, high}) => Math.min(high ?? value, 1.5 * value))) ?? 1;
  const top = Math.max(1, highest) * 1.02;
  const cut = (value: number) => Math.min(top, Math.max(0, value));
  const axis = {label: null, type: 'linear', tickFormat: '.0%'} as const;
  return {
    options: {
      width,
      height: width >= 480 ? 380 : 300,
      marginLeft: 48,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 24,
      x: {...axis, domain: [1, 0], ticks: width >= 480 ? 8 : 4},
      y: {...axis, domain: [0, top]},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        Plot.link([0], {x1: 1, y1: 1, x2: 0, y2: 0, stroke: MUTED, strokeDasharray: '6,4'}),
        Plot.dot([1], {x: 1, y: 1, r: 4, fill: INK}),
        ...series.flatMap(({points, style: {color, symbol}}) => [
          Plot.link(
            points.flatMap(({x, low, high}) =>
              low === undefined || high === undefined ? [] : [{x, y1: cut(low), y2: cut(high)}]
            ),
            {x1: 'x', x2: 'x', y1: 'y1', y2: 'y2', stroke: color, strokeWidth: 1.25}
          ),
          Plot.dot(points, {x: 'x', y: 'value', r: 4, symbol, fill: color})
        ])
      ]
    }
  };
}
