import {defineCriterion} from '@espalier/core';

/**
 * First-order Taylor estimate of |Δloss| when a feature map is set to zero.
 *
 * Positions are averaged before the absolute value, so they may cancel; examples after it, so they may not. Scores are
 * ≥ 0, in units of loss per position; comparable between layers only after normalization.
 *
 * Source: Molchanov et al., ICLR 2017, arXiv:1611.06440, Eq. 8.
 */
export const taylor = defineCriterion({
  name: 'taylor',
  formula: 'mean over examples of |∂C/∂g| / M',
  source: 'Molchanov et al. 2017 (arXiv:1611.06440), Eq. 8',
  needs: ['gateGradient'],
  perExample: ({gateGradient, positions}) => gateGradient.div(positions).abs() // [batch, units]
});
