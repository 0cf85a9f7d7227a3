import {tf} from '@espalier/backend';
import type {Shape} from '../graph/network.ts';
import type {Config, LayerType} from './layerType.ts';

/** Axes along which one slope serves all positions, counted as Keras does: 1 is the first behind the batch. */
function sharedAxes(config: Config, input: Shape): readonly number[] {
  const value = [config['shared_axes'] ?? []].flat();
  if (value.every(axis => Number.isInteger(axis) && (axis as number) >= 1 && (axis as number) <= input.length)) {
    return value as number[];
  }
  throw new Error(`Expected \`shared_axes\` to be from 1 to ${input.length}, got ${JSON.stringify(value)}.`);
}

/** ReLU with a learned slope below 0. Slopes `alpha` have the input's shape, with 1 for shared axes. */
export const prelu: LayerType = {
  type: 'PReLU',
  outputShape: (config, [input]) => {
    sharedAxes(config, input!);
    return input!;
  },
  weights: (config, [input]) => {
    const shared = sharedAxes(config, input!);
    const shape = input!.map((size, axis) => (shared.includes(axis + 1) ? 1 : size));
    const axes = shape.map((_size, axis) =>
      axis === shape.length - 1 && !shared.includes(axis + 1) ? ('out' as const) : null
    );
    return [{name: 'alpha', shape, axes, initial: 'zeros', trainable: true}];
  },
  // In parts, since TensorFlow.js' own has no broadcasting on WebAssembly.
  run: ({inputs, weight}) => tf.add(tf.relu(inputs[0]!), tf.mul(weight('alpha'), tf.minimum(inputs[0]!, 0))),
  flow: {kind: 'pass'},
  role: () => 'activation',
  plain: () => true
};
