import type {Outcomes} from './metric.ts';

/** Share of each class's examples that are recognized, in [0, 1]; null for classes without any. */
export function recalls({
  classes,
  labels,
  predicted
}: Pick<Outcomes, 'classes' | 'labels' | 'predicted'>): readonly (number | null)[] {
  const counts = new Float64Array(classes);
  const hits = new Float64Array(classes);
  labels.forEach((label, i) => {
    counts[label]! += 1;
    if (predicted[i] === label) hits[label]! += 1;
  });
  return Array.from(counts, (count, label) => (count > 0 ? hits[label]! / count : null));
}
