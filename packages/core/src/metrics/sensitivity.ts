import {meanOfKnown} from './meanOfKnown.ts';
import type {Outcomes} from './metric.ts';
import {recalls} from './recalls.ts';

/**
 * Share of the positive examples that are recognized, in [0, 1]: those of class 1 where there are two classes, null where
 * it has none. With more classes the mean over them of each against the rest (macro), which is `balancedAccuracy`.
 */
export function sensitivity(outcomes: Pick<Outcomes, 'classes' | 'labels' | 'predicted'>): number | null {
  const all = recalls(outcomes);
  return outcomes.classes === 2 ? all[1]! : meanOfKnown(all);
}
