import type {MetricPoint} from './runRecord.ts';

export type AccuracyName = 'testAccuracy' | 'validationAccuracy';

/** The accuracy at a point, in [0, 1]; undefined where it was not measured or is not finite. */
export function accuracyOf(point: MetricPoint, name: AccuracyName): number | undefined {
  const value = point[name];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
