import {disposeNetwork, type Network} from '@espalier/core';

/** Makes `network` what `kept` is, with weights of its own. */
export function takeOver(network: Network, kept: Network): void {
  disposeNetwork(network);
  network.layers = new Map(kept.layers);
  network.nodes = [...kept.nodes];
  for (const [name, tensor] of kept.weights) network.weights.set(name, tensor.clone());
}
