import {tf} from '@espalier/backend';
import type {Network} from '../graph/network.ts';
import type {Group, Structure} from '../graph/structure.ts';
import {stackUnits, unitColumns} from '../graph/unitColumns.ts';
import {weightSpecs} from '../graph/weightSpecs.ts';

/** A kernel of a group: its weight's name, the axis that runs over the group's channels, and what that axis carries. */
interface GroupKernel {
  readonly name: string;
  readonly axis: number;
  /** Node whose output has the channels of the axis. */
  readonly node: string;
}

/** The kernels of a group's own: those that make its channels, and those that filter each channel by itself. */
export function groupKernels(network: Network, group: Group): GroupKernel[] {
  return weightSpecs(network)
    .filter(({spec, node}) => spec.name.endsWith('kernel') && group.layers.includes(node.layer))
    .map(({name, spec, node}) =>
      spec.axes.includes('out')
        ? {name, axis: spec.axes.indexOf('out'), node: node.id}
        : {name, axis: spec.axes.indexOf('in'), node: node.inputs[0]!}
    );
}

/**
 * The units' own kernels, or tensors shaped like them (`values` by weight name), one column a unit:
 * [weights, units], all members below each other. The caller disposes it.
 */
export function kernelColumns(
  network: Network,
  structure: Structure,
  group: Group,
  values: ReadonlyMap<string, tf.Tensor>
): tf.Tensor2D {
  return tf.tidy(() => {
    const parts = groupKernels(network, group).map(({name, axis, node}) => {
      const kernel = values.get(name)!;
      const last = [...kernel.shape.keys()].filter(i => i !== axis).concat(axis);
      const columns = tf.reshape<tf.Rank.R2>(tf.transpose(kernel, last), [-1, kernel.shape[axis]!]); // [weights, channels]
      return stackUnits(columns, unitColumns(structure.channels.get(node)!, group));
    });
    return parts.length === 1 ? parts[0]!.clone() : tf.concat(parts, 0);
  });
}
