import {tf} from '@espalier/backend';
import type {Network} from '../graph/network.ts';
import type {Group, Structure} from '../graph/structure.ts';
import {sumToUnits, unitColumns} from '../graph/unitColumns.ts';
import {weightSpecs} from '../graph/weightSpecs.ts';

/** Where a group's own kernels lie: weight names with the axis that runs over its units. */
interface GroupKernel {
  readonly name: string;
  readonly axis: number;
  readonly node: string;
}

export function groupKernels(network: Network, group: Group): GroupKernel[] {
  return weightSpecs(network)
    .filter(({spec, node}) => spec.name === 'kernel' && group.layers.includes(node.layer))
    .map(({name, spec, node}) => ({name, axis: spec.axes.indexOf('out'), node: node.id}));
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
      const columns = tf.reshape<tf.Rank.R2>(tf.transpose(kernel, last), [-1, kernel.shape[axis]!]); // [weights, out]
      return sumToUnits(columns, unitColumns(structure.channels.get(node)!, group));
    });
    return parts.length === 1 ? parts[0]!.clone() : tf.concat(parts, 0);
  });
}
