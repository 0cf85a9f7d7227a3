import {tf} from '@espalier/backend';
import {inferShapes, type Network} from '@espalier/core';

/** Uniform numbers in [0, 1) for every input of a network, [batch, …shape], the same each time; the caller disposes them. */
export function madeUpInputs(network: Network, batch: number): tf.Tensor[] {
  const shapes = inferShapes(network);
  return network.inputs.map((id, i) => tf.randomUniform([batch, ...shapes.get(id)!], 0, 1, 'float32', i + 1));
}

/** One-hot labels in turn for a network's first output: [batch, classes]. */
export function madeUpLabels(network: Network, batch: number): tf.Tensor2D {
  const classes = inferShapes(network).get(network.outputs[0]!)!.at(-1)!;
  const values = new Float32Array(batch * classes);
  for (let row = 0; row < batch; row++) values[row * classes + (row % classes)] = 1;
  return tf.tensor2d(values, [batch, classes]);
}
