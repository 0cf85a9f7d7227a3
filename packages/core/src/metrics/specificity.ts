import {meanOfKnown} from './meanOfKnown.ts';
import type {Outcomes} from './metric.ts';
import {recalls} from './recalls.ts';

/**
 * Share of the negative examples that are taken for negative, in [0, 1]: those of class 0 where there are two classes,
 * null where it has none. With more classes the mean over them of each against the rest (macro).
 */
export function specificity(outcomes: Pick<Outcomes, 'classes' | 'labels' | 'predicted'>): number | null {
  const {classes} = outcomes;
  if (classes === 2) return recalls(outcomes)[0]!;
  return meanOfKnown(Array.from({length: classes}, (_, positive) => againstRest(outcomes, positive)));
}

function againstRest({labels, predicted}: Pick<Outcomes, 'labels' | 'predicted'>, positive: number): number | null {
  const taken = predicted.filter((_class, i) => labels[i] !== positive);
  return taken.length > 0 ? taken.filter(one => one !== positive).length / taken.length : null;
}
