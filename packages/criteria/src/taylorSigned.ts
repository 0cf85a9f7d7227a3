import {defineCriterion} from '@espalier/core';

/**
 * The Taylor estimate with the absolute value taken last: examples of opposite sign cancel.
 *
 * A widely used re-implementation computes this under the name of Eq. 8; it is here to be compared with `taylor`.
 * Scores are ≥ 0, in units of loss per position.
 *
 * Source: the first-order term of Molchanov et al., ICLR 2017, arXiv:1611.06440, Eq. 7, summed over the data first.
 */
export const taylorSigned = defineCriterion({
  name: 'taylor-signed',
  formula: '|mean over examples of ∂C/∂g| / M',
  source: 'Molchanov et al. 2017 (arXiv:1611.06440), Eq. 7, absolute value last (ours)',
  needs: ['gateGradient'],
  perExample: ({gateGradient, positions}) => gateGradient.div(positions), // [batch, units]
  finish: ({value}) => value!.map(Math.abs)
});
