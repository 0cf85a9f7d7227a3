import type {Network} from './network.ts';

/** Frees the weights; the network must not be used afterwards. */
export function disposeNetwork(network: Network): void {
  network.weights.forEach(tensor => tensor.dispose());
  network.weights.clear();
}

/** A copy with weights of its own, which the caller frees. Data are shared until either copy changes. */
export function cloneNetwork(network: Network): Network {
  return {
    ...network,
    layers: new Map(network.layers),
    nodes: [...network.nodes],
    weights: new Map([...network.weights].map(([name, tensor]) => [name, tensor.clone()]))
  };
}
