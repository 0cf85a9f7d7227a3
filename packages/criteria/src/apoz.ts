import {positiveShare} from '@espalier/backend';
import {defineCriterion} from '@espalier/core';

/**
 * Share of the feature map's elements that are > 0, in [0, 1].
 *
 * This is 1 − APoZ, the average percentage of zeros, so that low scores are pruned first here as everywhere.
 *
 * Source: Hu et al. 2016, arXiv:1607.03250, Eq. 1.
 */
export const apoz = defineCriterion({
  name: 'apoz',
  formula: 'share of z > 0 over examples and positions',
  source: 'Hu et al. 2016 (arXiv:1607.03250), Eq. 1, as 1 − APoZ',
  needs: ['featureMap'],
  perExample: ({featureMap: z}) => positiveShare(z) // [batch, units]
});
