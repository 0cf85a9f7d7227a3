import {max, min} from 'd3-array';
import {accuracyOf, type AccuracyName} from '../records/accuracyOf.ts';
import {groupRuns} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanCurve, type CurveEstimate} from '../statistics/meanCurve.ts';
import {compareCriteria, seriesStyles, type SeriesStyle} from './seriesStyles.ts';

/** What is left of a network while it is pruned. */
export type Remaining = 'flops' | 'units' | 'parameters';

/** A series as curves: its runs, and their mean with its interval. */
export interface Line {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly runs: readonly (readonly RunPoint[])[];
  readonly mean: readonly CurveEstimate[];
}

export interface RunPoint {
  readonly run: string;
  readonly x: number;
  readonly y: number;
}

/** Curves of all runs by series; points without the accuracy are left out. */
export function accuracyLines(records: readonly RunRecord[], remaining: Remaining, accuracy: AccuracyName): Line[] {
  const series = groupRuns(records, compareCriteria);
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

/**
 * Range of the accuracy axis. Bands are shown whole unless they would dwarf the runs: with two seeds they are twelve
 * times the standard error.
 */
export function accuracyDomain(lines: readonly Line[]): [number, number] {
  const accuracies = lines.flatMap(({runs}) => runs.flat().map(({y}) => y));
  const [low, high] = [min(accuracies) ?? 0, max(accuracies) ?? 1];
  const room = 0.2 * (high - low);
  const bands = lines.flatMap(({mean: points}) => points);
  const lowest = Math.max(low - room, min(bands, band => band.low) ?? low);
  const highest = Math.min(high + room, max(bands, band => band.high) ?? high);
  return [Math.max(0, Math.min(low, lowest) - 0.02), Math.min(1, Math.max(high, highest) + 0.02)];
}
