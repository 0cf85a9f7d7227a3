import {momentsOverPositions} from '@espalier/backend';
import {defineCriterion} from '@espalier/core';

/**
 * Standard deviation of the feature map over all examples and positions together (population form). Scores are ≥ 0.
 *
 * The variance is pooled: the mean variance within examples plus the variance of the examples' means. E[z²] − E[z]²
 * would lose every digit where the mean is large beside the spread.
 *
 * Source: Molchanov et al., ICLR 2017, arXiv:1611.06440, section 2.2.
 */
export const activationStd = defineCriterion({
  name: 'activation-std',
  formula: 'standard deviation of z over examples and positions',
  source: 'Molchanov et al. 2017 (arXiv:1611.06440), section 2.2',
  needs: ['featureMap'],
  collect: 'moments',
  perExample: ({featureMap: z}) => ({...momentsOverPositions(z)}), // mean and variance, each [batch, units]
  finish: ({mean, variance}) =>
    variance!.mean.map((withinExamples, unit) => Math.sqrt(withinExamples + mean!.variance[unit]!))
});
