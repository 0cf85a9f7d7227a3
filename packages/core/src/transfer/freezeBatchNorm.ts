import type {Network} from '../graph/network.ts';

/**
 * Freezes a network's batch normalization, or lets it follow the data again: frozen, it uses its moving statistics in
 * training, too, and neither these nor its weights change (Keras' `trainable: false`). For few examples, whose batches tell
 * too little. Changes the network's layers in place.
 */
export function freezeBatchNorm(network: Network, frozen = true): void {
  for (const [name, layer] of network.layers) {
    if (layer.type !== 'BatchNormalization') continue;
    const {trainable: _before, ...config} = layer.config;
    network.layers.set(name, {...layer, config: frozen ? {...config, trainable: false} : config});
  }
}
