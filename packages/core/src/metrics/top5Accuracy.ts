import type {Outcomes} from './metric.ts';

/** How many guesses there are. */
const GUESSES = 5;

/**
 * Share of examples for whose class fewer than five others have a larger probability, in [0, 1]: what is told of ImageNet.
 * Ties count for the example. Null without examples.
 */
export function top5Accuracy({
  classes,
  labels,
  probabilities
}: Pick<Outcomes, 'classes' | 'labels' | 'probabilities'>): number | null {
  if (labels.length === 0) return null;
  const hits = labels.filter((label, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    const own = row[label]!;
    return row.filter(other => other > own).length < GUESSES;
  });
  return hits.length / labels.length;
}
