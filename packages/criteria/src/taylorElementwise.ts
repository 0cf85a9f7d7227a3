import {defineCriterion} from '@espalier/core';

/**
 * The Taylor estimate with the absolute value taken first, at each position: nothing cancels.
 *
 * Scores are ≥ `taylor`'s, in units of loss per position. Where anything but ReLU, pooling, dropout or padding lies
 * between the map and its consumer, the sum runs over the tensors that the consumers read (ours).
 *
 * Source: what the 2019 code of the method's authors computes under the name of Eq. 8 of arXiv:1611.06440.
 */
export const taylorElementwise = defineCriterion({
  name: 'taylor-elementwise',
  formula: 'mean over examples and positions of |∂C/∂z · z|',
  source: "the authors' code of 2019, for Eq. 8 of arXiv:1611.06440",
  needs: ['elementwiseGradient'],
  perExample: ({elementwiseGradient, positions}) => elementwiseGradient.div(positions) // [batch, units]
});
