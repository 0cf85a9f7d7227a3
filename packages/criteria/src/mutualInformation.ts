import {meanOverPositions} from '@espalier/backend';
import {defineCriterion} from '@espalier/core';
import {informationGain} from './informationGain.ts';
import {rankBins} from './rankBins.ts';

/** Number of equally filled bins of a feature map's mean. Ours: the paper names no number. */
const BINS = 10;

/**
 * Mutual information of the label and the spatial mean of the feature map, in nats, within [0, ln 10].
 *
 * The mean is quantised by its rank among all examples, ties together, so that any increasing change of the map leaves
 * the score unchanged and a constant map scores 0. Few examples bias it upwards, by about bins × classes / (2 N).
 *
 * Source: Molchanov et al., ICLR 2017, arXiv:1611.06440, section 2.2; the quantisation is ours.
 */
export const mutualInformation = defineCriterion({
  name: 'mutual-information',
  formula: 'H(x) + H(y) − H(x, y), x = mean over positions of z in 10 bins by rank, y = label',
  source: 'Molchanov et al. 2017 (arXiv:1611.06440), section 2.2; bins by rank are ours',
  needs: ['featureMap', 'labels'],
  collect: 'all',
  perExample: ({featureMap: z}) => meanOverPositions(z), // [batch, units]
  finish: ({value}, {labels}) => {
    const {values, units} = value!;
    return Array.from({length: units}, (_, unit) => {
      const means = Float64Array.from(labels, (_, example) => values[example * units + unit]!);
      return informationGain(rankBins(means, BINS), labels);
    });
  }
});
