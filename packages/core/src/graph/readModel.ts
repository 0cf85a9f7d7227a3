import {tf} from '@espalier/backend';
import type {Layer, ModelParts, Network, NetworkNode, Softmax, WeightData} from './network.ts';
import {readTopology} from './topology.ts';
import {weightSpecs} from './weightSpecs.ts';

/**
 * Makes a network of a TensorFlow.js layers model (Sequential or functional).
 *
 * A final softmax is taken off, so that the outputs are logits. The network owns copies of the weights; free it with
 * `disposeNetwork`. Throws an error that names the layer or weight when the model is not one that the engine can run:
 * unknown layer classes, missing weights, shapes that do not fit, values that are not finite.
 */
export function readModel(parts: ModelParts): Network {
  const topology = readTopology(parts.topology);
  const {layers, nodes, outputs, softmax} = takeSoftmaxOff(topology.layers, topology.nodes, topology.outputs);
  const weights = collectWeights({layers, nodes}, parts.weights);
  const tensors = new Map([...weights].map(([name, {shape, values}]) => [name, tf.tensor(values, [...shape])]));
  return {name: topology.name, layers, nodes, inputs: topology.inputs, outputs, weights: tensors, softmax};
}

/** Weights that the layers ask for, checked. */
function collectWeights(
  network: Pick<Network, 'layers' | 'nodes'>,
  given: ReadonlyMap<string, WeightData>
): Map<string, WeightData> {
  const byName = new Map([...given].map(([name, weight]) => [shortName(name), weight]));
  return new Map(
    weightSpecs(network).map(({name, spec}) => [
      name,
      checkedWeight(name, spec.shape, given.get(name) ?? byName.get(name))
    ])
  );
}

/** Keras may write `layer/cell/weight`; like TensorFlow.js, we know the weight without its last but one part. */
function shortName(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), parts.at(-1)].join('/');
}

function checkedWeight(name: string, shape: readonly number[], weight: WeightData | undefined): WeightData {
  if (!weight) throw new Error(`Expected a weight "${name}" of shape [${shape.join(', ')}], got none.`);
  if (weight.shape.join() !== shape.join()) {
    throw new Error(`Expected weight "${name}" to have shape [${shape.join(', ')}], got [${weight.shape.join(', ')}].`);
  }
  const bad = weight.values.findIndex(value => !Number.isFinite(value));
  if (bad >= 0) throw new Error(`Expected weight "${name}" to be finite, got ${weight.values[bad]} at index ${bad}.`);
  const negative = name.endsWith('/moving_variance') ? weight.values.findIndex(value => value < 0) : -1;
  if (negative < 0) return weight;
  throw new Error(`Expected weight "${name}" to be at least 0, got ${weight.values[negative]} at index ${negative}.`);
}

interface Headless {
  readonly layers: Map<string, Layer>;
  readonly nodes: NetworkNode[];
  readonly outputs: readonly string[];
  readonly softmax: Softmax;
}

function takeSoftmaxOff(layers: Map<string, Layer>, nodes: NetworkNode[], outputs: readonly string[]): Headless {
  const last = nodes.find(node => node.id === outputs[0]);
  if (outputs.length !== 1 || !last) return {layers, nodes, outputs, softmax: {kind: 'none'}};
  const layer = layers.get(last.layer)!;
  const softmaxActivation = layer.config['activation'] === 'softmax';
  if (layer.type === 'Softmax' || (layer.type === 'Activation' && softmaxActivation)) {
    const kept = new Map([...layers].filter(([name]) => name !== layer.name));
    const rest = nodes.filter(node => node !== last);
    return {layers: kept, nodes: rest, outputs: last.inputs, softmax: {kind: 'layer', layer}};
  }
  if (softmaxActivation) {
    const logits = {...layer, config: {...layer.config, activation: 'linear'}};
    return {layers: new Map(layers).set(layer.name, logits), nodes, outputs, softmax: {kind: 'fused'}};
  }
  return {layers, nodes, outputs, softmax: {kind: 'none'}};
}
