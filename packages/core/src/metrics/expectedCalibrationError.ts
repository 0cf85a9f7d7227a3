import type {Outcomes} from './metric.ts';

const BINS = 15;

/**
 * How far the network's confidence, the probability of the class that it gives, is from the share of right answers, in
 * [0, 1]: examples are put into 15 bins of equal width by confidence, (0, 1/15] to (14/15, 1], and the differences in each
 * bin are averaged over examples. Null without examples.
 *
 * Source: Guo, Pleiss, Sun and Weinberger, ICML 2017, arXiv:1706.04599, Eq. 3.
 */
export function expectedCalibrationError({
  classes,
  labels,
  predicted,
  probabilities
}: Pick<Outcomes, 'classes' | 'labels' | 'predicted' | 'probabilities'>): number | null {
  if (labels.length === 0) return null;
  // Of each bin, confidence less right answers, both summed: its share of examples is in it already.
  const gaps = new Float64Array(BINS);
  labels.forEach((label, i) => {
    const confidence = probabilities[i * classes + predicted[i]!]!;
    const bin = Math.min(BINS, Math.max(1, Math.ceil(confidence * BINS))) - 1;
    gaps[bin]! += confidence - (predicted[i] === label ? 1 : 0);
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / labels.length;
}
