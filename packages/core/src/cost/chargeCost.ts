import type {CostTerm} from './cost.ts';

/** A unit that saves next to nothing counts as if it saved this share of what the mean unit saves. */
const LEAST = 0.01;

/**
 * Scores less λ times the cost (`penalty`), or divided by it (`ratio`), where costs are relative to their mean. Behind
 * normalisation, one cost a unit, none below 0.
 *
 * Scores below 0, which say that the loss falls without the unit, are multiplied instead of divided, so that the dearer
 * of two such units still goes first.
 */
export function chargeCost(scores: Float64Array, costs: Float64Array, term: CostTerm): Float64Array {
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  if (!(mean > 0)) return scores;
  const relative = costs.map(cost => cost / mean);
  if (term.how === 'penalty') return scores.map((score, i) => score - term.lambda * relative[i]!);
  return scores.map((score, i) => {
    const cost = Math.max(LEAST, relative[i]!);
    return score < 0 ? score * cost : score / cost;
  });
}
