import {layerType} from '../layers/index.ts';
import type {WeightSpec} from '../layers/layerType.ts';
import type {Network, NetworkNode} from './network.ts';
import {inferShapes, inLayer, layerOf} from './shapes.ts';

/** A weight that a network has by its layers, whatever values it is given. */
export interface NetworkWeight {
  /** `layer/weight`, as in `Network.weights`. */
  readonly name: string;
  readonly spec: WeightSpec;
  /** A node that uses it. */
  readonly node: NetworkNode;
}

/** All weights of a network in the order of its nodes, each once. Throws with the layer's name where a layer does not fit. */
export function weightSpecs(network: Pick<Network, 'layers' | 'nodes'>): NetworkWeight[] {
  const shapes = inferShapes(network);
  const weights = new Map<string, NetworkWeight>();
  for (const node of network.nodes) {
    const layer = layerOf(network, node);
    const inputs = node.inputs.map(id => shapes.get(id)!);
    const specs = inLayer(layer, () => layerType(layer.type).weights?.(layer.config, inputs) ?? []);
    for (const spec of specs)
      weights.set(`${layer.name}/${spec.name}`, {name: `${layer.name}/${spec.name}`, spec, node});
  }
  return [...weights.values()];
}
