import type {Outcomes} from './metric.ts';
import {recalls} from './recalls.ts';

/** Share of examples that are recognized in the class where it is least, in [0, 1]. Classes without any do not count. */
export function worstClassAccuracy(outcomes: Pick<Outcomes, 'classes' | 'labels' | 'predicted'>): number | null {
  const known = recalls(outcomes).filter(recall => recall !== null);
  return known.length > 0 ? Math.min(...known) : null;
}
