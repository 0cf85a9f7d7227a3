import {meanOfKnown} from './meanOfKnown.ts';
import type {Outcomes} from './metric.ts';

/**
 * Area under the receiver operating characteristic, in [0, 1]: the probability that a positive example is given a higher
 * probability than a negative one, ties counted half. Of class 1 where there are two classes; with more the mean over
 * classes of each against the rest (macro). Classes with all examples or none do not count; null where none is left.
 *
 * Probabilities are float32: some that are very near to 1 tie.
 *
 * Source: Hanley and McNeil, Radiology 1982; Mann and Whitney's U from mid-ranks.
 */
export function auroc(outcomes: Pick<Outcomes, 'classes' | 'labels' | 'probabilities'>): number | null {
  const {classes} = outcomes;
  if (classes === 2) return againstRest(outcomes, 1);
  return meanOfKnown(Array.from({length: classes}, (_, positive) => againstRest(outcomes, positive)));
}

function againstRest(
  {classes, labels, probabilities}: Pick<Outcomes, 'classes' | 'labels' | 'probabilities'>,
  positive: number
): number | null {
  const scores = Float32Array.from(labels, (_label, i) => probabilities[i * classes + positive]!);
  const order = Uint32Array.from(labels.keys()).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    let tied = 0;
    for (end = start; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      if (labels[order[end]!] === positive) tied += 1;
    }
    positives += tied;
    // Ranks count from 1; tied examples share their mean.
    rankSum += (tied * (start + 1 + end)) / 2;
  }
  const pairs = positives * (labels.length - positives);
  return pairs > 0 ? (rankSum - (positives * (positives + 1)) / 2) / pairs : null;
}
