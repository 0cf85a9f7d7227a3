/** What the cost term of a ranking counts, and on which scale. */
export interface Penalty {
  readonly lambda: number;
  /**
   * `paper`: λ for each MFLOP (Eq. 9). `relative`: cost divided by the mean unit's cost (ours), free of scale. `saved`: so,
   * too, but of what the network saves without the unit, instead of the cost of its own kernels (ours).
   */
  readonly scale?: 'paper' | 'relative' | 'saved';
}

/**
 * FLOPs regularisation: score − λ · Θ (Eq. 9), applied behind normalisation (the order is ours: on raw scores the
 * penalty would swamp the score). `costs` are one number a unit, in MFLOPs for the paper's form.
 */
export function penalize(scores: Float64Array, costs: Float64Array, {lambda, scale = 'paper'}: Penalty): Float64Array {
  if (lambda === 0) return scores;
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const unit = scale === 'paper' || mean === 0 ? 1 : mean;
  return scores.map((score, i) => score - (lambda * costs[i]!) / unit);
}
