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
