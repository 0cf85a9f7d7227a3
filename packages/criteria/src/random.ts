import {defineCriterion} from '@espalier/core';

/**
 * A uniform draw in (0, 1): the baseline that every other criterion has to beat.
 *
 * Drawn once over the original units from the run's seed and carried through removals; ranked raw, because l2
 * normalization would favor narrow layers.
 *
 * Source: the random baseline of Molchanov et al., ICLR 2017, arXiv:1611.06440; drawing once is ours.
 */
export const random = defineCriterion({
  name: 'random',
  formula: 'uniform in (0, 1), drawn once',
  source: 'baseline of Molchanov et al. 2017 (arXiv:1611.06440); drawing once is ours',
  needs: ['draw'],
  ranked: 'raw',
  laws: {zeroWhenDead: false, permutes: false},
  finish: (_, {draw}) => draw.slice()
});
