import {inferShapes, weightSpecs, type Network, type WeightData} from '@espalier/core';
import {ModelError} from '../ModelError.ts';
import type {Architecture} from './architecture.ts';

/** PyTorch's names for what TensorFlow.js calls a layer's weights. */
const NAMES: Readonly<Record<string, string>> = {
  kernel: 'weight',
  depthwise_kernel: 'weight',
  bias: 'bias',
  gamma: 'weight',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var'
};

/**
 * Weights of a network from a PyTorch state dict, with their axes where TensorFlow.js has them: convolutions from
 * [out, in, height, width] to [height, width, in, out], depthwise ones from [channels, 1, height, width] to
 * [height, width, channels, 1], dense layers transposed, and behind Flatten from channels first to channels last.
 *
 * Throws a ModelError where a tensor is missing, or left over from another network.
 */
export function torchWeights(
  plan: Network,
  architecture: Architecture,
  tensors: ReadonlyMap<string, WeightData>
): Map<string, WeightData> {
  const {torch, name} = architecture;
  if (!torch) throw new ModelError(`Expected ${name} to have weights of PyTorch, got an architecture without.`);
  const used = new Set<string>();
  const weights = new Map<string, WeightData>();
  for (const {name: weight} of weightSpecs(plan)) {
    const [layer, part] = weight.split('/') as [string, string];
    const key = `${torch(layer)}.${NAMES[part]}`;
    const tensor = tensors.get(key);
    if (!tensor) {
      throw new ModelError(`Expected a tensor "${key}" for layer "${layer}" of ${name}, got ${someOf(tensors)}.`);
    }
    used.add(key);
    weights.set(weight, arranged(tensor, part, flattened(plan, layer)));
  }
  const left = [...tensors.keys()].filter(key => !used.has(key) && !key.endsWith('.num_batches_tracked'));
  if (left.length > 0 && architecture.classes !== undefined) {
    throw new ModelError(`Expected the tensors of ${name} alone, got "${left[0]}" too (${left.length} left over).`);
  }
  return weights;
}

function someOf(tensors: ReadonlyMap<string, WeightData>): string {
  const names = [...tensors.keys()];
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, … (${names.length})` : names.join(', ');
}

/** Shape [height, width, channels] of what a dense layer reads through Flatten; nothing for other layers. */
function flattened(plan: Network, layer: string): readonly number[] | undefined {
  const node = plan.nodes.find(one => one.layer === layer);
  const reads = plan.nodes.find(({id}) => id === node?.inputs[0]);
  if (!reads || plan.layers.get(reads.layer)?.type !== 'Flatten') return undefined;
  return inferShapes(plan).get(reads.inputs[0]!);
}

function arranged(tensor: WeightData, part: string, flat: readonly number[] | undefined): WeightData {
  if (part === 'depthwise_kernel') return transposed(tensor, [2, 3, 0, 1]);
  if (part !== 'kernel') return tensor;
  if (tensor.shape.length === 4) return transposed(tensor, [2, 3, 1, 0]);
  if (!flat || tensor.shape.length !== 2) return transposed(tensor, [1, 0]);
  const [height, width, channels] = flat as [number, number, number];
  const [units, inputs] = tensor.shape as [number, number];
  if (inputs !== height * width * channels) return transposed(tensor, [1, 0]);
  const apart = transposed({...tensor, shape: [units, channels, height, width]}, [2, 3, 1, 0]);
  return {...apart, shape: [inputs, units]};
}

/** Axis i of the result is axis `order[i]` of the tensor. */
function transposed({shape, values}: WeightData, order: readonly number[]): WeightData {
  if (shape.length !== order.length) return {shape, values};
  const strides = shape.map((_size, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map(axis => shape[axis]!);
  const steps = order.map(axis => strides[axis]!);
  const result = new Float32Array(values.length);
  const index = sizes.map(() => 0);
  let at = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = values[at]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      at += steps[axis]!;
      if (++index[axis]! < sizes[axis]!) break;
      at -= steps[axis]! * sizes[axis]!;
      index[axis] = 0;
    }
  }
  return {shape: sizes, values: result};
}
