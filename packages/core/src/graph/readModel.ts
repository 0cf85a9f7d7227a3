import {tf} from '@espalier/backend';
import {checkSettings} from './checkSettings.ts';
import type {ModelParts, Network, WeightData} from './network.ts';
import {takeSoftmaxOff} from './softmaxes.ts';
import {readTopology} from './topology.ts';
import {weightSpecs} from './weightSpecs.ts';

/**
 * Makes a network of a TensorFlow.js layers model (Sequential or functional, models inside models included).
 *
 * A final softmax is taken off each output, so that the outputs are logits. The network owns copies of the weights; free it with
 * `disposeNetwork`. Throws an error that names the layer or weight when the model is not one that the engine can run:
 * unknown layer classes, missing weights, shapes that do not fit, values that are not finite.
 */
export function readModel(parts: ModelParts): Network {
  const topology = readTopology(parts.topology);
  topology.layers.forEach(checkSettings);
  const {layers, nodes, outputs, softmax} = takeSoftmaxOff(topology);
  const weights = collectWeights({layers, nodes}, parts.weights);
  const tensors = new Map([...weights].map(([name, {shape, values}]) => [name, tf.tensor(values, [...shape])]));
  return {name: topology.name, layers, nodes, inputs: topology.inputs, outputs, weights: tensors, softmax};
}

/** Weights that the layers ask for, checked. */
function collectWeights(
  network: Pick<Network, 'layers' | 'nodes'>,
  given: ReadonlyMap<string, WeightData>
): Map<string, WeightData> {
  const byShortName = new Map([...given].map(([name, weight]) => [shortName(name), weight]));
  const find = (name: string) => {
    // Layers of models inside models are written without the models' names.
    const inner = name.split('/').length > 2 ? name.split('/').slice(1).join('/') : name;
    return given.get(name) ?? byShortName.get(name) ?? given.get(inner) ?? byShortName.get(inner);
  };
  return new Map(weightSpecs(network).map(({name, spec}) => [name, checkedWeight(name, spec.shape, find(name))]));
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
