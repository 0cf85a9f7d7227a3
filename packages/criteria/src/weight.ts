import {defineCriterion} from '@espalier/core';

/**
 * Mean square of the unit's own kernel weights, bias excluded; looks at no data.
 *
 * A group of several layers has one sum and one count over all their kernels. Scores are ≥ 0, in units of weight
 * squared.
 *
 * Source: Molchanov et al., ICLR 2017, arXiv:1611.06440, section 2.2, Θ_MW.
 */
export const weight = defineCriterion({
  name: 'weight',
  formula: 'mean over kernel weights of w²',
  source: 'Molchanov et al. 2017 (arXiv:1611.06440), section 2.2, Θ_MW',
  needs: ['kernel'],
  finish: (_, {kernel}) => kernel.square().mean(0).as1D() // [units]
});
