import {balancedAccuracy} from './balancedAccuracy.ts';
import type {Metric} from './metric.ts';

/** Metrics beside loss and accuracy, by name. */
export const METRICS = {balancedAccuracy} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as [MetricName, ...MetricName[]];
