import {defineCriterion} from '@espalier/core';

/**
 * Optimal brain damage for feature maps: half the second derivative of the loss with respect to the unit's gate.
 *
 * The derivative is the Gauss-Newton one. It is the true ∂²C/∂g² where the network is piecewise linear in each single
 * gate (convolution, ReLU, pooling, in a chain) and differs where a gate acts twice along one path or behind smooth
 * functions. Scores are ≥ 0, in units of loss. Exact or sampled as the caller asks; sampled scores are unbiased.
 *
 * Source: LeCun et al., NIPS 1989; for feature maps Molchanov et al., ICLR 2017, arXiv:1611.06440, Eq. 4 and A.2.
 */
export const obd = defineCriterion({
  name: 'obd',
  formula: '½ · mean over examples of ∂²C/∂g²',
  source: 'LeCun et al. 1989; Molchanov et al. 2017 (arXiv:1611.06440), Eq. 4',
  needs: ['gateCurvature'],
  perExample: ({gateCurvature}) => gateCurvature.div(2) // [batch, units]
});
