import type {tf} from '@espalier/backend';
import {outputActivation} from './activations.ts';
import {
  count,
  padding,
  requireChannelsLast,
  requireDefault,
  requireNoDilation,
  requireSpatialAxes,
  tuple
} from './config.ts';
import {biasAndActivate, convolutionTraits, convolutionWeights, type Placement} from './convolution.ts';
import type {Shape} from '../graph/network.ts';
import {product} from '../graph/product.ts';
import type {Config, LayerType, LinearPart} from './layerType.ts';
import {runLinear} from './runLinear.ts';

export interface TransposedOptions {
  readonly type: string;
  /** Number of spatial axes. */
  readonly rank: 2 | 3;
  /** From [batch, …spatial, in] with a kernel [...window, out, in] to a tensor of the given shape. */
  readonly convolve: (x: tf.Tensor, kernel: tf.Tensor, shape: number[], placement: Placement) => tf.Tensor;
}

/** Sizes behind a transposed convolution as TensorFlow.js' own layers compute them. */
function spread(config: Config, input: Shape, rank: number): number[] {
  const window = tuple(config, 'kernel_size', rank, NaN);
  const pad = padding(config);
  return tuple(config, 'strides', rank, 1).map((stride, axis) => {
    const rest = pad === 'same' ? 0 : Math.max(window[axis]! - stride, 0);
    return input[axis]! * stride + rest;
  });
}

/** A transposed convolution ("deconvolution"), optionally with bias and activation. Kernel [...window, out, in]. */
export function transposedConvolution({type, rank, convolve}: TransposedOptions): LayerType {
  const linear: LinearPart = {
    kernel: 'kernel',
    inAxis: -1,
    map: (x, kernel, config) => {
      const shape = [x.shape[0], ...spread(config, x.shape.slice(1), rank), count(config, 'filters')];
      return convolve(x, kernel, shape, {strides: tuple(config, 'strides', rank, 1), padding: padding(config)});
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
      requireDefault(config, 'output_padding', null);
      requireNoDilation(config, rank);
      outputActivation(config);
      return [...spread(config, input!, rank), count(config, 'filters')];
    },
    weights: (config, [input]) => convolutionWeights(config, rank, input!.at(-1)!, ['out', 'in']),
    run: call => runLinear(linear, call),
    linear: () => linear,
    // Every input position meets the whole window; the bias is counted once an output, as in any convolution.
    flops: (config, input, output) => {
      const window = tuple(config, 'kernel_size', rank, NaN);
      const products = product([...input, ...window, output.at(-1)!]);
      return 2 * products + 2 * product(output);
    }
  };
}
