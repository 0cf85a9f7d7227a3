import {tf} from '@espalier/backend';
import {flag, numberOr} from './config.ts';
import type {LayerType, WeightSpec} from './layerType.ts';

/**
 * Batch normalisation over the last axis, with moving statistics outside training.
 *
 * Works without scale or center too, in training as well (where TensorFlow.js' own layer throws).
 */
export const batchNormalization: LayerType = {
  type: 'BatchNormalization',
  outputShape: (config, [input]) => {
    const axis = [config['axis'] ?? -1].flat()[0];
    if (axis !== -1 && axis !== input!.length) {
      throw new Error(`Expected \`axis\` to be the last one (-1 or ${input!.length}), got ${JSON.stringify(axis)}.`);
    }
    return input!;
  },
  weights: (config, [input]) => {
    const spec = (name: string, initial: 'zeros' | 'ones', trainable: boolean): WeightSpec => ({
      name,
      shape: [input!.at(-1)!],
      axes: ['out'],
      initial,
      trainable
    });
    return [
      ...(flag(config, 'scale', true) ? [spec('gamma', 'ones', true)] : []),
      ...(flag(config, 'center', true) ? [spec('beta', 'zeros', true)] : []),
      spec('moving_mean', 'zeros', false),
      spec('moving_variance', 'ones', false)
    ];
  },
  run: ({config, inputs, weight, training, update}) => {
    const x = inputs[0]!;
    const epsilon = numberOr(config, 'epsilon', 1e-3);
    // TensorFlow.js' gradient wants γ and β, present or not.
    const channels = x.shape.at(-1)!;
    const gamma = flag(config, 'scale', true) ? (weight('gamma') as tf.Tensor1D) : tf.ones<tf.Rank.R1>([channels]);
    const beta = flag(config, 'center', true) ? (weight('beta') as tf.Tensor1D) : tf.zeros<tf.Rank.R1>([channels]);
    const normalize = (mean: tf.Tensor1D, variance: tf.Tensor1D) =>
      tf.batchNorm(x, mean, variance, beta, gamma, epsilon);
    if (!training) return normalize(weight('moving_mean') as tf.Tensor1D, weight('moving_variance') as tf.Tensor1D);
    const axes = x.shape.slice(0, -1).map((_size, axis) => axis);
    const {mean, variance} = tf.moments(x, axes) as {mean: tf.Tensor1D; variance: tf.Tensor1D};
    const momentum = numberOr(config, 'momentum', 0.99);
    const follow = (name: string, value: tf.Tensor) =>
      update(name, tf.add(tf.mul(weight(name), momentum), tf.mul(value, 1 - momentum)));
    follow('moving_mean', mean);
    follow('moving_variance', variance);
    return normalize(mean, variance);
  },
  flow: {kind: 'pass'},
  role: () => 'normalization'
};
