import {inferShapes, type Examples, type Network} from '@espalier/core';
import {ModelError} from '../models/ModelError.ts';

/** Throws a ModelError unless the network takes the data's examples and gives one logit a class. */
export function checkFit(
  network: Network,
  examples: Examples,
  names: {readonly model: string; readonly data: string}
): void {
  const shapes = inferShapes(network);
  const input = shapes.get(network.inputs[0] ?? '') ?? [];
  const output = shapes.get(network.outputs[0] ?? '') ?? [];
  if (input.join() !== examples.shape.join()) {
    throw new ModelError(
      `Expected ${names.data} to have examples of shape [${input.join(', ')}], which ${names.model} takes, ` +
        `got [${examples.shape.join(', ')}].`
    );
  }
  if (output.length !== 1 || output[0] !== examples.classes) {
    throw new ModelError(
      `Expected ${names.model} to give one number for each of the ${examples.classes} classes of ${names.data}, ` +
        `got an output of shape [${output.join(', ')}].`
    );
  }
}
