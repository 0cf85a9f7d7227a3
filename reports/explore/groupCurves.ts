import {group} from 'd3-array';
import {sortCurve, type CurvePoint} from '../statistics/interpolate.ts';
import {meanCurve, type CurveEstimate} from '../statistics/meanCurve.ts';
import type {Axis, CurveSeries, SettledRow} from './documents.ts';
import type {Group} from './groupRows.ts';
import {pointsOf, type Metrics} from './pointsOf.ts';

export const AXES: readonly Axis[] = [
  'flops',
  'units',
  'parameters',
  'updates',
  'step',
  'testAccuracy',
  'validationAccuracy',
  'testLoss',
  'validationLoss'
];

/** Curves of the runs of a group, and their mean with its 95 % t interval over seeds. */
export function curvesOf(
  {label, criterion, rows}: Group,
  metricsOf: (row: SettledRow) => Metrics,
  {x, y}: {readonly x: Axis; readonly y: Axis}
): CurveSeries {
  const curves = rows.map(row => ({row, points: pointsOf(metricsOf(row), x, y)}));
  const runs = curves.map(({row: {sweep, id, status}, points}) => ({
    sweep,
    id,
    status,
    points: points.map(({x, y}) => [x, y] as const)
  }));
  return {label, criterion, runs, mean: meanOverSeeds(curves.map(({row, points}) => ({seed: row.seed, points})))};
}

/** A lone run is its own mean, at the points where it was measured. */
function meanOverSeeds(
  curves: readonly {readonly seed: number; readonly points: readonly CurvePoint[]}[]
): CurveEstimate[] {
  const measured = curves.filter(({points}) => points.length > 0);
  const [only] = measured;
  if (only && measured.length === 1) return sortCurve(only.points).map(({x, y}) => ({x, value: y, n: 1}));
  const seeds = [...group(measured, ({seed}) => seed).values()].map(runs => runs.map(({points}) => points));
  return meanCurve(seeds.map(runs => (runs.length > 1 ? meanCurve(runs).map(toPoint) : (runs[0] ?? []))));
}

function toPoint({x, value}: CurveEstimate): CurvePoint {
  return {x, y: value};
}
