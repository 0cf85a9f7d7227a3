import {inferShapes, type Network} from '@espalier/core';
import type {LabeledExamples} from '@espalier/datasets';
import {ModelError} from '../models/ModelError.ts';

/** Throws a ModelError unless the network takes the data's examples and its first output gives one logit a class. */
export function checkFit(
  network: Network,
  examples: LabeledExamples,
  names: {readonly model: string; readonly data: string}
): void {
  const shapes = inferShapes(network);
  const output = shapes.get(network.outputs[0] ?? '') ?? [];
  const given = [examples.shape, ...(examples.moreShapes ?? [])];
  if (given.length !== network.inputs.length) {
    throw new ModelError(
      `Expected one input of ${names.model} for each array of examples, got ${network.inputs.length} inputs ` +
        `(${network.inputs.join(', ')}) and ${given.length} in ${names.data}. A .npz has them as ` +
        `x_train.NAME and so on.`
    );
  }
  network.inputs.forEach((id, i) => {
    const [input, own] = [shapes.get(id) ?? [], given[i] ?? []];
    if (input.join() === own.join()) return;
    const which = i === 0 ? '' : ` for input ${id}`;
    throw new ModelError(
      `Expected ${names.data} to have examples of shape [${input.join(', ')}]${which}, which ${names.model} takes, ` +
        `got [${own.join(', ')}].`
    );
  });
  if (output.length !== 1 || output[0] !== examples.classes) {
    throw new ModelError(
      `Expected ${names.model} to give one number for each of the ${examples.classes} classes of ${names.data}, ` +
        `got an output of shape [${output.join(', ')}].`
    );
  }
}
