import {tf} from '@espalier/backend';
import type {WeightSpec} from '../layers/layerType.ts';
import {createRandom} from '../random.ts';
import type {Layer, Network, NetworkNode} from './network.ts';
import {weightSpecs} from './weightSpecs.ts';

/** A layer of a new network: its input is the layer before it unless `inputs` names others. */
export interface LayerPlan {
  readonly type: string;
  readonly name: string;
  /** Keras configuration in snake_case; `name` may be left out. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly inputs?: readonly string[];
  /** Calls this layer once more, weights and all, in place of making a new one; `type` and `config` are not looked at. */
  readonly again?: string;
}

export interface BuildOptions {
  readonly name: string;
  /** Shape of one example. */
  readonly inputShape: readonly number[];
  /** Without the input layer; the last one gives the logits. */
  readonly layers: readonly LayerPlan[];
  /** Seed of the weights. */
  readonly seed: number;
  /** Whether the written model ends in a softmax. */
  readonly softmax?: boolean;
}

/**
 * A new network with He-normal kernels (variance 2 / fan-in, He et al. 2015) and zero biases.
 *
 * The caller owns it and frees it with `disposeNetwork`.
 */
export function buildNetwork({name, inputShape, layers: plans, seed, softmax = true}: BuildOptions): Network {
  const input: Layer = {
    name: 'input',
    type: 'InputLayer',
    config: {batch_input_shape: [null, ...inputShape], dtype: 'float32'}
  };
  const layers = new Map<string, Layer>([[input.name, input]]);
  const nodes: NetworkNode[] = [{id: input.name, layer: input.name, inputs: []}];
  for (const plan of plans) {
    if (nodes.some(({id}) => id === plan.name)) {
      throw new Error(`Expected layer names to differ, got "${plan.name}" twice.`);
    }
    const layer = plan.again ?? plan.name;
    if (!plan.again) layers.set(layer, {name: layer, type: plan.type, config: {...plan.config, name: layer}});
    nodes.push({id: plan.name, layer, inputs: plan.inputs ?? [nodes.at(-1)!.id]});
  }
  return {
    name,
    layers,
    nodes,
    inputs: [input.name],
    outputs: [nodes.at(-1)!.id],
    weights: initialWeights({layers, nodes}, seed),
    softmax: softmax
      ? {kind: 'layer', layer: {name: 'softmax', type: 'Softmax', config: {name: 'softmax', axis: -1}}}
      : {kind: 'none'}
  };
}

function initialWeights(network: Pick<Network, 'layers' | 'nodes'>, seed: number): Map<string, tf.Tensor> {
  return new Map(weightSpecs(network).map(({name, spec}) => [name, initialWeight(spec, `${seed}/${name}`)]));
}

function initialWeight({shape, axes, initial}: WeightSpec, seed: string): tf.Tensor {
  if (initial === 'zeros') return tf.zeros([...shape]);
  if (initial === 'ones') return tf.ones([...shape]);
  // What one output sums up: every axis but the outputs', or one channel's window where channels are filtered apart.
  const summed = shape.filter((_size, axis) => axes[axis] !== 'out' && (axes.includes('out') || axes[axis] !== 'in'));
  const deviation = Math.sqrt(2 / summed.reduce((product, size) => product * size, 1));
  const random = createRandom(seed);
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from({length: size}, () => deviation * random.normal()),
    [...shape]
  );
}
