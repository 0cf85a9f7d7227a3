import {biasAdd, tf} from '@espalier/backend';
import {activate, activationName, isReluLike} from './activations.ts';
import {convolvedSize, count, flag, numberOr, padding, pair, requireChannelsLast} from './config.ts';
import {dilatedConv2d} from './dilatedConv2d.ts';
import type {Config, LayerType} from './layerType.ts';

function kernelSize(config: Config): [number, number] {
  return pair(config, 'kernel_size', NaN);
}

/** 2-D convolution, optionally with bias and activation. Kernel [height, width, in, out]. */
export const conv2d: LayerType = {
  type: 'Conv2D',
  outputShape: (config, [input]) => {
    requireChannelsLast(config);
    activationName(config);
    if (numberOr(config, 'groups', 1) !== 1) throw new Error('Expected `groups` to be 1: TensorFlow.js has no others.');
    return [...convolvedSize(config, input!), count(config, 'filters')];
  },
  weights: (config, [input]) => {
    const filters = count(config, 'filters');
    const shape = [...kernelSize(config), input![2]!, filters];
    const kernel = {name: 'kernel', shape, axes: [null, null, 'in', 'out'], initial: 'he', trainable: true} as const;
    const bias = {name: 'bias', shape: [filters], axes: ['out'], initial: 'zeros', trainable: true} as const;
    return flag(config, 'use_bias', true) ? [kernel, bias] : [kernel];
  },
  run: ({config, inputs, weight, pool}) => {
    const dilation = pair(config, 'dilation_rate', 1);
    const x = inputs[0] as tf.Tensor4D;
    const kernel = weight('kernel') as tf.Tensor4D;
    const full = dilation.every(rate => rate === 1)
      ? tf.conv2d(x, kernel, pair(config, 'strides', 1), padding(config)) // [b, h, w, out]
      : dilatedConv2d(x, kernel, {dilation, strides: pair(config, 'strides', 1), padding: padding(config)});
    const map = pool ? (pool(full) as tf.Tensor4D) : full;
    const biased = flag(config, 'use_bias', true) ? biasAdd(map, weight('bias') as tf.Tensor1D) : map;
    const name = activationName(config);
    return name === 'linear' ? biased : activate(name, biased);
  },
  flow: {kind: 'produce', units: 'convolution'},
  role: config => (activationName(config) === 'linear' ? undefined : 'activation'),
  plain: config => isReluLike(activationName(config)),
  poolsFirst: config => isReluLike(activationName(config)),
  flops: (config, input, output) => {
    const [height, width] = kernelSize(config);
    // Section 5 of the paper's appendix counts the bias whether there is one or not (Eq. 11).
    return 2 * output[0]! * output[1]! * (input[2]! * height * width + 1) * output[2]!;
  },
  withUnits: (config, units) => ({...config, filters: units})
};
