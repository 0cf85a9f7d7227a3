import {tf, trainBatchNorm} from '@espalier/backend';
import {axesOf} from './axes.ts';
import {flag, numberOr} from './config.ts';
import type {Config, LayerType, WeightSpec} from './layerType.ts';

/**
 * Batch normalisation over the last axis, with moving statistics outside training.
 *
 * Works without scale or center too, in training as well (where TensorFlow.js' own layer throws), and on inputs of any
 * rank (TensorFlow.js' own stops at [height, width, channels]). Frozen (`trainable: false`), it is in training what it is
 * outside of it, as in Keras: neither its weights nor its moving statistics change.
 */
export const batchNormalization: LayerType = {
  type: 'BatchNormalization',
  outputShape: (config, [input]) => {
    const axes = axesOf(config, 'axis', -1, input!);
    if (axes.length > 1 || axes[0] !== input!.length) {
      throw new Error(`Expected \`axis\` to be the last one (-1 or ${input!.length}), got ${JSON.stringify(axes)}.`);
    }
    return input!;
  },
  weights: (config, [input]) => {
    const frozen = isFrozen(config);
    const spec = (name: string, initial: 'zeros' | 'ones', trainable: boolean): WeightSpec => ({
      name,
      shape: [input!.at(-1)!],
      axes: ['out'],
      initial,
      trainable: trainable && !frozen
    });
    return [
      ...(flag(config, 'scale', true) ? [spec('gamma', 'ones', true)] : []),
      ...(flag(config, 'center', true) ? [spec('beta', 'zeros', true)] : []),
      spec('moving_mean', 'zeros', false),
      spec('moving_variance', 'ones', false)
    ];
  },
  run: ({config, inputs, weight, training, tail, update}) => {
    const x = inputs[0]!;
    const epsilon = numberOr(config, 'epsilon', 1e-3);
    // TensorFlow.js' gradient wants γ and β, present or not.
    const channels = x.shape.at(-1)!;
    const gamma = flag(config, 'scale', true) ? (weight('gamma') as tf.Tensor1D) : tf.ones<tf.Rank.R1>([channels]);
    const beta = flag(config, 'center', true) ? (weight('beta') as tf.Tensor1D) : tf.zeros<tf.Rank.R1>([channels]);
    const movingMean = weight('moving_mean') as tf.Tensor1D;
    const movingVariance = weight('moving_variance') as tf.Tensor1D;
    if (training && !isFrozen(config)) {
      const momentum = numberOr(config, 'momentum', 0.99);
      const made = trainBatchNorm({x, gamma, beta, movingMean, movingVariance, epsilon, momentum, tail});
      update('moving_mean', made.movingMean);
      update('moving_variance', made.movingVariance);
      return made.y;
    }
    // TensorFlow.js' own knows up to four axes.
    const x4 = x.rank <= 4 ? x : tf.reshape(x, [-1, 1, 1, channels]);
    const y = tf.batchNorm(x4, movingMean, movingVariance, beta, gamma, epsilon);
    return x.rank <= 4 ? y : tf.reshape(y, x.shape);
  },
  flow: {kind: 'pass'},
  role: () => 'normalization'
};

/** Whether a batch normalization keeps its weights and its moving statistics in training. */
export function isFrozen(config: Config): boolean {
  return !flag(config, 'trainable', true);
}
