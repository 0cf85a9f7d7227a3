import {tf} from '@espalier/backend';
import {initialWeight} from './initialWeight.ts';
import type {Network} from './network.ts';
import {planNetwork, type PlanOptions} from './planNetwork.ts';
import {weightSpecs} from './weightSpecs.ts';

export interface BuildOptions extends PlanOptions {
  /** Seed of the weights. */
  readonly seed: number;
}

/**
 * A new network whose weights are drawn as each layer type says: kernels He-normal (variance 2 / fan-in, He et al.
 * 2015), recurrent ones orthogonal, biases zero.
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
