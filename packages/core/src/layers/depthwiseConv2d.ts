import {biasAdd, tf} from '@espalier/backend';
import {activate, activationName} from './activations.ts';
import {
  convolvedSize,
  flag,
  numberOr,
  padding,
  pair,
  requireChannelsLast,
  requireNoDilation,
  requireSpatialAxes
} from './config.ts';
import type {Config, LayerType} from './layerType.ts';

const multiplier = (config: Config) => numberOr(config, 'depth_multiplier', 1);

/** Filters each channel by itself: it passes channels on, with kernels of its own. Kernel [height, width, in, multiplier]. */
export const depthwiseConv2d: LayerType = {
  type: 'DepthwiseConv2D',
  outputShape: (config, [input]) => {
    requireSpatialAxes(input, 2);
    requireChannelsLast(config);
    requireNoDilation(config, 2);
    activationName(config);
    return [...convolvedSize(config, input!), input![2]! * multiplier(config)];
  },
  weights: (config, [input]) => {
    const channels = input![2]!;
    const shape = [...pair(config, 'kernel_size', NaN), channels, multiplier(config)];
    const kernel = {
      name: 'depthwise_kernel',
      shape,
      axes: [null, null, 'in', null],
      initial: 'he',
      trainable: true
    } as const;
    const size = channels * multiplier(config);
    const bias = {name: 'bias', shape: [size], axes: ['out'], initial: 'zeros', trainable: true} as const;
    return flag(config, 'use_bias', true) ? [kernel, bias] : [kernel];
  },
  run: ({config, inputs, weight}) => {
    const kernel = weight('depthwise_kernel') as tf.Tensor4D;
    const map = tf.depthwiseConv2d(inputs[0] as tf.Tensor4D, kernel, pair(config, 'strides', 1), padding(config));
    const biased = flag(config, 'use_bias', true) ? biasAdd(map, weight('bias') as tf.Tensor1D) : map;
    const name = activationName(config);
    return name === 'linear' ? biased : activate(name, biased);
  },
  flow: {
    kind: 'pass',
    kernel: true,
    map: (_input, config) => channel => Math.floor(channel / multiplier(config))
  },
  role: config => (activationName(config) === 'linear' ? undefined : 'activation'),
  flops: (config, _input, output) => {
    const [height, width] = pair(config, 'kernel_size', NaN);
    return 2 * output[0]! * output[1]! * (height * width + 1) * output[2]!;
  }
};
