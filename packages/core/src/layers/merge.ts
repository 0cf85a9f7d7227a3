import {tf} from '@espalier/backend';
import type {Shape} from '../graph/network.ts';
import type {LayerType} from './layerType.ts';

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
    run: ({inputs}) => combine(inputs),
    flow: {kind: 'merge'}
  };
}

const fold = (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) => (inputs: readonly tf.Tensor[]) =>
  inputs.slice(1).reduce(op, inputs[0]!.clone());

export const add = merging('Add', fold(tf.add));
export const average = merging('Average', inputs => tf.div(fold(tf.add)(inputs), inputs.length));
export const maximum = merging('Maximum', fold(tf.maximum));
export const minimum = merging('Minimum', fold(tf.minimum));
export const multiply = merging('Multiply', fold(tf.mul));

/** Puts the channels of all inputs side by side; other axes are refused. */
export const concatenate: LayerType = {
  type: 'Concatenate',
  outputShape: (config, inputs) => {
    const [first] = inputs;
    const axis = config['axis'] ?? -1;
    if (axis !== -1 && axis !== first!.length)
      throw new Error(`Expected \`axis\` to be -1, got ${JSON.stringify(axis)}.`);
    const spatial = first!.slice(0, -1);
    if (inputs.some(shape => shape.slice(0, -1).join() !== spatial.join())) {
      throw new Error(
        `Expected inputs that differ in channels only, got ${inputs.map(shape => `[${shape.join(', ')}]`).join(', ')}.`
      );
    }
    return [...spatial, inputs.reduce((sum, shape) => sum + shape.at(-1)!, 0)];
  },
  run: ({inputs}) => (inputs.length === 1 ? inputs[0]!.clone() : tf.concat([...inputs], -1)),
  flow: {kind: 'concatenate'}
};
