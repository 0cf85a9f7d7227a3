import {tf} from '@espalier/backend';
import {count} from './config.ts';
import type {LayerType} from './layerType.ts';

/** [channels] → [n, channels], n times the same. */
export const repeatVector: LayerType = {
  type: 'RepeatVector',
  outputShape: (config, [input]) => {
    if (input!.length !== 1) throw new Error(`Expected an input of shape [channels], got [${input!.join(', ')}].`);
    return [count(config, 'n'), input![0]!];
  },
  run: ({config, inputs}) => tf.tile(tf.expandDims(inputs[0]!, 1), [1, count(config, 'n'), 1]),
  flow: {kind: 'pass'}
};
