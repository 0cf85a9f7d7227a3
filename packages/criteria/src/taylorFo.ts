import {defineCriterion} from '@espalier/core';

/**
 * First-order Taylor estimate of the squared change of the loss, in gate form and for each example.
 *
 * Scores are ≥ 0, in units of loss squared. Squaring lets a few examples with large gradients decide.
 *
 * Source: Molchanov et al., CVPR 2019, arXiv:1906.10771, Eq. 8 with a gate as the parameter.
 */
export const taylorFo = defineCriterion({
  name: 'taylor-fo',
  formula: 'mean over examples of (∂C/∂g)²',
  source: 'Molchanov et al. 2019 (arXiv:1906.10771), gate form',
  needs: ['gateGradient'],
  perExample: ({gateGradient}) => gateGradient.square() // [batch, units]
});
