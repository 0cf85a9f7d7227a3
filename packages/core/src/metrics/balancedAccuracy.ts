import {meanOfKnown} from './meanOfKnown.ts';
import type {Outcomes} from './metric.ts';
import {recalls} from './recalls.ts';

/**
 * Mean over classes of the share of their examples that are recognized, in [0, 1]: accuracy as it would be if all classes
 * had equally many examples. Classes without any example do not count.
 *
 * Source: Brodersen, Ong, Stephan and Buhmann, ICPR 2010; for more than two classes the mean of recalls, as scikit-learn
 * has it.
 */
export function balancedAccuracy(outcomes: Pick<Outcomes, 'classes' | 'labels' | 'predicted'>): number | null {
  return meanOfKnown(recalls(outcomes));
}
