import type {Outcomes} from './metric.ts';

/**
 * Share of examples that are given the class which the unpruned network gives them, right or wrong, in [0, 1]. Null
 * without examples, and where no such network is named.
 */
export function agreement({predicted, reference}: Pick<Outcomes, 'predicted' | 'reference'>): number | null {
  if (!reference || predicted.length === 0) return null;
  return predicted.filter((one, i) => one === reference[i]).length / predicted.length;
}
