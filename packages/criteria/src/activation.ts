import {meanOverPositions} from '@espalier/backend';
import {defineCriterion} from '@espalier/core';

/**
 * Mean activation of the feature map over examples and positions.
 *
 * ≥ 0 after ReLU; signed after other activations. Comparable between layers only after normalization.
 *
 * Source: Molchanov et al., ICLR 2017, arXiv:1611.06440, section 2.2, Θ_MA.
 */
export const activation = defineCriterion({
  name: 'activation',
  formula: 'mean over examples and positions of z',
  source: 'Molchanov et al. 2017 (arXiv:1611.06440), section 2.2, Θ_MA',
  needs: ['featureMap'],
  perExample: ({featureMap: z}) => meanOverPositions(z) // [batch, units]
});
