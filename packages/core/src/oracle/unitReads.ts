import {tf} from '@espalier/backend';
import type {UnitColumns} from '../graph/unitColumns.ts';
import type {DirectConsumer} from './groupPlan.ts';

/** What a direct consumer reads of each unit of a group on one minibatch, and what it makes of all that it reads. */
export interface UnitReads {
  /** Without bias and activation: [batch, …, out]. */
  readonly map: tf.Tensor;
  /** Unit after unit: [units · batch, …, times]. */
  readonly x: tf.Tensor;
  /** The kernel's part for each unit: [units, …window, times, out], or with the last two the other way round. */
  readonly kernels: tf.Tensor;
}

/** Runs the kernel of a direct consumer on its input and sorts both by unit; the caller disposes the tensors. */
export function readUnits({part, node, call, columns}: DirectConsumer, input: tf.Tensor): UnitReads {
  return tf.tidy(() => {
    const outside = {training: false, seed: 0, read: (_name: string, tensor: tf.Tensor) => tensor, update: () => {}};
    const seen = part.inner ? part.inner.make({...call, ...outside, inputs: [input]}) : input; // [batch, …, in]
    const kernel = call.weight(part.kernel);
    if (node.inputs.length !== 1)
      throw new Error(`Expected "${node.id}" to have one input, got ${node.inputs.length}.`);
    const x = byUnit(seen, -1, columns, -1); // [units, batch, …, times]
    return {
      map: part.map(seen, kernel, call.config),
      x: tf.reshape(x, [-1, ...x.shape.slice(2)]),
      kernels: byUnit(kernel, part.inAxis, columns, part.inAxis)
    };
  });
}

/**
 * Splits an axis that runs over channels into units, as a new first axis, and the times that a unit turns up, in place of
 * the old one. Axes are counted from the end.
 */
function byUnit(tensor: tf.Tensor, axis: number, {columns, identity}: UnitColumns, to: number): tf.Tensor {
  const at = tensor.rank + axis;
  const others = [...tensor.shape.keys()].filter(i => i !== at);
  const first = tf.transpose(tensor, [at, ...others]); // [channels, …others]
  const [times, units] = [columns.length, columns[0]!.length];
  // Whole rows are copied, which along the last axis would be single values.
  const picked = identity
    ? first
    : tf.gather(
        first,
        columns[0]!.flatMap((_column, unit) => columns.map(own => own[unit]!))
      );
  const sorted = tf.reshape(picked, [units, times, ...first.shape.slice(1)]);
  const order = [...Array(tensor.rank - 1).keys()].map(i => i + 2);
  order.splice(tensor.rank + to, 0, 1);
  return tf.transpose(sorted, [0, ...order]);
}

/** For each unit and example, whether the consumer reads anything but 0 of it: [units · batch]. */
export function readsAnything({x}: UnitReads): Uint8Array {
  return tf.tidy(() =>
    tf
      .any(tf.notEqual(tf.reshape(x, [x.shape[0], -1]), 0), 1)
      .dataSync<'int32'>()
      .slice()
  ) as unknown as Uint8Array;
}
