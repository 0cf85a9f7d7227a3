import {inferShapes, type Network} from '@espalier/core';

/**
 * Writes out the sizes that Reshape layers leave open (−1): TensorFlow.js takes them for unknown and then refuses what
 * follows. Changes the network's layers in place and returns it.
 */
export function withKnownSizes(network: Network): Network {
  const shapes = inferShapes(network);
  for (const [name, layer] of network.layers) {
    const target = layer.config['target_shape'];
    if (layer.type !== 'Reshape' || !Array.isArray(target) || !target.some(size => size === -1 || size === null))
      continue;
    const made = network.nodes.filter(node => node.layer === name).map(({id}) => shapes.get(id)!);
    // Calls that differ need the open size.
    if (made.some(shape => shape.join() !== made[0]!.join())) continue;
    network.layers.set(name, {...layer, config: {...layer.config, target_shape: [...made[0]!]}});
  }
  return network;
}
