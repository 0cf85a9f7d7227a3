import {defineCriterion} from '@espalier/core';

/**
 * Optimal brain damage summed over the unit's own kernel weights, with H the Gauss-Newton matrix of the mean loss.
 *
 * Exact curvature needs one example at a time, so it suits small networks; elsewhere ask for samples. Scores are ≥ 0,
 * in units of loss. Biases are left out.
 *
 * Source: LeCun et al., NIPS 1989, their saliency h_kk w_k² / 2, summed over a filter.
 */
export const obdWeights = defineCriterion({
  name: 'obd-weights',
  formula: '½ · Σ over kernel weights of w² · H_ww',
  source: 'LeCun et al. 1989, saliencies summed over a filter',
  needs: ['kernel', 'kernelCurvature'],
  finish: (_, {kernel, kernelCurvature}) => kernel.square().mul(kernelCurvature).sum(0).div(2).as1D() // [units]
});
