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
    const outside = {
      training: false,
      seed: 0,
      read: (_name: string, tensor: tf.Tensor) => tensor,
      update: () => undefined
    };
    const seen = part.inner ? part.inner.make({...call, ...outside, inputs: [input]}) : input; // [batch, …, in]
    const kernel = call.weight(part.kernel);
    if (node.inputs.length !== 1)
      throw new Error(`Expected "${node.id}" to have one input, got ${node.inputs.length}.`);
    const x = byUnit(seen, -1, columns); // [units, batch, …, times]
    return {
      map: part.map(seen, kernel, call.config),
      x: tf.reshape(x, [-1, ...x.shape.slice(2)]),
      kernels: byUnit(kernel, part.inAxis, columns)
    };
  });
}

/**
 * Splits an axis over channels, counted from the end, into units and the times that each turns up: units come first, times
 * take the axis' place.
 */
export function byUnit(tensor: tf.Tensor, axis: number, {columns, identity}: UnitColumns): tf.Tensor {
  return tf.tidy(() => {
    const at = tensor.rank + axis;
    const others = [...tensor.shape.keys()].filter(i => i !== at);
    const first = tf.transpose(tensor, [at, ...others]); // [channels, …others]
    const order = columns[0]!.flatMap((_column, unit) => columns.map(own => own[unit]!));
    // Whole rows are copied, which along the last axis would be single values.
    const picked = identity ? first : tf.gather(first, order);
    const split = tf.reshape(picked, [columns[0]!.length, columns.length, ...first.shape.slice(1)]);
    const axes = others.map((_axis, i) => i + 2);
    axes.splice(at, 0, 1);
    return tf.transpose(split, [0, ...axes]);
  });
}

/** Whether each of `rows` equal parts of a tensor, one after the other, has anything but 0. */
export function readsAnything(x: tf.Tensor, rows: number): Uint8Array {
  return tf.tidy(
    () =>
      tf
        .any(tf.notEqual(tf.reshape(x, [rows, -1]), 0), 1)
        .dataSync()
        .slice() as Uint8Array
  );
}
