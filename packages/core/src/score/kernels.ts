import {tf} from '@espalier/backend';
import type {Network} from '../graph/network.ts';
import {layerOf} from '../graph/shapes.ts';
import type {Group, Structure} from '../graph/structure.ts';
import {stackUnits, unitColumns} from '../graph/unitColumns.ts';
import {weightSpecs} from '../graph/weightSpecs.ts';
import {channelAxis, runsOver} from '../layers/channelAxis.ts';
import {flowOf} from '../layers/index.ts';

/** A kernel of a group: its weight's name, the axis that runs over the group's channels, and the unit at each position. */
interface GroupKernel {
  readonly name: string;
  readonly axis: number;
  readonly units: Int32Array;
}

/**
 * The kernels of a group's own: those that make its channels (a recurrent layer's input and recurrent kernels), and
 * those that filter each channel by itself.
 */
export function groupKernels(network: Network, {channels}: Structure, group: Group): GroupKernel[] {
  return weightSpecs(network).flatMap(({name, spec, node}) => {
    if (!spec.name.endsWith('kernel') || !group.layers.includes(node.layer)) return [];
    const makes = spec.axes.findLastIndex(one => runsOver(one, 'out'));
    const isMember = flowOf(layerOf(network, node)).kind === 'pass';
    const axis = makes < 0 && isMember ? spec.axes.findIndex(one => runsOver(one, 'in')) : makes;
    if (axis < 0) return [];
    const carried = channels.get(makes < 0 ? node.inputs[0]! : node.id)!;
    const {channel} = channelAxis(spec.axes[axis])!;
    return [{name, axis, units: Int32Array.from({length: spec.shape[axis]!}, (_, i) => carried[channel(i)]!)}];
  });
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
    const parts = groupKernels(network, structure, group).map(({name, axis, units}) => {
      const kernel = values.get(name)!;
      const last = [...kernel.shape.keys()].filter(i => i !== axis).concat(axis);
      const columns = tf.reshape<tf.Rank.R2>(tf.transpose(kernel, last), [-1, kernel.shape[axis]!]); // [weights, channels]
      return stackUnits(columns, unitColumns(units, group));
    });
    return parts.length === 1 ? parts[0]!.clone() : tf.concat(parts, 0);
  });
}
