import type {CurvePoint} from '../statistics/interpolate.ts';
import type {Axis} from './documents.ts';

/** Lines of `metrics.jsonl` as they were read. */
export type Metrics = readonly Readonly<Record<string, unknown>>[];

const SHARES: readonly Axis[] = ['flops', 'units', 'parameters'];

/** The measured points where both axes are finite; sizes as shares of the first line's. */
export function pointsOf(metrics: Metrics, x: Axis, y: Axis): readonly CurvePoint[] {
  const first = metrics[0] ?? {};
  const value = (row: Readonly<Record<string, unknown>>, axis: Axis) =>
    typeof row[axis] !== 'number' ? NaN : SHARES.includes(axis) ? row[axis] / Number(first[axis]) : row[axis];
  return metrics
    .map(row => ({x: value(row, x), y: value(row, y)}))
    .filter(point => Number.isFinite(point.x) && Number.isFinite(point.y));
}
