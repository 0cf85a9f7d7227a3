import {bisector} from 'd3-array';

/** A point of a curve: something left (FLOPs, units, …) and something measured there. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

const byX = bisector((point: CurvePoint) => point.x);

/**
 * Sorts a curve by x for `interpolate`. Where x repeats (fine-tuning after the last removal) the last measured point
 * counts; points that are not finite are left out.
 */
export function sortCurve(points: Iterable<CurvePoint>): readonly CurvePoint[] {
  const last = new Map<number, CurvePoint>();
  for (const point of points) if (Number.isFinite(point.x) && Number.isFinite(point.y)) last.set(point.x, point);
  return [...last.values()].sort((a, b) => a.x - b.x);
}

/** Linear interpolation in a curve made by `sortCurve`; undefined outside of what was measured. */
export function interpolate(curve: readonly CurvePoint[], x: number): number | undefined {
  const index = byX.left(curve, x);
  const right = curve[index];
  if (right?.x === x) return right.y;
  const left = curve[index - 1];
  if (!left || !right) return undefined;
  return left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x);
}
