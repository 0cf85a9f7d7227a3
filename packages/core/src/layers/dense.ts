import {biasAdd, tf} from '@espalier/backend';
import {product} from '../graph/product.ts';
import {activate, isReluLike, outputActivation, producing} from './activations.ts';
import {batchedProduct} from './batchedProduct.ts';
import {count, flag} from './config.ts';
import type {LayerType, LinearPart} from './layerType.ts';
import {runLinear} from './runLinear.ts';

const LINEAR: LinearPart = {
  kernel: 'kernel',
  inAxis: -2,
  map: (x, kernel) => {
    if (x.rank === 2) return tf.matMul(x, kernel);
    const rows = tf.reshape<tf.Rank.R2>(x, [-1, x.shape.at(-1)!]); // [b·steps, in]
    return tf.reshape(tf.matMul(rows, kernel as tf.Tensor2D), [...x.shape.slice(0, -1), kernel.shape[1]!]);
  },
  maps: batchedProduct,
  finish: (product, {config, weight}) => {
    const biased = flag(config, 'use_bias', true) ? biasAdd(product, weight('bias') as tf.Tensor1D) : product;
    const name = outputActivation(config);
    return name === 'linear' ? biased : activate(name, biased);
  }
};

/** Fully connected layer over the last axis. Kernel [in, out]. */
export const dense: LayerType = {
  type: 'Dense',
  outputShape: (config, [input]) => {
    outputActivation(config);
    return [...input!.slice(0, -1), count(config, 'units')];
  },
  weights: (config, [input]) => {
    const units = count(config, 'units');
    const shape = [input!.at(-1)!, units];
    const kernel = {name: 'kernel', shape, axes: ['in', 'out'], initial: 'he', trainable: true} as const;
    const bias = {name: 'bias', shape: [units], axes: ['out'], initial: 'zeros', trainable: true} as const;
    return flag(config, 'use_bias', true) ? [kernel, bias] : [kernel];
  },
  run: call => runLinear(LINEAR, call),
  linear: () => LINEAR,
  flow: config => producing(config, 'dense'),
  role: config => (outputActivation(config) === 'linear' ? undefined : 'activation'),
  plain: config => isReluLike(outputActivation(config)),
  flops: (_config, input, output) => {
    const steps = product(output.slice(0, -1));
    return steps * (2 * input.at(-1)! - 1) * output.at(-1)!;
  },
  withUnits: (config, units) => ({...config, units})
};
