import type {tf} from '@espalier/backend';
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

/** A network of the same layers with weights drawn anew, as `buildNetwork` draws them; the caller owns it. */
export function withFreshWeights(network: Network, seed: number | string): Network {
  return {...network, layers: new Map(network.layers), weights: initialWeights(network, seed)};
}

function initialWeights({layers, nodes}: Pick<Network, 'layers' | 'nodes'>, seed: number | string) {
  const specs = weightSpecs({layers, nodes});
  return new Map<string, tf.Tensor>(specs.map(({name, spec}) => [name, initialWeight(spec, `${seed}/${name}`)]));
}
