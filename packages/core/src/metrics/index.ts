import {agreement} from './agreement.ts';
import {auroc} from './auroc.ts';
import {balancedAccuracy} from './balancedAccuracy.ts';
import {expectedCalibrationError} from './expectedCalibrationError.ts';
import type {Metric} from './metric.ts';
import {sensitivity} from './sensitivity.ts';
import {specificity} from './specificity.ts';
import {top5Accuracy} from './top5Accuracy.ts';
import {worstClassAccuracy} from './worstClassAccuracy.ts';

/** Metrics beside loss and accuracy, by name. */
export const METRICS = {
  balancedAccuracy,
  sensitivity,
  specificity,
  auroc,
  worstClassAccuracy,
  top5Accuracy,
  expectedCalibrationError,
  agreement
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as [MetricName, ...MetricName[]];
