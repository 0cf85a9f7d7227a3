import {tf} from '@espalier/backend';
import type {Shape} from '../graph/network.ts';
import type {Config, LayerType} from './layerType.ts';

/** Shape of an element-wise operation: axes of size 1 stretch. */
function broadcast(inputs: readonly Shape[]): Shape {
  const rank = Math.max(...inputs.map(shape => shape.length));
  return Array.from({length: rank}, (_, axis) => {
    const sizes = inputs.map(shape => shape[axis - rank + shape.length] ?? 1);
    const size = Math.max(...sizes);
    if (sizes.every(one => one === 1 || one === size)) return size;
    throw new Error(`Expected inputs of one shape, got ${inputs.map(shape => `[${shape.join(', ')}]`).join(', ')}.`);
  });
}

function merging(type: string, combine: (inputs: readonly tf.Tensor[]) => tf.Tensor): LayerType {
  return {
    type,
    outputShape: (_config, inputs) => broadcast(inputs),
    run: ({inputs}) => combine(ofOneRank(inputs)),
    flow: {kind: 'merge'}
  };
}

/** Tensors with fewer axes get axes of size 1 behind the batch, as TensorFlow.js does. */
function ofOneRank(inputs: readonly tf.Tensor[]): readonly tf.Tensor[] {
  const rank = Math.max(...inputs.map(x => x.rank));
  return inputs.map(x => {
    const [batch, ...shape] = x.shape;
    return x.rank === rank ? x : tf.reshape(x, [batch, ...new Array<number>(rank - x.rank).fill(1), ...shape]);
  });
}

const fold = (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) => (inputs: readonly tf.Tensor[]) =>
  inputs.slice(1).reduce(op, inputs[0]!.clone());

export const add = merging(
  'Add',
  fold((a, b) => tf.add(a, b))
);
export const average = merging('Average', inputs => tf.div(fold((a, b) => tf.add(a, b))(inputs), inputs.length));
export const maximum = merging(
  'Maximum',
  fold((a, b) => tf.maximum(a, b))
);
export const minimum = merging(
  'Minimum',
  fold((a, b) => tf.minimum(a, b))
);
export const multiply = merging(
  'Multiply',
  fold((a, b) => tf.mul(a, b))
);

/** Axis of a configuration, counted from 0 without the batch axis. */
function axisOf(config: Config, rank: number): number {
  const axis = config['axis'] ?? -1;
  const own = typeof axis === 'number' && axis < 0 ? rank + axis : Number(axis) - 1;
  if (Number.isInteger(own) && own >= 0 && own < rank) return own;
  throw new Error(`Expected \`axis\` to be one of the ${rank} axes behind the batch, got ${JSON.stringify(axis)}.`);
}

/** Puts inputs side by side: their channels, or, along another axis, their positions, where channels meet. */
export const concatenate: LayerType = {
  type: 'Concatenate',
  outputShape: (config, inputs) => {
    const [first] = inputs;
    const axis = axisOf(config, first!.length);
    const rest = (shape: Shape) => shape.filter((_size, i) => i !== axis).join();
    if (inputs.some(shape => shape.length !== first!.length || rest(shape) !== rest(first!))) {
      throw new Error(
        `Expected inputs that differ in axis ${axis + 1} only, got ${inputs.map(shape => `[${shape.join(', ')}]`).join(', ')}.`
      );
    }
    return first!.map((size, i) => (i === axis ? inputs.reduce((sum, shape) => sum + shape[axis]!, 0) : size));
  },
  run: ({config, inputs}) =>
    inputs.length === 1 ? inputs[0]!.clone() : tf.concat([...inputs], 1 + axisOf(config, inputs[0]!.rank - 1)),
  flow: {kind: 'concatenate'}
};
