import {max, min} from 'd3-array';
import {interpolate, sortCurve, type CurvePoint} from './interpolate.ts';
import {meanInterval, type Estimate} from './meanInterval.ts';

/** Mean and interval of several curves at one x. */
export interface CurveEstimate extends Estimate {
  readonly x: number;
}

/**
 * Mean curve over runs, on a common grid of `points` values of x over the range that every run covers: linear between
 * measured points, nothing outside of them, no smoothing.
 */
export function meanCurve(
  runs: readonly (readonly CurvePoint[])[],
  {points = 61}: {readonly points?: number} = {}
): CurveEstimate[] {
  const curves = runs.map(sortCurve).filter(curve => curve.length > 0);
  return commonGrid(curves, points).flatMap(x => {
    const estimate = meanInterval(curves.map(curve => interpolate(curve, x) ?? NaN));
    return estimate ? [{...estimate, x}] : [];
  });
}

function commonGrid(curves: readonly (readonly CurvePoint[])[], points: number): number[] {
  const low = max(curves, curve => curve[0]?.x);
  const high = min(curves, curve => curve.at(-1)?.x);
  if (low === undefined || high === undefined || low > high) return [];
  if (low === high) return [low];
  // The last one is set, not computed, so that rounding cannot push it out of the curves.
  return Array.from({length: points}, (_, i) => (i === points - 1 ? high : low + ((high - low) * i) / (points - 1)));
}
