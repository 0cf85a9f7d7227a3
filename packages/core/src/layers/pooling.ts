import {maxPoolByTwo, tf} from '@espalier/backend';
import {padding, requireChannelsLast, requireDefault, requireSpatialAxes, tuple, windowed} from './config.ts';
import type {Config, LayerType} from './layerType.ts';

type Pool2d = (x: tf.Tensor4D, size: [number, number], strides: [number, number], pad: 'same' | 'valid') => tf.Tensor4D;

interface Window {
  /** One number a spatial axis. */
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly pad: 'same' | 'valid';
}

function windowOf(config: Config, rank: number): Window {
  const size = tuple(config, 'pool_size', rank, 2);
  return {size, strides: config['strides'] == null ? size : tuple(config, 'strides', rank, 1), pad: padding(config)};
}

/**
 * Pools over one to three axes, two at a time: the maximum of maxima is the maximum, and the mean of means the mean, as
 * windows at the border have equally many positions in every row. So gradients are those of 2-D pooling on every
 * engine: to the first of equal maxima.
 */
function poolAxes(x: tf.Tensor, {size, strides, pad}: Window, pool: Pool2d): tf.Tensor {
  const rank = size.length;
  const [batch, channels] = [x.shape[0], x.shape.at(-1)!];
  const sides = x.shape.slice(1, -1);
  if (rank === 2) return pool(x as tf.Tensor4D, pairOf(size), pairOf(strides), pad);
  if (rank === 1) {
    const row = tf.reshape<tf.Rank.R4>(x, [batch, 1, sides[0]!, channels]);
    const pooled = pool(row, [1, size[0]!], [1, strides[0]!], pad);
    return tf.reshape(pooled, [batch, -1, channels]); // [batch, steps', channels]
  }
  const slices = tf.reshape<tf.Rank.R4>(x, [batch * sides[0]!, sides[1]!, sides[2]!, channels]);
  const flat = pool(slices, pairOf(size.slice(1)), pairOf(strides.slice(1)), pad); // [batch · d, h', w', channels]
  const [, height, width] = flat.shape;
  const columns = tf.reshape<tf.Rank.R4>(flat, [batch, sides[0]!, height * width, channels]);
  const deep = pool(columns, [size[0]!, 1], [strides[0]!, 1], pad); // [batch, d', h' · w', channels]
  return tf.reshape(deep, [batch, deep.shape[1], height, width, channels]);
}

const pairOf = (values: readonly number[]) => [values[0]!, values[1]!] as [number, number];

/** Whether a 2-D pooling layer has windows of 2 × 2, side by side, without padding. */
export function poolsByTwo(config: Config): boolean {
  return isByTwo(windowOf(config, 2));
}

function isByTwo({size, strides, pad}: Window): boolean {
  return pad === 'valid' && [...size, ...strides].every(side => side === 2);
}

function pooling(type: string, rank: number, pool: Pool2d): LayerType {
  return {
    type,
    outputShape: (config, [input]) => {
      requireSpatialAxes(input, rank);
      requireChannelsLast(config);
      const {size, strides, pad} = windowOf(config, rank);
      return [...size.map((side, axis) => windowed(input![axis]!, side, strides[axis]!, pad)), input!.at(-1)!];
    },
    run: ({config, inputs}) => poolAxes(inputs[0]!, windowOf(config, rank), pool),
    flow: {kind: 'pass'},
    plain: () => true
  };
}

/** Windows of 2 × 2 side by side, by far the most usual ones, have kernels of their own. */
const maxPool: Pool2d = (x, size, strides, pad) =>
  isByTwo({size, strides, pad}) ? maxPoolByTwo(x) : tf.maxPool(x, size, strides, pad);

export const maxPooling = (type: string, rank: number) => pooling(type, rank, maxPool);
export const averagePooling = (type: string, rank: number) => pooling(type, rank, (...pool) => tf.avgPool(...pool));

function globalPooling(type: string, rank: number, run: (x: tf.Tensor) => tf.Tensor): LayerType {
  return {
    type,
    outputShape: (config, [input]) => {
      requireSpatialAxes(input, rank);
      requireChannelsLast(config);
      requireDefault(config, 'keepdims', false);
      return [input!.at(-1)!];
    },
    run: ({inputs}) => run(inputs[0]!),
    flow: {kind: 'pass'},
    plain: () => true
  };
}

export const globalAveragePooling = (type: string, rank: number) =>
  globalPooling(type, rank, x => tf.mean(x, [...x.shape.keys()].slice(1, -1)));

// Pooled as one window: the gradient of `tf.max` counts ties several times, that of pooling takes the first.
export const globalMaxPooling = (type: string, rank: number) =>
  globalPooling(type, rank, x => {
    const [batch, channels] = [x.shape[0], x.shape.at(-1)!];
    const positions = x.size / (batch * channels);
    const column = tf.reshape<tf.Rank.R4>(x, [batch, positions, 1, channels]);
    return tf.reshape(tf.maxPool(column, [positions, 1], 1, 'valid'), [batch, channels]);
  });
