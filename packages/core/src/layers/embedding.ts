import {tf} from '@espalier/backend';
import {count, flag} from './config.ts';
import type {LayerType} from './layerType.ts';

/**
 * A row of `embeddings` [input_dim, output_dim] for each number of the input: [...input] → [...input, output_dim].
 * Numbers come as float32 like all data and are cut off to whole ones.
 *
 * Throws on numbers out of range, which some engines would turn into zeros.
 */
export const embedding: LayerType = {
  type: 'Embedding',
  outputShape: (config, [input]) => {
    if (flag(config, 'mask_zero', false)) {
      throw new Error('Expected `mask_zero` to be false, got true: masks are not passed on from layer to layer.');
    }
    const lengths = [config['input_length'] ?? []].flat();
    if (lengths.length > 0 && !input!.every((size, axis) => (lengths[axis] ?? size) === size)) {
      throw new Error(`Expected an input of shape ${JSON.stringify(lengths)}, got ${JSON.stringify(input)}.`);
    }
    return [...input!, count(config, 'output_dim')];
  },
  weights: config => [
    {
      name: 'embeddings',
      shape: [count(config, 'input_dim'), count(config, 'output_dim')],
      axes: [null, 'out'],
      initial: 'he',
      trainable: true
    }
  ],
  run: ({config, inputs, weight}) => {
    const x = inputs[0]!;
    const size = count(config, 'input_dim');
    const bad = x.dataSync().find(value => !(value > -1 && value < size));
    if (bad !== undefined) throw new Error(`Expected numbers from 0 to ${size - 1} (\`input_dim\`), got ${bad}.`);
    const rows = tf.gather(weight('embeddings'), tf.cast(tf.reshape(x, [-1]), 'int32')); // [numbers, output_dim]
    return tf.reshape(rows, [...x.shape, count(config, 'output_dim')]);
  },
  flow: {kind: 'mix', because: 'reads numbers, not channels'}
};
