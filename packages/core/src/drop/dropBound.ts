import {METRICS} from '../metrics/index.ts';
import {meanOfKnown} from '../metrics/meanOfKnown.ts';
import type {Metric, Outcomes} from '../metrics/metric.ts';
import {resampledBound} from './resampledBound.ts';
import {scoreBound, type Pairs} from './scoreBound.ts';

/** Metrics whose drop can be bounded: higher is better, and labels alone decide. */
export const DROP_METRICS = [
  'accuracy',
  'balancedAccuracy',
  'sensitivity',
  'specificity',
  'auroc',
  'worstClassAccuracy'
] as const;

export type DropMetric = (typeof DROP_METRICS)[number];

/** How much a metric fell, and at most fell with one-sided 95 % confidence; shares, negative where it rose. */
export interface Drop {
  readonly drop: number;
  readonly bound: number;
}

/**
 * The drop of a metric between two networks that were asked the same examples in the same order. Null where the metric has
 * no number for them.
 *
 * Shares of right answers (accuracy; sensitivity and specificity of two classes) are bounded by `scoreBound`, means of
 * them over classes by the bounds of the classes together (Zou and Donner, Statistics in Medicine 2008, 27: 1693–1702),
 * all else by `resampledBound`.
 */
export function dropBound(
  metric: DropMetric,
  before: Outcomes,
  after: Outcomes,
  seed: string | number = 0
): Drop | null {
  const classes = classesOf(metric, before);
  if (classes)
    return dropOfShares(classes.map(label => pairsOf(before, after, label)).filter(({examples}) => examples));
  const measure: Metric = METRICS[metric as keyof typeof METRICS];
  const [first, last] = [measure(before), measure(after)];
  if (first === null || last === null) return null;
  return {drop: first - last, bound: resampledBound(measure, before, after, seed)};
}

/** Classes over which the metric is the mean of shares of right answers, or all of them as one; undefined if it is none. */
function classesOf(metric: DropMetric, {classes}: Outcomes): readonly (number | 'all')[] | undefined {
  if (metric === 'accuracy') return ['all'];
  const each = [...Array(classes).keys()];
  if (metric === 'balancedAccuracy') return each;
  if (metric === 'sensitivity') return classes === 2 ? [1] : each;
  return metric === 'specificity' && classes === 2 ? [0] : undefined;
}

function pairsOf(before: Outcomes, after: Outcomes, label: number | 'all'): Pairs {
  let [examples, lost, gained] = [0, 0, 0];
  before.labels.forEach((own, i) => {
    if (label !== 'all' && own !== label) return;
    const [was, is] = [before.predicted[i] === own, after.predicted[i] === own];
    examples += 1;
    if (was && !is) lost += 1;
    if (is && !was) gained += 1;
  });
  return {examples, lost, gained};
}

/** The mean of drops of independent shares. */
function dropOfShares(shares: readonly Pairs[]): Drop | null {
  const drops = shares.map(({examples, lost, gained}) => (lost - gained) / examples);
  const drop = meanOfKnown(drops);
  if (drop === null) return null;
  const margins = shares.map((pairs, i) => scoreBound(pairs) - drops[i]!);
  return {drop, bound: drop + Math.hypot(...margins) / shares.length};
}
