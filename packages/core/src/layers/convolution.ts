import {biasAdd, biasRelu, maxPoolBiasRelu, tf} from '@espalier/backend';
import {product} from '../graph/product.ts';
import {activate, isReluLike, outputActivation, producing} from './activations.ts';
import {
  convolvedSize,
  count,
  flag,
  padding,
  requireChannelsLast,
  requireDefault,
  requireSpatialAxes,
  tuple
} from './config.ts';
import {dilated} from './dilated.ts';
import type {Config, LayerCall, LayerType, LinearPart, WeightSpec} from './layerType.ts';
import {runLinear} from './runLinear.ts';

export interface Placement {
  /** One number a spatial axis. */
  readonly strides: number[];
  readonly padding: 'same' | 'valid';
}

export interface ConvolutionOptions {
  readonly type: string;
  /** Number of spatial axes. */
  readonly rank: 1 | 2 | 3;
  /** Plain convolution of [batch, …spatial, in] with a kernel [...window, in, out]. */
  readonly convolve: (x: tf.Tensor, kernel: tf.Tensor, placement: Placement) => tf.Tensor;
}

/** Kernel and bias of a convolution; a transposed one has its kernel's last two axes the other way round. */
export function convolutionWeights(
  config: Config,
  rank: number,
  channels: number,
  order: readonly ['in', 'out'] | readonly ['out', 'in'] = ['in', 'out']
): WeightSpec[] {
  const filters = count(config, 'filters');
  const sizes = {in: channels, out: filters};
  const window = tuple(config, 'kernel_size', rank, NaN);
  const kernel: WeightSpec = {
    name: 'kernel',
    shape: [...window, ...order.map(of => sizes[of])],
    axes: [...window.map(() => null), ...order],
    initial: 'he',
    trainable: true
  };
  const bias: WeightSpec = {name: 'bias', shape: [filters], axes: ['out'], initial: 'zeros', trainable: true};
  return flag(config, 'use_bias', true) ? [kernel, bias] : [kernel];
}

/** Pools what a kernel has made where `pool` says so, adds the bias if there is one, and applies the activation. */
export function biasAndActivate(
  map: tf.Tensor,
  {config, weight, pool}: Pick<LayerCall, 'config' | 'weight' | 'pool'>
): tf.Tensor {
  const bias = flag(config, 'use_bias', true) ? (weight('bias') as tf.Tensor1D) : undefined;
  const name = outputActivation(config);
  if (bias && name === 'relu' && pool?.byTwo) return maxPoolBiasRelu(map as tf.Tensor4D, bias);
  const pooled = pool ? pool.apply(map) : map;
  if (bias && name === 'relu') return biasRelu(pooled, bias);
  const biased = bias ? biasAdd(pooled, bias) : pooled;
  return name === 'linear' ? biased : activate(name, biased);
}

/** What convolutions of any rank share, transposed ones included. */
export const convolutionTraits: Pick<LayerType, 'flow' | 'role' | 'plain' | 'withUnits'> = {
  flow: config => producing(config, 'convolution'),
  role: config => (outputActivation(config) === 'linear' ? undefined : 'activation'),
  plain: config => isReluLike(outputActivation(config)),
  withUnits: (config, units) => ({...config, filters: units})
};

/** A convolution over `rank` spatial axes, optionally with bias and activation. Kernel [...window, in, out]. */
export function convolution({type, rank, convolve}: ConvolutionOptions): LayerType {
  const linear: LinearPart = {
    kernel: 'kernel',
    inAxis: -2,
    map: (x, kernel, config) => {
      const placement = {strides: tuple(config, 'strides', rank, 1), padding: padding(config)};
      const dilation = tuple(config, 'dilation_rate', rank, 1);
      if (dilation.every(rate => rate === 1)) return convolve(x, kernel, placement); // [batch, …spatial, out]
      const options = {...placement, dilation, window: kernel.shape.slice(0, rank)};
      return dilated(x, options, blocks =>
        convolve(blocks, kernel, {strides: dilation.map(() => 1), padding: 'valid'})
      );
    },
    finish: biasAndActivate
  };
  return {
    ...convolutionTraits,
    type,
    outputShape: (config, [input]) => {
      requireSpatialAxes(input, rank);
      requireChannelsLast(config);
      requireDefault(config, 'groups', 1);
      outputActivation(config);
      return [...convolvedSize(config, input!), count(config, 'filters')];
    },
    weights: (config, [input]) => convolutionWeights(config, rank, input!.at(-1)!),
    run: call => runLinear(linear, call),
    linear: () => linear,
    poolsFirst: config => isReluLike(outputActivation(config)),
    flops: (config, input, output) => {
      const window = product(tuple(config, 'kernel_size', rank, NaN));
      // Section 5 of the paper's appendix counts the bias whether there is one or not (Eq. 11).
      return 2 * product(output.slice(0, -1)) * (input.at(-1)! * window + 1) * output.at(-1)!;
    }
  };
}
