import {tf} from '@espalier/backend';
import {buildNetwork} from '../graph/buildNetwork.ts';
import {forward} from '../graph/forward.ts';
import type {Network} from '../graph/network.ts';
import type {LayerCase} from './layerCases.ts';

/** Seeded normal numbers; the caller disposes them. */
export const normal = (shape: readonly number[], seed: number) => tf.randomNormal([...shape], 0, 1, 'float32', seed);

/** The layer by itself, on weights that are nowhere what a new network has. Free it with `disposeNetwork`. */
export function oneLayer([type, inputShape, config]: LayerCase): Network {
  const network = buildNetwork({
    name: 'one',
    inputShape,
    layers: [{type, name: 'layer', config}],
    seed: 1,
    softmax: false
  });
  let seed = 2;
  for (const [name, tensor] of network.weights) {
    const noise = tf.tidy(() => tf.mul(normal(tensor.shape, seed++), 0.5));
    network.weights.set(
      name,
      tf.tidy(() => (name.endsWith('variance') ? tf.add(tf.abs(noise), 0.5) : noise.clone()))
    );
    tf.dispose([tensor, noise]);
  }
  return network;
}

/** What it makes of a batch; the caller disposes it. */
export function runOneLayer(network: Network, x: tf.Tensor, training = false): tf.Tensor {
  return tf.tidy(() => forward(network, new Map([['input', x]]), ['layer'], {training, seed: 7}).get('layer')!);
}
