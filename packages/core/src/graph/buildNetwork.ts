import {tf} from '@espalier/backend';
import type {WeightSpec} from '../layers/layerType.ts';
import {normalValues} from '../normalValues.ts';
import type {Network} from './network.ts';
import {planNetwork, type PlanOptions} from './planNetwork.ts';
import {weightSpecs} from './weightSpecs.ts';

export interface BuildOptions extends PlanOptions {
  /** Seed of the weights. */
  readonly seed: number;
}

/**
 * A new network with He-normal kernels (variance 2 / fan-in, He et al. 2015) and zero biases.
 *
 * The caller owns it and frees it with `disposeNetwork`.
 */
export function buildNetwork({seed, ...plan}: BuildOptions): Network {
  const network = planNetwork(plan);
  return {...network, weights: initialWeights(network, seed)};
}

function initialWeights(network: Pick<Network, 'layers' | 'nodes'>, seed: number): Map<string, tf.Tensor> {
  return new Map(weightSpecs(network).map(({name, spec}) => [name, initialWeight(spec, `${seed}/${name}`)]));
}

function initialWeight({shape, axes, initial}: WeightSpec, seed: string): tf.Tensor {
  if (initial === 'zeros') return tf.zeros([...shape]);
  if (initial === 'ones') return tf.ones([...shape]);
  // What one output sums up: every axis but the outputs', or one channel's window where channels are filtered apart.
  const summed = shape.filter((_size, axis) => axes[axis] !== 'out' && (axes.includes('out') || axes[axis] !== 'in'));
  const deviation = Math.sqrt(2 / summed.reduce((product, size) => product * size, 1));
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(normalValues(seed, {size, deviation}), [...shape]);
}
