import {tf} from '@espalier/backend';
import {numberOr} from './config.ts';
import type {LayerType} from './layerType.ts';

/** Inverted dropout: active in training only, seeded by pass and layer. */
export const dropout: LayerType = {
  type: 'Dropout',
  outputShape: (_config, [input]) => input!,
  run: ({config, inputs, training, seed}) => {
    const rate = numberOr(config, 'rate', 0);
    return training && rate > 0 ? tf.dropout(inputs[0]!, rate, undefined, seed) : inputs[0]!.clone();
  },
  flow: {kind: 'pass'},
  plain: () => true
};
