import {tf} from '@espalier/backend';
import {product} from '../graph/product.ts';
import {requireChannelsLast} from './config.ts';
import type {LayerType} from './layerType.ts';

/** [h, w, c] → [h · w · c]: output feature i carries channel i mod c. */
export const flatten: LayerType = {
  type: 'Flatten',
  outputShape: (config, [input]) => {
    requireChannelsLast(config);
    return [product(input!)];
  },
  run: ({inputs}) => tf.reshape(inputs[0]!, [inputs[0]!.shape[0], -1]),
  flow: {kind: 'pass', map: input => channel => channel % input.at(-1)!},
  plain: () => true
};
