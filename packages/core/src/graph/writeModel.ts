import type {Layer, ModelParts, Network, NetworkNode, WeightData} from './network.ts';

/**
 * The network as a functional layers model, which plain TensorFlow.js loads. The softmax that was taken off is put
 * back. Weights come in the order of the nodes, so equal networks give equal bytes.
 */
export function writeModel(network: Network): ModelParts {
  const {layers, nodes, outputs} = withSoftmax(network);
  const topology = {
    class_name: 'Model',
    config: {
      name: network.name,
      layers: nodes.map(node => layerJson(layers.get(node.layer)!, node)),
      input_layers: network.inputs.map(id => [id, 0, 0]),
      output_layers: outputs.map(id => [id, 0, 0])
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js'
  };
  return {topology, weights: orderedWeights(network)};
}

function layerJson(layer: Layer, node: NetworkNode): unknown {
  return {
    name: layer.name,
    class_name: layer.type,
    config: {...layer.config, name: layer.name},
    inbound_nodes: node.inputs.length === 0 ? [] : [node.inputs.map(id => [id, 0, 0, {}])]
  };
}

function withSoftmax(network: Network): Pick<Network, 'layers' | 'nodes' | 'outputs'> {
  const {layers, nodes, outputs, softmax} = network;
  const last = nodes.find(node => node.id === outputs[0])!;
  if (softmax.kind === 'none') return {layers, nodes, outputs};
  if (softmax.kind === 'layer') {
    const {layer} = softmax;
    const node = {id: layer.name, layer: layer.name, inputs: [last.id]};
    return {layers: new Map(layers).set(layer.name, layer), nodes: [...nodes, node], outputs: [layer.name]};
  }
  const layer = layers.get(last.layer)!;
  const fused = {...layer, config: {...layer.config, activation: 'softmax'}};
  return {layers: new Map(layers).set(layer.name, fused), nodes, outputs};
}

function orderedWeights(network: Network): Map<string, WeightData> {
  const weights = new Map<string, WeightData>();
  for (const [name, tensor] of network.weights) {
    weights.set(name, {shape: tensor.shape, values: new Float32Array(tensor.dataSync<'float32'>())});
  }
  return weights;
}
