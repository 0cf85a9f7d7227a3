import type {Metric, Outcomes} from '../metrics/metric.ts';
import {createRandom} from '../random.ts';

const DRAWS = 1000;

/**
 * One-sided 95 % upper confidence bound of the drop of a metric from `before` to `after`, by a percentile bootstrap: the
 * same examples are drawn for both, within each class as many as it has. It knows nothing of what no example shows: with
 * no answer changed it is 0.
 *
 * Source: Efron and Tibshirani 1993, chapter 13.
 */
export function resampledBound(metric: Metric, before: Outcomes, after: Outcomes, seed: string | number): number {
  const {labels, classes} = before;
  const byClass = Array.from({length: classes}, (_, label) => [...labels.keys()].filter(i => labels[i] === label));
  const {uniform} = createRandom(`${seed}/drop`);
  const drops = Float64Array.from({length: DRAWS}, () => {
    const drawn = byClass.flatMap(members => members.map(() => members[Math.floor(uniform() * members.length)]!));
    return metric(chosen(before, drawn))! - metric(chosen(after, drawn))!;
  });
  return drops.sort()[Math.ceil(0.95 * DRAWS) - 1]!;
}

function chosen({classes, labels, predicted, probabilities}: Outcomes, examples: readonly number[]): Outcomes {
  const rows = new Float32Array(examples.length * classes);
  examples.forEach((i, row) => rows.set(probabilities.subarray(i * classes, (i + 1) * classes), row * classes));
  return {
    classes,
    labels: Int32Array.from(examples, i => labels[i]!),
    predicted: Int32Array.from(examples, i => predicted[i]!),
    probabilities: rows
  };
}
