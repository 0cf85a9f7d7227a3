import type {Outcomes} from './metric.ts';

/**
 * Mean over classes of the share of their examples that are recognized, in [0, 1]: accuracy as it would be if all classes
 * had equally many examples. Classes without any example do not count.
 *
 * Source: Brodersen, Ong, Stephan and Buhmann, ICPR 2010; for more than two classes the mean of recalls, as scikit-learn
 * has it.
 */
export function balancedAccuracy({classes, labels, predicted}: Pick<Outcomes, 'classes' | 'labels' | 'predicted'>) {
  const counts = new Float64Array(classes);
  const hits = new Float64Array(classes);
  labels.forEach((label, i) => {
    counts[label]! += 1;
    if (predicted[i] === label) hits[label]! += 1;
  });
  const recalls = [...counts].flatMap((count, label) => (count > 0 ? [hits[label]! / count] : []));
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}
