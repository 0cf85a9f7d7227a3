import {biasAdd, tf} from '@espalier/backend';
import {activate, activationName, isReluLike} from './activations.ts';
import {batchedProduct} from './batchedProduct.ts';
import {
  convolvedSize,
  count,
  flag,
  numberOr,
  padding,
  pair,
  requireChannelsLast,
  requireSpatialAxes
} from './config.ts';
import {dilated} from './dilated.ts';
import type {Config, LayerCall, LayerType, LinearPart, WeightSpec} from './layerType.ts';
import {runLinear} from './runLinear.ts';

const multiplier = (config: Config) => numberOr(config, 'depth_multiplier', 1);

function filterEach({config, inputs, weight}: LayerCall): tf.Tensor {
  const x = inputs[0] as tf.Tensor4D;
  const kernel = weight('depthwise_kernel') as tf.Tensor4D;
  const placement = {strides: pair(config, 'strides', 1), padding: padding(config)};
  const options = {...placement, dilation: pair(config, 'dilation_rate', 1), window: kernel.shape.slice(0, 2)};
  return options.dilation.every(rate => rate === 1)
    ? tf.depthwiseConv2d(x, kernel, placement.strides, placement.padding)
    : dilated(x, options, blocks => tf.depthwiseConv2d(blocks, kernel, 1, 'valid'));
}

const LINEAR: LinearPart = {
  kernel: 'pointwise_kernel',
  inAxis: -2,
  inner: {name: 'pointwise', make: filterEach},
  map: (x, kernel) => tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'valid'),
  maps: batchedProduct,
  finish: (map, {config, weight}) => {
    const biased = flag(config, 'use_bias', true) ? biasAdd(map, weight('bias') as tf.Tensor1D) : map;
    const name = activationName(config);
    return name === 'linear' ? biased : activate(name, biased);
  }
};

/**
 * Filters each channel by itself, then mixes them by a 1 × 1 convolution. Kernels [height, width, in, multiplier] and
 * [1, 1, in · multiplier, out]. The pointwise half reads what the depthwise half hands on.
 */
export const separableConv2d: LayerType = {
  type: 'SeparableConv2D',
  outputShape: (config, [input]) => {
    requireSpatialAxes(input, 2);
    requireChannelsLast(config);
    activationName(config);
    return [...convolvedSize(config, input!), count(config, 'filters')];
  },
  weights: (config, [input]) => {
    const [channels, times, filters] = [input![2]!, multiplier(config), count(config, 'filters')];
    const depthwise: WeightSpec = {
      name: 'depthwise_kernel',
      shape: [...pair(config, 'kernel_size', NaN), channels, times],
      axes: [null, null, 'in', null],
      initial: 'he',
      trainable: true
    };
    const rows = {of: 'in', channel: (position: number) => Math.floor(position / times)} as const;
    const pointwise: WeightSpec = {
      name: 'pointwise_kernel',
      shape: [1, 1, channels * times, filters],
      axes: [null, null, rows, 'out'],
      initial: 'he',
      trainable: true
    };
    const bias: WeightSpec = {name: 'bias', shape: [filters], axes: ['out'], initial: 'zeros', trainable: true};
    return flag(config, 'use_bias', true) ? [depthwise, pointwise, bias] : [depthwise, pointwise];
  },
  run: call => runLinear(LINEAR, call),
  linear: () => LINEAR,
  flow: {kind: 'produce', units: 'convolution'},
  reads: (config, [input]) => {
    const times = multiplier(config);
    const channels = Array.from({length: input![2]! * times}, (_, position) => Math.floor(position / times));
    return [{name: 'pointwise', of: 'in', channels}];
  },
  role: config => (activationName(config) === 'linear' ? undefined : 'activation'),
  flops: (config, input, output) => {
    const [height, width] = pair(config, 'kernel_size', NaN);
    const channels = input[2]! * multiplier(config);
    return 2 * output[0]! * output[1]! * ((height * width + 1) * channels + (channels + 1) * output[2]!);
  },
  plain: config => isReluLike(activationName(config)),
  withUnits: (config, units) => ({...config, filters: units})
};
