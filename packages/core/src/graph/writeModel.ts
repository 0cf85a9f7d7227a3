import type {ModelParts, Network, NetworkNode, WeightData} from './network.ts';
import {putSoftmaxBack} from './softmaxes.ts';

/**
 * The network as a functional layers model, which plain TensorFlow.js loads. The softmax that was taken off is put
 * back. Weights come in the order of the nodes, so equal networks give equal bytes.
 */
export function writeModel(network: Network): ModelParts {
  const {layers, nodes, outputs} = putSoftmaxBack(network);
  const calls = callNumbers(nodes);
  const reference = (id: string) => [...calls.get(id)!, 0] as const;
  const topology = {
    class_name: 'Model',
    config: {
      name: network.name,
      layers: [...new Set(nodes.map(node => node.layer))].map(name => {
        const own = nodes.filter(node => node.layer === name && node.inputs.length > 0);
        const layer = layers.get(name)!;
        return {
          name,
          class_name: layer.type,
          config: {...layer.config, name},
          inbound_nodes: own.map(node => node.inputs.map(id => [...reference(id), {}]))
        };
      }),
      input_layers: network.inputs.map(reference),
      output_layers: outputs.map(reference)
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js'
  };
  return {topology, weights: orderedWeights(network)};
}

/** For each node, its layer and which of the layer's calls it is. */
function callNumbers(nodes: readonly NetworkNode[]): Map<string, readonly [layer: string, call: number]> {
  const counts = new Map<string, number>();
  return new Map(
    nodes.map(({id, layer}) => {
      const call = counts.get(layer) ?? 0;
      counts.set(layer, call + 1);
      return [id, [layer, call]];
    })
  );
}

function orderedWeights(network: Network): Map<string, WeightData> {
  const weights = new Map<string, WeightData>();
  for (const [name, tensor] of network.weights) {
    weights.set(name, {shape: tensor.shape, values: new Float32Array(tensor.dataSync<'float32'>())});
  }
  return weights;
}
